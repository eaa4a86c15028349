"""Lists of products as the gallery shows them: found by a search, in any order, from any place on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from typing import Any, NamedTuple
from uuid import UUID

from sqlmodel import Session

from imagen.data.repositories.search_conditions import Conditions, Part, Sql, match_text
from imagen.data.repositories.search_lengths import Lengths
from imagen.data.repositories.search_sorting import Ordering, Place, Sort
from imagen.data.repositories.search_words import SearchWords
from imagen.domain.search.nodes import Everything, Node

FEW = 20_000
"""So many can be looked through one by one and sorted; more than that are listed in their order until there are enough."""

_UNCOUNTED = 0.3
_ROOM = 3


@dataclass(frozen=True)
class Search:
    """What is looked for: a syntax tree, days being those of `today` and `zone`, and the newest product to count with.

    `newest` keeps a list still while products arrive: those with a greater number are left out, and `above` it they are
    what arrived. `within` narrows it to a part of the library.
    """

    tree: Node = field(default_factory=Everything)
    ordering: Ordering = field(default_factory=Ordering)
    today: date = field(default_factory=lambda: datetime.now().astimezone().date())
    zone: tzinfo | None = None
    newest: int | None = None
    above: int | None = None
    within: Part | None = None


class Hit(NamedTuple):
    """A product that was found: its id as the database has it, its number, and what the list is sorted by."""

    key: str
    number: int
    sorted_by: float

    @property
    def product_id(self) -> UUID:
        return UUID(self.key)

    @property
    def place(self) -> Place:
        """Tell where it stands in the list."""
        return self.sorted_by, self.number


@dataclass(frozen=True, slots=True)
class Route:
    """How a search is answered: the rows it goes through, and what is checked of each."""

    few: Sql | None
    checks: Sql
    words: str | None = None


class ProductSearchRepository:
    """Answers searches from the narrow tables that triggers keep in step with the products.

    It is for one moment of the database. With `lengths` that are shared, what was counted lately to choose a way is not
    counted again.
    """

    def __init__(
        self,
        session: Session,
        families: Mapping[str, Collection[str]] | None = None,
        providers: Callable[[], Collection[str]] | None = None,
        lengths: Lengths | None = None,
    ) -> None:
        self.session = session
        self.words = SearchWords(session, families, providers)
        self._lengths = lengths or Lengths()

    def page(
        self,
        search: Search,
        *,
        limit: int = 200,
        offset: int = 0,
        behind: Place | None = None,
        backward: bool = False,
    ) -> list[Hit]:
        """List what was found, `behind` a place and after skipping some; `backward` towards the beginning of the list."""
        route = self.route(search, wanted=limit + offset)
        ordering = search.ordering
        stretches = list(enumerate(ordering.stretches()))
        found: list[Hit] = []
        for number, stretch in reversed(stretches) if backward else stretches:
            at = ordering.stretch_of(behind) if behind is not None else None
            if at is not None and (number > at if backward else number < at):
                continue
            place = ordering.behind(behind, backward=backward) if behind is not None and number == at else Sql("1")
            skipped = offset
            if found:
                skipped = 0
            elif offset and number != stretches[0][0]:
                skipped = max(0, offset - self._count(route, search, stretches[0][1], place))
            found += self._listed(route, search, (stretch, place), limit - len(found), skipped, backward)
            if len(found) >= limit:
                break
        return found

    def count(self, search: Search) -> int:
        """Count all that is found."""
        return self._count(self.route(search, counting=True), search)

    def ids(self, search: Search) -> list[UUID]:
        """Give the ids of all that is found, in no order."""
        route = self.route(search)
        text, values = self._from(route, search, ordered=False)
        return [UUID(row[0]) for row in self.rows(f"SELECT s.product_id {text}", values)]

    def at(self, search: Search, position: int) -> Hit | None:
        """Give what stands at a position of the list, counted from 0."""
        return next(iter(self.page(search, limit=1, offset=position)), None)

    def place_of(self, search: Search, product_id: UUID) -> Place | None:
        """Tell where a product stands in a list, or would stand if it were found; None when it is not in the gallery."""
        ordering = search.ordering
        joined = ""
        values: tuple[Any, ...] = (product_id.hex,)
        if ordering.sort is Sort.BY_HAND:
            joined = "JOIN collection_product c ON c.product_id = s.product_id AND c.collection_id = ? AND c.deleted_at IS NULL"
            values = (_hex(ordering.collection_id), product_id.hex)
        query = f"SELECT {ordering.column}, s.number FROM product_search s {joined} WHERE s.product_id = ?"  # noqa: S608
        row = next(iter(self.rows(query, values)), None)
        return (row[0], row[1]) if row is not None else None

    def position(self, search: Search, product_id: UUID) -> int | None:
        """Count what stands before a product in the list; None when the product is not in it."""
        place = self.place_of(search, product_id)
        if place is None:
            return None
        route, ordering = self.route(search), search.ordering
        if not self._count(route, search, Sql("s.number = ?", (place[1],))):
            return None
        at = ordering.stretch_of(place)
        before = self._count(route, search, ordering.stretches()[at], ordering.behind(place, backward=True))
        return before + sum(self._count(route, search, stretch) for stretch in ordering.stretches()[:at])

    def neighbours(self, search: Search, product_id: UUID, reach: int = 1) -> tuple[list[Hit], list[Hit]]:
        """Give what stands before and behind a product, in the order of the list."""
        place = self.place_of(search, product_id)
        if place is None:
            return [], []
        before = self.page(search, limit=reach, behind=place, backward=True)
        return before[::-1], self.page(search, limit=reach, behind=place)

    def newest(self) -> int:
        """Give the number of the newest product, 0 when there is none."""
        return int(self.rows("SELECT coalesce(max(number), 0) FROM product_search", ())[0][0])

    def route(self, search: Search, *, wanted: int | None = None, counting: bool = False) -> Route:
        """Choose how to answer: from the shortest list that holds all that can be found, if one is short.

        Where only some are `wanted` it may be quicker to go through all products in their order until they are found.
        """
        conditions = Conditions(self.words, search.today, search.zone)
        parts = conditions.parts(search.tree)
        is_by_number = search.ordering.column == "s.number"
        text = next((part for part in parts if match_text(part) is not None), None)
        is_read_once = counting or (wanted is not None and is_by_number)
        comes_by_text = text is not None and is_read_once  # no list saves reading all that matches
        listed = None if comes_by_text else self._shortest(conditions, parts, search, wanted, counting)
        matched = text if listed is None else None
        left_out = listed[0] if listed and listed[0] and conditions.source(listed[0]) is not None else matched
        checks = [conditions.check(part) for part in parts if part is not left_out]
        if search.within is not None and (listed is None or listed[0] is not None):
            checks.append(search.within.check)
        if search.above is not None:
            checks.append(Sql("s.number > ?", (search.above,)))
        if search.newest is not None:
            checks.append(Sql("s.number <= ?", (search.newest,)))
        few = None
        if listed is not None:
            stops_early = wanted is not None and is_by_number
            few = _streamed(listed[1], is_by_number=stops_early)
            by_number = [] if stops_early or few.own else [check for check in checks if _is_by_number(check)]
            checks = [check for check in checks if check not in by_number]
            few = _narrowed(few, _all(by_number)) if by_number else few
        return Route(few, _all(checks), match_text(matched) if matched is not None else None)

    def _shortest(
        self, conditions: Conditions, parts: Sequence[Node], search: Search, wanted: int | None, counting: bool
    ) -> tuple[Node | None, Sql] | None:
        """Find the part that holds for the fewest products, unless as many must be read to sort those as to find enough.

        None as the part is what the search is kept within. For `counting` even a long list of figures is quicker than
        looking for each product's.
        """
        best: tuple[int, Node | None, Sql] | None = None
        total = max(1, self._total())
        share = 1.0
        sources: list[tuple[Node | None, Sql | None]] = [(part, conditions.wider(part)) for part in parts]
        if search.within is not None:
            sources.append((None, search.within.source))
        for part, source in sources:
            if source is None:
                share *= _UNCOUNTED
                continue
            most = max(FEW, total // 2) if counting and "product_figure" in source.text else FEW
            count = self._count_up_to(source, most)
            share *= max(count, 1) / total
            if count < (best[0] if best else most):
                best = count, part, source
        is_quicker = wanted is not None and search.ordering.sort is not Sort.BY_HAND and search.ordering.is_listed
        if best is None or (is_quicker and wanted is not None and _ROOM * wanted / share < best[0]):
            return None
        return best[1], best[2]

    def _total(self) -> int:
        return self._length(Sql("SELECT count(*) FROM product_search"))

    def where(self, route: Route) -> Sql:
        """Give all conditions on rows of product_search, called `s`."""
        if route.words is not None:
            text = f"s.number IN (SELECT rowid FROM product_text WHERE product_text MATCH ?) AND {route.checks.text}"  # noqa: S608
            return Sql(text, (route.words, *route.checks.values))
        if route.few is None:
            return route.checks
        return Sql(f"s.number IN ({route.few.text}) AND {route.checks.text}", (*route.few.values, *route.checks.values))

    def rows(self, query: str, values: Sequence[Any]) -> Sequence[Any]:
        """Ask the database in SQL."""
        return self.session.connection().exec_driver_sql(query, tuple(values)).all()

    def _listed(
        self, route: Route, search: Search, places: Sequence[Sql], limit: int, offset: int, backward: bool
    ) -> list[Hit]:
        ordering = search.ordering
        text, values = self._from(route, search, *places)
        order = ordering.order_by(backward=backward)
        if _follows_text(route, ordering):
            order = order.replace("s.number", "product_text.rowid")
        query = f"SELECT s.product_id, s.number, {ordering.column} {text} ORDER BY {order} LIMIT ? OFFSET ?"
        return [Hit._make(row) for row in self.rows(query, (*values, limit, offset))]

    def _count(self, route: Route, search: Search, *places: Sql) -> int:
        text, values = self._from(route, search, *places, ordered=False)
        return int(self.rows(f"SELECT count(*) {text}", values)[0][0])

    def _count_up_to(self, source: Sql, most: int) -> int:
        query = f"SELECT count(*) FROM (SELECT 1 FROM ({source.text}) LIMIT {most})"  # noqa: S608
        return self._length(Sql(query, source.values))

    def _length(self, query: Sql) -> int:
        return self._lengths.get(query, lambda: int(self.rows(query.text, query.values)[0][0]))

    def _from(self, route: Route, search: Search, *places: Sql, ordered: bool = True) -> tuple[str, tuple[Any, ...]]:
        """Give what follows SELECT up to ORDER BY."""
        ordering = search.ordering
        place = _all(places)
        if ordering.sort is Sort.BY_HAND:
            where = self.where(route)
            joined = "FROM collection_product c CROSS JOIN product_search s ON s.product_id = c.product_id"
            own = f"{joined} WHERE c.collection_id = ? AND c.deleted_at IS NULL AND"
            return f"{own} {where.text} AND {place.text}", (_hex(ordering.collection_id), *where.values, *place.values)
        if route.words is not None and (_follows_text(route, ordering) or not ordered):
            at = place.text.replace("s.number", "product_text.rowid")
            text = "FROM product_text CROSS JOIN product_search s ON s.number = product_text.rowid WHERE product_text MATCH ?"
            text = f"{text} AND {route.checks.text} AND {at}"
            return text, (route.words, *route.checks.values, *place.values)
        where = self.where(route)
        hint = "" if route.few is not None else ordering.hint if ordered else "NOT INDEXED"
        if route.few is not None and (listed := route.few.own) is not None:
            where = Sql(f"({listed.condition}) AND {route.checks.text}", (*route.few.values, *route.checks.values))
            hint = "NOT INDEXED" if listed.column == "number" else f"INDEXED BY ix_product_search_{listed.column}"
        return f"FROM product_search s {hint} WHERE {where.text} AND {place.text}", (*where.values, *place.values)


def _all(checks: Sequence[Sql]) -> Sql:
    return Sql(" AND ".join(c.text for c in checks) or "1", tuple(v for c in checks for v in c.values))


def _is_by_number(check: Sql) -> bool:
    """Tell whether a condition can be decided by a product's number, without looking at its row."""
    return "s." not in check.text.replace("s.number", "") and "product_text" not in check.text


def _streamed(few: Sql, *, is_by_number: bool) -> Sql:
    """Keep that a list is one of a column of its own, which saves looking for its numbers: not where they must be sorted."""
    return few if few.own is not None and (few.own.is_by_number or not is_by_number) else Sql(few.text, few.values)


def _narrowed(few: Sql, check: Sql) -> Sql:
    """Ask a list of numbers itself for what can be decided by them."""
    text = f"SELECT d.number FROM ({few.text}) d WHERE {check.text.replace('s.number', 'd.number')}"  # noqa: S608
    return Sql(text, (*few.values, *check.values))


def _follows_text(route: Route, ordering: Ordering) -> bool:
    """Tell whether the full-text index gives what is found in the order that is wanted."""
    return route.words is not None and ordering.column == "s.number"


def _hex(value: UUID | None) -> str:
    return value.hex if value is not None else ""
