"""Read one closed bracket into the token it is, or say what keeps it from being one."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import Any

from imagen.domain.expansion.names import Name, read_name, read_own_name
from imagen.domain.expansion.nodes import (
    Broken,
    Item,
    ListToken,
    Lockstep,
    LookupToken,
    Reference,
    Sequence,
    Token,
)
from imagen.domain.expansion.problems import Fault, ProblemKind, quoted
from imagen.domain.expansion.ranges import BadRange, Range, mend_range, parse_range
from imagen.domain.expansion.scanning import sequence, trim, unescape


@dataclass(slots=True)
class Bracket:
    """What the parser has seen between a `[` and its `]`: tokens, separators, `||`, and the first leading `=`."""

    start: int
    end: int = -1
    tokens: list[Token] = field(default_factory=list)
    separators: list[int] = field(default_factory=list)
    doubles: list[int] = field(default_factory=list)
    equals: int | None = None
    too_deep: bool = False

    def mark(self, mark: str, at: int) -> None:
        if mark != "=":
            self.separators.append(at)
        elif self.equals is None and not self.separators and not self.doubles:
            self.equals = at


def read_token(source: str, bracket: Bracket, faults: list[Fault]) -> Token:
    """Read the token in a closed bracket, adding to the faults what is wrong with it."""
    return _TokenReader(source, bracket, faults).read()


@dataclass
class _TokenReader:
    source: str
    bracket: Bracket
    faults: list[Fault]
    binding: Name | None = None

    def read(self) -> Token:
        bracket, source = self.bracket, self.source
        start, end = trim(source, bracket.start + 1, bracket.end - 1)
        if bracket.too_deep or bracket.doubles:
            return self._doubled()
        if start == end:
            mends = "Write options, a name or a range, or \\[\\] for the characters themselves."
            return self._fault(ProblemKind.EMPTY, f"There is nothing between these brackets. {mends}", "\\[\\]")
        if source[start] == "=":
            return self._back(start + 1, end)
        broken = None if bracket.equals is None else self._bind(start, bracket.equals)
        return broken or self._choice(start if bracket.equals is None else bracket.equals + 1, end)

    def _choice(self, start: int, end: int) -> Token:
        start, end = trim(self.source, start, end)
        random = self.source[start:end].startswith("?")
        start = trim(self.source, start + 1, end)[0] if random else start
        if start >= end:
            return self._fault(ProblemKind.EMPTY, "There is nothing to choose from. Write options, a name or a range.")
        if not self.bracket.separators:
            return self._single(start, end, random)
        return self._list(start, end, random)

    def _bind(self, start: int, equals: int) -> Token | None:
        written = self.source[start:equals]
        self.binding = read_own_name(written)
        if self.binding:
            return None
        reason = "A token's own name is one word that begins with a letter or _"
        message = f"{quoted(written.strip())} cannot name a choice. {reason}; for the character itself write \\=."
        return self._fault(ProblemKind.BAD_NAME, message, f"{written}\\=", start, equals + 1)

    def _back(self, start: int, end: int) -> Token:
        source = self.source
        arrow = source.find("->", start, end)
        written = source[start : arrow if arrow >= 0 else end]
        name = read_name(written)
        if name is None:
            rule = "A reference names an earlier choice: a letter or _, then letters, digits, _ - / and spaces"
            message = f"{quoted('=' + written)} is no reference. {rule}. For the characters themselves write \\[."
            return self._fault(ProblemKind.BAD_NAME, message, self._escaped())
        if arrow < 0:
            return Reference(self.bracket.start, self.bracket.end, name)
        start, end = trim(source, arrow + 2, end)
        if start >= end:
            message = f"There are no options behind the arrow. Write one for each choice of {quoted(name.shown)}."
            return self._fault(ProblemKind.EMPTY, message)
        if any(source[at] == "|" for at in self.bracket.separators):
            return self._mixed(
                "|", "The options behind an arrow are parted by commas only; write \\| for the character."
            )
        items, spans = self._items(start, end)
        self._refuse_choices(items)
        return Lockstep(self.bracket.start, self.bracket.end, name, items, spans)

    def _refuse_choices(self, items: tuple[Item, ...]) -> None:
        message = "An option behind an arrow cannot make more generations. Pick at random with ? here, or refer with =."
        for item in items:
            for token in item.parts if isinstance(item, Sequence) else ():
                if isinstance(token, ListToken | LookupToken) and not token.random:
                    inside = self.source[token.start + 1 : token.end - 1]
                    mend = f"[?{inside}]" if "=" not in inside else None
                    self.faults.append(Fault(ProblemKind.LOCKSTEP_CHOICE, token.start, token.end, message, mend))

    def _single(self, start: int, end: int, random: bool) -> Token:
        bracket, written = self.bracket, self.source[start:end]
        if bracket.tokens:
            return self._no_choice(written, start, end)
        name = read_name(written)
        if name:
            binding = self.binding or name
            return LookupToken(bracket.start, bracket.end, binding, random, name, start, end)
        numbers = parse_range(written) if ".." in written else None
        if isinstance(numbers, Range):
            return ListToken(bracket.start, bracket.end, self.binding, random, (numbers,), ((start, end),))
        if ".." in written:
            return self._bad_range(written, numbers, start)
        return self._no_choice(written, start, end)

    def _no_choice(self, written: str, start: int, end: int) -> Token:
        add, escape = f"{self.source[self.bracket.start : end]},…]", self._escaped()
        message = (
            f"{quoted(written)} alone is no choice: neither a name nor a range nor several options. "
            f"Add an option ({_short(add)}), or escape the bracket ({_short(escape)})."
        )
        return self._fault(ProblemKind.SINGLE, message, self._single_mend(start, end) or escape)

    def _single_mend(self, start: int, end: int) -> str | None:
        """Give what was probably meant: one bracket instead of two, one question mark instead of two."""
        before, written = self.source[self.bracket.start : start], self.source[start:end]
        only = self.bracket.tokens[0] if self.bracket.tokens else None
        if only is None:
            name = written.lstrip("?")
            return f"{before}{name}]" if name != written and read_name(name) else None
        inner = self.source[start + 1 : end - 1].strip()
        if (only.start, only.end) != (start, end) or isinstance(only, Broken) or ("=" in inner and "=" in before):
            return None
        return f"{before}{inner.lstrip('?') if '?' in before else inner}]"

    def _bad_range(self, written: str, numbers: BadRange | None, start: int) -> Token:
        if numbers and numbers.too_long:
            return self._fault(ProblemKind.RANGE_TOO_LONG, numbers.message)
        guess = mend_range(written)
        before = self.source[self.bracket.start + 1 : start]
        mend = f"[{before}{guess[1:]}" if guess else None
        rule = numbers.message if numbers else "A range is two plain numbers with .. between them, as in [1..4]."
        hint = f" Did you mean {mend}?" if mend else f" For the characters themselves write {_short(self._escaped())}."
        return self._fault(ProblemKind.RANGE, f"{quoted(written)} is no range. {rule}{hint}", mend)

    def _list(self, start: int, end: int, random: bool) -> Token:
        marks = {self.source[at] for at in self.bracket.separators}
        if len(marks) > 1:
            first = self.source[self.bracket.separators[0]]
            other = "|" if first == "," else ","
            message = f"Commas and bars do not mix in one token. Use one of them, or write \\{other} for the character."
            return self._mixed(other, message)
        items, spans = self._items(start, end)
        one_of = random or "|" in marks
        return ListToken(self.bracket.start, self.bracket.end, self.binding, one_of, items, spans)

    def _items(self, start: int, end: int) -> tuple[tuple[Item, ...], tuple[tuple[int, int], ...]]:
        tokens, starts = self.bracket.tokens, [token.start for token in self.bracket.tokens]
        items: list[Item] = []
        spans: list[tuple[int, int]] = []
        at = start
        for stop in [*(s for s in self.bracket.separators if s >= start), end]:
            left, right = trim(self.source, at, stop)
            inside = tokens[bisect_left(starts, left) : bisect_left(starts, right)] if tokens else ()
            items.append(self._item(left, right, inside))
            spans.append((left, right))
            at = stop + 1
        return tuple(items), tuple(spans)

    def _item(self, start: int, end: int, tokens: Any) -> Item:
        if tokens:
            return sequence(self.source, start, end, tokens)
        written = self.source[start:end]
        if ".." in written:
            numbers = parse_range(written)
            if isinstance(numbers, Range):
                return numbers
            if numbers and numbers.too_long:
                self.faults.append(Fault(ProblemKind.RANGE_TOO_LONG, start, end, numbers.message))
        return unescape(written)

    def _doubled(self) -> Token:
        message = "|| parts sub-prompts and cannot stand inside brackets. Write one | or \\|\\|, or split outside."
        for at in self.bracket.doubles:
            self.faults.append(Fault(ProblemKind.SPLIT_IN_TOKEN, at, at + 2, message, "|"))
        return self._broken()

    def _mixed(self, mark: str, message: str) -> Token:
        pieces, at = [], self.bracket.start
        for separator in self.bracket.separators:
            if self.source[separator] == mark:
                pieces.append(self.source[at:separator] + "\\")
                at = separator
        return self._fault(ProblemKind.MIXED, message, "".join(pieces) + self.source[at : self.bracket.end])

    def _escaped(self) -> str:
        inside = self.source[self.bracket.start + 1 : self.bracket.end - 1]
        return f"\\[{inside}\\]"

    def _fault(
        self, kind: ProblemKind, message: str, mend: str | None = None, start: int | None = None, end: int | None = None
    ) -> Token:
        start = self.bracket.start if start is None else start
        end = self.bracket.end if end is None else end
        self.faults.append(Fault(kind, start, end, message, mend))
        return self._broken()

    def _broken(self) -> Token:
        return Broken(self.bracket.start, self.bracket.end, self.binding, tuple(self.bracket.tokens))


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:30]}…{text[-28:]}"
