r"""Read a search into its syntax tree, in one pass and with every problem it has.

    either  = both { "OR" both }
    both    = item { item }
    item    = { "-" } ( "(" either ")" | term )
    term    = "liked" | key ":" value { "," value } | name "=" value { "," value } | word [ "*" ]
    value   = text | [ ">=" | ">" | "<=" | "<" ] text | [ text ] ".." [ text ]

Anything may stand in quotes, and is then nothing but itself. Keys are the same in upper and lower case; a key that is
none of the fixed ones names a numeric parameter, and its values are numbers.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from imagen.domain.search.keys import OR
from imagen.domain.search.nodes import Both, Either, Everything, Node, Not, Term
from imagen.domain.search.problems import Problem, ProblemKind
from imagen.domain.search.scanning import Mark, Token, scan
from imagen.domain.search.terms import read_term, takes_next

LONGEST = 2000
DEEPEST = 20
MOST_TERMS = 100


@dataclass(frozen=True, slots=True)
class Placed:
    """A condition with its place, minus signs included; `is_plain` when it stands in no parentheses and beside no OR."""

    term: Term
    start: int
    end: int
    is_negated: bool
    is_plain: bool


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a search was read as; what has problems is left out of the tree.

    `is_alternatives` when an OR stands outside all parentheses.
    """

    source: str
    tree: Node
    problems: tuple[Problem, ...]
    placed: tuple[Placed, ...]
    is_alternatives: bool = False


def parse(source: str) -> Parsed:
    """Read a search."""
    problems: list[Problem] = []
    text = source
    if len(source) > LONGEST:
        message = f"A search has at most {LONGEST} characters; this one has {len(source)}."
        problems.append(Problem(ProblemKind.TOO_LONG, LONGEST, len(source), message, ""))
        text = source[:LONGEST]
    parser = _Parser(text, scan(text, problems), problems)
    tree = parser.run()
    is_alternatives = bool(parser.open[0].alternatives)
    placed = tuple(
        Placed(each.term, each.start, each.end, each.is_negated, each.is_plain and not is_alternatives)
        for each in parser.placed
    )
    return Parsed(source, tree, _in_order(problems), placed, is_alternatives)


def _in_order(problems: list[Problem]) -> tuple[Problem, ...]:
    """Sort problems by place; quotes that are open are reason enough for what is missing in them."""
    opened = [problem.start for problem in problems if problem.kind is ProblemKind.UNCLOSED_QUOTE]
    told = [p for p in problems if p.kind is not ProblemKind.NO_WORD or not any(p.start <= at < p.end for at in opened)]
    return tuple(sorted(told, key=lambda problem: problem.start))


@dataclass
class _Group:
    """What was read since a parenthesis: finished alternatives, the items of the current one, and the signs before it."""

    start: int
    is_negated: bool
    sign: int
    alternatives: list[Node] = field(default_factory=list)
    items: list[Node] = field(default_factory=list)
    lonely: Token | None = None
    has_broken: bool = False


@dataclass
class _Parser:
    source: str
    tokens: list[Token]
    problems: list[Problem]
    placed: list[Placed] = field(default_factory=list)
    open: list[_Group] = field(default_factory=lambda: [_Group(0, False, 0)])
    too_deep: int = 0
    at: int = 0
    minuses: int = 0
    sign: int = 0

    def run(self) -> Node:
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            self.at += 1
            if token.mark is Mark.MINUS:
                self._minus(token)
            elif token.mark is Mark.OPEN:
                self._open(token)
            elif token.mark is Mark.CLOSE:
                self._close(token)
            elif token.piece and token.piece.text == OR and not token.piece.is_quoted and not self.minuses:
                self._or(token)
            elif not self._term(token):
                break
        while len(self.open) > 1:
            group = self.open[-1]
            message = "This ( is never closed. Put a ) behind what belongs together, or take it away."
            self._problem(ProblemKind.UNCLOSED, group.start, group.start + 1, message, self._instead(group.start))
            self._leave()
        return self._finished(self.open[0])

    def _minus(self, token: Token) -> None:
        following = self.tokens[self.at] if self.at < len(self.tokens) else None
        if following is None or following.start > token.end or following.mark is Mark.CLOSE:
            message = "A minus leaves out what follows it at once, as in -fox. Put it before a word, or take it away."
            start = self.sign if self.minuses else token.start
            self._problem(ProblemKind.LONELY, start, token.end, message, "")
            self.minuses = 0
            return
        self.sign = self.sign if self.minuses else token.start
        self.minuses += 1

    def _open(self, token: Token) -> None:
        if self.too_deep or len(self.open) > DEEPEST:
            if not self.too_deep:
                message = f"Parentheses nest to {DEEPEST} levels, and here is one more."
                self._problem(ProblemKind.TOO_DEEP, token.start, token.end, message, "")
            self.too_deep += 1
        else:
            self.open.append(_Group(token.start, self.minuses % 2 == 1, self.sign if self.minuses else token.start))
        self.minuses = 0

    def _instead(self, place: int) -> str:
        """Give what stands in place of a parenthesis that is taken away, so that what it parts stays in two."""
        before, behind = self.source[:place][-1:], self.source[place + 1 : place + 2]
        is_apart = not before or not behind or before in "-(" or before.isspace() or behind.isspace()
        return "" if is_apart else " "

    def _close(self, token: Token) -> None:
        if self.too_deep:
            self.too_deep -= 1
        elif len(self.open) == 1:
            message = "This ) closes nothing. Put a ( before, write it in quotes, or take it away."
            self._problem(ProblemKind.UNMATCHED_CLOSE, token.start, token.end, message, self._instead(token.start))
        else:
            group = self.open[-1]
            if not (group.items or group.alternatives) and not self.source[group.start + 1 : token.start].strip():
                message = "There is nothing in these parentheses."
                self._problem(ProblemKind.EMPTY, group.sign, token.end, message, "")
            self._leave()

    def _leave(self) -> None:
        group = self.open.pop()
        node = self._finished(group)
        self.open[-1].lonely = None
        if isinstance(node, Everything):
            self.open[-1].has_broken = True
        else:
            self.open[-1].items.append(_negated(node) if group.is_negated else node)

    def _or(self, token: Token) -> None:
        group = self.open[-1]
        if not group.items and not group.has_broken:
            message = "OR stands between two conditions. Write one before it, or “OR” in quotes for the word."
            self._problem(ProblemKind.LONELY, token.start, token.end, message, "")
            return
        if group.items:
            group.alternatives.append(_joined(group.items))
        group.items, group.lonely, group.has_broken = [], token, False

    def _finished(self, group: _Group) -> Node:
        if group.lonely is not None and not group.items:
            message = "OR stands between two conditions. Write one behind it, or “OR” in quotes for the word."
            self._problem(ProblemKind.LONELY, group.lonely.start, group.lonely.end, message, "")
        nodes = [*group.alternatives, *([_joined(group.items)] if group.items else [])]
        flat = [part for node in nodes for part in (node.items if isinstance(node, Either) else (node,))]
        return Either(tuple(flat)) if len(flat) > 1 else flat[0] if flat else Everything()

    def _term(self, token: Token) -> bool:
        """Read a chunk; false when there are too many."""
        assert token.piece is not None
        start = self.sign if self.minuses else token.start
        is_negated = self.minuses % 2 == 1
        self.minuses = 0
        if len(self.placed) == MOST_TERMS:
            message = f"A search has at most {MOST_TERMS} conditions."
            self._problem(ProblemKind.TOO_MANY, start, len(self.source), message, ")" * (len(self.open) - 1))
            self.open = self._all_closed()
            return False
        following = self.tokens[self.at].piece if self.at < len(self.tokens) else None
        taken = takes_next(token.piece, following)
        term = read_term(self.source, token.piece, following, self.problems)
        self.at += taken
        self.open[-1].lonely = None
        if term is None:
            self.open[-1].has_broken = True
        else:
            self.placed.append(Placed(term, start, term.end, is_negated, len(self.open) == 1))
            self.open[-1].items.append(_negated(term) if is_negated else term)
        return True

    def _all_closed(self) -> list[_Group]:
        while len(self.open) > 1:
            self._leave()
        return self.open

    def _problem(self, kind: ProblemKind, start: int, end: int, message: str, mend: str) -> None:
        self.problems.append(Problem(kind, start, end, message, mend))


def _joined(items: list[Node]) -> Node:
    flat = [part for item in items for part in (item.items if isinstance(item, Both) else (item,))]
    return Both(tuple(flat)) if len(flat) > 1 else flat[0]


def _negated(node: Node) -> Node:
    return node.item if isinstance(node, Not) else Not(node)
