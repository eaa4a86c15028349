r"""Read a text into its syntax tree, in one pass and with every fault it has.

    text      = part { "||" part }                     a text parameter; the values of lookups have no "||"
    part      = { literal | token }
    token     = "[" [ own-name "=" ] [ "?" ] choice "]" | "[" "=" name [ "->" list ] "]"
    choice    = name | range | item sep item { sep item }          sep: all "," or all "|"
    list      = item { "," item }
    item      = range | { literal | token }
    range     = number ".." number [ ".." number | "#" digits ]

A backslash before one of `[ ] , | = ? # \` makes it literal. Brackets that are open at one time are held in a list of
their own, so that no depth of nesting can exhaust the interpreter's stack.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from imagen.domain.expansion.nodes import Broken, Sequence, Token
from imagen.domain.expansion.problems import Fault, Faults, ProblemKind
from imagen.domain.expansion.scanning import MARKS, sequence, trim
from imagen.domain.expansion.tokens import Bracket, read_token

DEEPEST = 50


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a text was read as: its sub-prompts that are not blank, where `||` stands, and its faults."""

    sequences: tuple[Sequence, ...]
    splits: tuple[int, ...]
    faults: tuple[Fault, ...]


def parse(source: str, *, splits: bool = True) -> Parsed:
    """Read a text parameter, or with `splits=False` the value of a lookup, where `||` is a fault."""
    return _Parser(source, splits).run()


@dataclass
class _Parser:
    source: str
    splits: bool
    faults: Faults = field(default_factory=Faults)
    open: list[Bracket] = field(default_factory=list)
    too_deep: int = 0
    tokens: list[Token] = field(default_factory=list)
    cuts: list[int] = field(default_factory=list)

    def run(self) -> Parsed:
        skip_to = 0
        for match in MARKS.finditer(self.source):
            mark, at = match[0], match.start()
            if at < skip_to or len(mark) > 1:
                continue
            if mark == "[":
                self._open(at)
            elif mark == "]":
                self._close(at)
            elif mark == "|" and self.source.startswith("||", at):
                self._split(at)
                skip_to = at + 2
            elif self.open and not self.too_deep:
                self.open[-1].mark(mark, at)
        self._unclosed()
        return Parsed(tuple(self._sequences()), tuple(self.cuts), tuple(self.faults))

    def _open(self, at: int) -> None:
        if self.too_deep:
            self.too_deep += 1
        elif len(self.open) == DEEPEST:
            self.too_deep = 1
            for bracket in self.open:
                bracket.too_deep = True
            message = f"Brackets nest to {DEEPEST} levels, and here is one more. Take one away, or use a lookup."
            self.faults.append(Fault(ProblemKind.TOO_DEEP, at, at + 1, message))
        else:
            self.open.append(Bracket(at))

    def _close(self, at: int) -> None:
        if self.too_deep:
            self.too_deep -= 1
        elif not self.open:
            message = "This ] closes nothing. Write \\] for the character itself, or put a [ before."
            self.faults.append(Fault(ProblemKind.UNMATCHED_CLOSE, at, at + 1, message, "\\]"))
        else:
            bracket = self.open.pop()
            bracket.end = at + 1
            token = read_token(self.source, bracket, self.faults)
            (self.open[-1].tokens if self.open else self.tokens).append(token)

    def _split(self, at: int) -> None:
        if self.too_deep:
            return
        if self.open:
            self.open[-1].doubles.append(at)
        elif self.splits:
            self.cuts.append(at)
        else:
            message = "The value of a lookup cannot be split by ||. Write \\|\\| for the characters, or use two lines."
            self.faults.append(Fault(ProblemKind.SPLIT_IN_TOKEN, at, at + 2, message, "\\|\\|"))

    def _unclosed(self) -> None:
        if not self.open:
            return
        message = "This [ is never closed. Put a ] behind the last option, or write \\[ for the character itself."
        for bracket in self.open:
            self.faults.append(Fault(ProblemKind.UNCLOSED, bracket.start, bracket.start + 1, message, "\\["))
        # Where the open ones end is unknown, but what was closed inside them can be judged all the same.
        inside = tuple(token for bracket in self.open for token in bracket.tokens)
        listed = frozenset(token.start for bracket in self.open if bracket.separators for token in bracket.tokens)
        self.tokens.append(Broken(self.open[0].start, len(self.source), None, inside, listed))

    def _sequences(self) -> list[Sequence]:
        found, tokens, at = [], iter(self.tokens), 0
        token = next(tokens, None)
        for cut in [*self.cuts, len(self.source)]:
            inside = []
            while token is not None and token.start < cut:
                inside.append(token)
                token = next(tokens, None)
            start, end = trim(self.source, at, cut)
            if start < end:
                found.append(sequence(self.source, start, end, inside))
            at = cut + 2
        return found
