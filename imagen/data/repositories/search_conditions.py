"""Turn the syntax tree of a search into conditions on search rows, and into the short lists that answer parts of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any

from imagen.data.repositories.search_words import SearchWords
from imagen.data.search_number import number_at
from imagen.domain.product import ProductOrigin, ProductState, ProductType
from imagen.domain.search.keys import NONE, Flag, Key, Orientation
from imagen.domain.search.names import NameKind
from imagen.domain.search.nodes import (
    Among,
    Both,
    Bytes,
    Chosen,
    Either,
    Everything,
    Exactly,
    Figure,
    Measure,
    Node,
    Not,
    Pixels,
    Size,
    SizeOption,
    Span,
    Term,
    When,
    Words,
)

# The numbers that the triggers give to fixed values.
TYPES = (ProductType.IMAGE, ProductType.VIDEO, ProductType.AUDIO, ProductType.OTHER)
ORIGINS = (ProductOrigin.GENERATED, ProductOrigin.IMPORTED, ProductOrigin.EDITED)
STATES = (ProductState.READY, ProductState.UNCHECKED, ProductState.MISSING, ProductState.BLOCKED)
ORIENTATIONS = (None, Orientation.PORTRAIT, Orientation.LANDSCAPE, Orientation.SQUARE)

_COLUMNS = {Key.RATING: ("rating", 0), Key.WIDTH: ("width", 1), Key.HEIGHT: ("height", 1), Key.LENGTH: ("length", 1)}
_FIGURES = "SELECT number FROM product_figure INDEXED BY ix_product_figure_value"
_USED = (
    "(EXISTS (SELECT 1 FROM generation_input i WHERE i.product_id = s.product_id) OR EXISTS "
    "(SELECT 1 FROM product m WHERE m.made_from_id = s.product_id AND m.made_from_id IS NOT NULL AND m.deleted_at IS NULL))"
)


@dataclass(frozen=True, slots=True)
class Own:
    """A list of rows by one column of their own: which, the condition on it, and whether they come by their numbers."""

    column: str
    condition: str
    is_by_number: bool


@dataclass(frozen=True, slots=True)
class Sql:
    """A piece of SQL with its values; `own` for a list that one column of product_search answers."""

    text: str
    values: tuple[Any, ...] = ()
    own: Own | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a library that no search names: what holds for its rows, and their numbers where an index has them."""

    check: Sql
    source: Sql | None = None


ALWAYS, NEVER = Sql("1"), Sql("0")


@dataclass(frozen=True)
class Conditions:
    """Conditions on rows of product_search, called `s`; days are those of `zone`, or of this computer where it is None.

    A plus before a column keeps SQLite from choosing an index by itself: which one is best is chosen by counting.
    """

    words: SearchWords
    today: date
    zone: tzinfo | None = None

    def parts(self, node: Node) -> list[Node]:
        """Give the conditions that must all hold, words among them as one."""
        if isinstance(node, Everything):
            return []
        items: list[Node] = list(node.items) if isinstance(node, Both) else [node]
        texts = [item for item in items if match_text(item) is not None]
        left_out = [item for item in items if isinstance(item, Not) and match_text(item.item) is not None]
        if not texts or len(texts) + len(left_out) == 1:
            return items
        others = [item for item in items if item not in texts and item not in left_out]
        return [Both((*texts, *left_out)), *others]

    def check(self, node: Node) -> Sql:
        """Give a condition on one row."""
        if isinstance(node, Everything):
            return ALWAYS
        matched = match_text(node)
        if matched is not None:
            return Sql("s.number IN (SELECT rowid FROM product_text WHERE product_text MATCH ?)", (matched,))
        if isinstance(node, Both):
            return _joined(" AND ", [self.check(part) for part in self.parts(node)])
        if isinstance(node, Either):
            return _joined(" OR ", [self.check(item) for item in node.items])
        if isinstance(node, Not):
            inner = self.check(node.item)
            return Sql(f"NOT ({inner.text})", inner.values)
        assert not isinstance(node, Words)
        return self._term(node)

    def wider(self, node: Node) -> Sql | None:
        """Give a query for the numbers of all that a condition holds for and perhaps others, where an index answers it."""
        exact = self.source(node)
        if exact is not None:
            return exact
        if isinstance(node, Both):
            return next((source for source in map(self.wider, self.parts(node)) if source is not None), None)
        if isinstance(node, Either):
            sources = [self.wider(item) for item in node.items]
            found = [source for source in sources if source is not None]
            return _united(found) if len(found) == len(sources) else None
        return None

    def source(self, node: Node) -> Sql | None:
        """Give a query for the numbers of all that a condition holds for, where an index answers it."""
        matched = match_text(node)
        if matched is not None:
            return Sql("SELECT rowid AS number FROM product_text WHERE product_text MATCH ?", (matched,))
        if isinstance(node, Either):
            sources = [self.source(item) for item in node.items]
            found = [source for source in sources if source is not None]
            return _united(found) if len(found) == len(sources) else None
        return None if isinstance(node, Everything | Both | Not | Words) else self._term_source(node)

    def _term_source(self, term: Term) -> Sql | None:
        if isinstance(term, Among):
            return self._among_source(term)
        if isinstance(term, Chosen):
            return _in_terms(self.words.choice_numbers(term.name, term.values))
        if isinstance(term, Figure):
            return self._figure_source(term)
        if isinstance(term, When):
            return _rows("number", _joined(" OR ", [self._days(span, "number") for span in term.spans]))
        if isinstance(term, Measure) and term.key is Key.RATING:
            return _rows("rating", _joined(" OR ", [_within("rating", span, 0) for span in term.spans]))
        return None

    def _term(self, term: Term) -> Sql:
        if isinstance(term, Among):
            return self._among(term)
        if isinstance(term, Chosen):
            return _has_term(self.words.choice_numbers(term.name, term.values))
        if isinstance(term, Figure):
            return self._figure(term)
        if isinstance(term, Measure):
            column, least = _COLUMNS[term.key]
            return _joined(" OR ", [_within(f"+s.{column}", span, least) for span in term.spans])
        if isinstance(term, Size):
            return _joined(" OR ", [_size(option) for option in term.options])
        assert isinstance(term, When)
        return _joined(" OR ", [self._days(span, "s.number") for span in term.spans])

    def _among(self, term: Among) -> Sql:
        if term.key is Key.IS:
            return _joined(" OR ", [self._flag(Flag(value)) for value in term.values])
        column = self._column(term)
        if column is not None:
            return _one_of(f"+s.{column[0]}", column[1])
        found = _has_term(self.words.named_numbers(term.key, term.values))
        if not _asks_for_none(term):
            return found
        without = self._without(NameKind(term.key.value))
        return _joined(" OR ", [found, without])

    def _without(self, kind: NameKind) -> Sql:
        some = _has_term(self.words.marks(kind))
        return Sql(f"NOT ({some.text})", some.values)

    def _column(self, term: Among) -> tuple[str, Sequence[int]] | None:
        """Give the column that holds what a condition is about, and which numbers are wanted there."""
        key, values = term.key, term.values
        if key in (Key.MODEL, Key.PROVIDER, Key.FAMILY):
            return "model", self.words.model_numbers(key, values)
        if key is Key.PROJECT:
            return "project", [*self.words.named_numbers(key, values), *([0] if _asks_for_none(term) else [])]
        if key is Key.ORDER:
            return "ordered", self.words.order_numbers(values)
        if key is Key.TYPE:
            return "type", [TYPES.index(ProductType(value)) for value in values]
        if key is Key.ORIGIN:
            return "origin", [ORIGINS.index(ProductOrigin(value)) for value in values]
        return None

    def _among_source(self, term: Among) -> Sql | None:
        if term.key is Key.IS:
            return _flag_source(term.values)
        column = self._column(term)
        if column is not None:
            return _rows(column[0], _one_of(*column))
        return None if _asks_for_none(term) else _in_terms(self.words.named_numbers(term.key, term.values))

    def _flag(self, flag: Flag) -> Sql:
        simple = {
            Flag.LIKED: "+s.liked = 1",
            Flag.RATED: "+s.rating >= 0",
            Flag.UNRATED: "+s.rating < 0",
            Flag.BLOCKED: f"+s.state = {STATES.index(ProductState.BLOCKED)}",
            Flag.MISSING: f"+s.state = {STATES.index(ProductState.MISSING)}",
            Flag.UNCHECKED: f"+s.state = {STATES.index(ProductState.UNCHECKED)}",
            Flag.NOTED: "+s.noted = 1",
            Flag.USED: _USED,
        }
        if flag in simple:
            return Sql(simple[flag])
        if flag is Flag.UNTAGGED:
            return self._without(NameKind.TAG)
        return _has_term(self.words.marks(NameKind.TAG if flag is Flag.TAGGED else NameKind.COLLECTION))

    def _figure(self, term: Figure) -> Sql:
        named = _one_of("f.name", self.words.figure_numbers(term.name))
        within = _joined(" OR ", [_within("f.value", span) for span in term.spans])
        text = f"EXISTS (SELECT 1 FROM product_figure f WHERE f.number = s.number AND {named.text} AND ({within.text}))"  # noqa: S608
        return Sql(text, (*named.values, *within.values))

    def _figure_source(self, term: Figure) -> Sql | None:
        named = _one_of("name", self.words.figure_numbers(term.name))
        queries = []
        for span in term.spans:
            within = _within("value", span)
            queries.append(Sql(f"{_FIGURES} WHERE {named.text} AND {within.text}", (*named.values, *within.values)))
        return _united(queries)

    def _days(self, span: Any, column: str) -> Sql:
        first, after = span.bounds(self.today)
        return Sql(f"({column} >= ? AND {column} < ?)", (self.number_of(first), self.number_of(after)))

    def number_of(self, day: date) -> int:
        """Give the smallest number that a product of this day can have."""
        if day.year <= 1970:
            return 0
        midnight = datetime(day.year, day.month, day.day, tzinfo=self.zone)
        return number_at(midnight if self.zone else midnight.astimezone())


def match_text(node: Node) -> str | None:
    """Give what the full-text index is asked for a condition that is about words only, None for others."""
    if isinstance(node, Words):
        escaped = node.text.replace('"', '""').replace("\0", " ")  # a NUL would end what SQLite reads
        return f'"{escaped}"' + ("*" if node.unfinished else "")
    if isinstance(node, Either):
        alternatives = [match_text(item) for item in node.items]
        return None if None in alternatives else f"({' OR '.join(text for text in alternatives if text)})"
    if isinstance(node, Both):
        wanted = [match_text(item) for item in node.items if not isinstance(item, Not)]
        left_out = [match_text(item.item) for item in node.items if isinstance(item, Not)]
        if not wanted or None in wanted or None in left_out:
            return None
        asked = " AND ".join(text for text in wanted if text)
        return f"(({asked}){''.join(f' NOT {text}' for text in left_out)})"
    return None


def _asks_for_none(term: Among) -> bool:
    return term.key in (Key.PROJECT, Key.TAG, Key.COLLECTION) and any(v.casefold() == NONE for v in term.values)


def _flag_source(values: Sequence[str]) -> Sql | None:
    # Never as `own` lists: their indexes hold some rows only, and SQLite refuses those once a condition is constantly false.
    states = [STATES.index(ProductState(value)) for value in values if value in set(STATES)]
    if len(states) == len(values):
        return Sql(f"SELECT number FROM product_search WHERE state <> 0 AND state IN ({_list(states)})")  # noqa: S608
    return Sql("SELECT number FROM product_search WHERE liked = 1") if set(values) == {Flag.LIKED} else None


def _size(option: SizeOption) -> Sql:
    if isinstance(option, Orientation):
        return Sql(f"+s.orientation = {ORIENTATIONS.index(option)}")
    if isinstance(option, Exactly):
        return Sql("(+s.width = ? AND +s.height = ?)", (option.width, option.height))
    if isinstance(option, Bytes):
        return _within("+s.file_size", option.span)
    assert isinstance(option, Pixels)
    return _within("+s.pixels", option.span, 1)


def _within(column: str, span: Span, least: int | None = None) -> Sql:
    parts, values = [], []
    if span.low is not None:
        parts.append(f"{column} {'>' if span.low_open else '>='} ?")
        values.append(_bound(span.low))
    if span.high is not None:
        parts.append(f"{column} {'<' if span.high_open else '<='} ?")
        values.append(_bound(span.high))
    if least is not None:
        parts.append(f"{column} >= {least}")
    return Sql(f"({' AND '.join(parts)})", tuple(values))


def _bound(number: float) -> float:
    """Give a number as SQLite holds it: what is too large for a whole one is a real one."""
    return number if isinstance(number, float) or -(2**63) <= number < 2**63 else float(number)


def _one_of(column: str, numbers: Iterable[int]) -> Sql:
    listed = _list(numbers)
    if not listed:
        return NEVER
    return Sql(f"{column} IN ({listed})" if "," in listed else f"{column} = {listed}")


def _has_term(numbers: Iterable[int]) -> Sql:
    wanted = _one_of("t.term", numbers)
    if wanted is NEVER:
        return NEVER
    hint = "INDEXED BY ix_product_term_term" if " = " in wanted.text else ""  # those of one term lie close together
    return Sql(f"EXISTS (SELECT 1 FROM product_term t {hint} WHERE t.number = s.number AND {wanted.text})")  # noqa: S608


def _in_terms(numbers: Iterable[int]) -> Sql:
    return Sql(f"SELECT number FROM product_term WHERE term IN ({_list(numbers)})")  # noqa: S608


def _rows(column: str, where: Sql) -> Sql:
    is_one_stretch = where.text != NEVER.text and " OR " not in where.text
    comes_by_number = column == "number" or (" = " in where.text and " IN " not in where.text)
    own = Own(column, where.text, comes_by_number) if is_one_stretch else None
    return Sql(f"SELECT number FROM product_search WHERE {where.text}", where.values, own)  # noqa: S608


def _list(numbers: Iterable[int]) -> str:
    return ",".join(str(int(number)) for number in numbers)


def _united(queries: Sequence[Sql]) -> Sql:
    return Sql(" UNION ALL ".join(q.text for q in queries), tuple(v for q in queries for v in q.values))


def _joined(word: str, parts: Sequence[Sql]) -> Sql:
    if len(parts) == 1:
        return parts[0]
    return Sql(f"({word.join(part.text for part in parts)})", tuple(value for part in parts for value in part.values))
