"""Count what was found by what it is: types, models, projects, tags, ratings, days."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from uuid import UUID

from imagen.data.repositories.found_products import FoundProducts, marks_among, read_found
from imagen.data.repositories.product_search import ProductSearchRepository, Route, Search
from imagen.data.repositories.search_conditions import (
    ALWAYS,
    ORIENTATIONS,
    ORIGINS,
    STATES,
    TYPES,
    Conditions,
    Part,
    Sql,
)
from imagen.data.repositories.search_sorting import Ordering
from imagen.data.search_number import milliseconds_of
from imagen.domain.search.keys import RATINGS
from imagen.domain.search.names import NameKind

MOST_DAYS = 4000
"""So many days are told apart; what is older counts as of the last of them."""

_FEW = 4000
"""Of so many products the marks are looked up one by one."""

_WITHIN = "s.number >= start AND s.number < after"


class Facet(StrEnum):
    """What is counted."""

    TYPE = "type"
    PROVIDER = "provider"
    MODEL = "model"
    PROJECT = "project"
    TAG = "tag"
    COLLECTION = "collection"
    ORIGIN = "origin"
    STATE = "state"
    RATING = "rating"
    LIKED = "liked"
    ORIENTATION = "orientation"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Count:
    """How many have a value; `value` is what a search would name, `id` that of a project, tag or collection."""

    value: str
    count: int
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Products that are shown under one heading; `day` for days and months, `newest` the number of the newest of them.

    `part` is what a search is kept within to find them alone.
    """

    value: str
    count: int
    newest: int
    part: Part
    id: UUID | None = None
    day: date | None = None


class SearchFacets:
    """Counts over what searches find."""

    def __init__(self, repository: ProductSearchRepository) -> None:
        self._repository = repository
        self._last: tuple[Search, FoundProducts] | None = None

    def facets(self, search: Search) -> dict[Facet, list[Count]]:
        """Count all facets, what is most frequent first; ratings and months in their own order."""
        return {**self.values(search), **self.marks(search)}

    def values(self, search: Search) -> dict[Facet, list[Count]]:
        """Count the facets of which each product has one value."""
        starts, bounds = self._bounds(search, _month_before)
        found = self._found(search)
        months = found.periods(bounds) if bounds else {}
        return {
            **_fixed(found.fixed),
            **self._named_facets(found.tally(12, 25), found.tally(37, 26)),
            Facet.MONTH: [Count(f"{starts[place]:%Y-%m}", count) for place, count in sorted(months.items())],
        }

    def days(self, search: Search) -> list[Group]:
        """Count what was found by day, the newest first; empty days are left out."""
        return self._periods(self._repository.route(search), search, lambda day: day - timedelta(days=1))

    def months(self, search: Search) -> list[Group]:
        """Count what was found by month, the newest first."""
        return self._periods(self._repository.route(search), search, _month_before)

    def groups(self, search: Search, by: Facet | None = None) -> list[Group]:
        """Count what was found by type, model, project, collection or (None) order, what has the newest product first."""
        if by is Facet.COLLECTION:
            return self._collections(search)
        column = {Facet.TYPE: "type", Facet.MODEL: "model", Facet.PROJECT: "project"}.get(by or Facet.LIKED, "ordered")
        where = self._repository.where(self._repository.route(search))
        query = (
            f"SELECT s.{column}, count(*), max(s.number) FROM product_search s WHERE {where.text} "  # noqa: S608
            "GROUP BY 1 ORDER BY 3 DESC"
        )
        rows = self._repository.rows(query, where.values)
        return [self._group(column, *row) for row in rows]

    def _group(self, column: str, number: int, count: int, newest: int) -> Group:
        words = self._repository.words
        listed = Sql(f"SELECT number FROM product_search WHERE {column} = {number:d}")  # noqa: S608
        part = Part(Sql(f"+s.{column} = {number:d}"), listed)
        if column == "project":
            held, name = words.projects.get(number, (None, ""))
            return Group(name, count, newest, part, held)
        if column == "model":
            return Group(words.models.get(number, ""), count, newest, part)
        return Group(TYPES[number].value if column == "type" else str(number or ""), count, newest, part)

    def _collections(self, search: Search) -> list[Group]:
        """Count what was found by collection; what is in several counts in each, and what is in none comes last."""
        marks = self._repository.words.marks(NameKind.COLLECTION)
        route = self._repository.route(search)
        where, listed = self._repository.where(route), ",".join(map(str, marks))
        held = f"SELECT number FROM product_term WHERE term IN ({listed})"  # noqa: S608
        counted = "SELECT t.term, count(*), max(s.number) FROM product_term t CROSS JOIN product_search s"
        query = (
            f"{counted} ON s.number = t.number WHERE t.term IN ({listed}) AND {where.text} GROUP BY 1 ORDER BY 3 DESC"
        )
        groups = [
            self._collection(term, count, newest, marks[term])
            for term, count, newest in self._repository.rows(query, where.values)
        ]
        without = Part(Sql(f"s.number NOT IN ({held})"))
        query = f"SELECT count(*), max(s.number) FROM product_search s WHERE {without.check.text} AND {where.text}"  # noqa: S608
        count, newest = self._repository.rows(query, where.values)[0]
        return [*groups, *([Group("", count, newest, without)] if count else [])]

    def _collection(self, term: int, count: int, newest: int, mark: tuple[UUID, str]) -> Group:
        listed = f"SELECT number FROM product_term WHERE term = {term:d}"  # noqa: S608
        part = Part(Sql(f"s.number IN ({listed})"), Sql(listed))
        return Group(mark[1], count, newest, part, mark[0])

    def _named_facets(self, models: Counter[int], projects: Counter[int]) -> dict[Facet, list[Count]]:
        words = self._repository.words
        providers: Counter[str] = Counter()
        for number, count in models.items():
            if number and (provider := words.provider(words.models.get(number, ""))):
                providers[provider] += count
        found = [(words.projects[n], count) for n, count in projects.most_common() if n in words.projects]
        return {
            Facet.MODEL: [Count(words.models[n], count) for n, count in models.most_common() if n in words.models],
            Facet.PROVIDER: [Count(name, count) for name, count in providers.most_common()],
            Facet.PROJECT: [
                *(Count(name, count, held) for (held, name), count in found),
                *([Count("none", projects[0])] if projects[0] else []),
            ],
        }

    def marks(self, search: Search) -> dict[Facet, list[Count]]:
        """Count tags and collections, of which a product may have many; both are found in the same table."""
        words = self._repository.words
        tags, collections = words.marks(NameKind.TAG), words.marks(NameKind.COLLECTION)
        counted = self._counted_marks(search, [*tags, *collections]) if tags or collections else {}
        return {Facet.TAG: _named(tags, counted), Facet.COLLECTION: _named(collections, counted)}

    def _counted_marks(self, search: Search, marks: Sequence[int]) -> Mapping[int, int]:
        """Go from few products to their marks; where many are found, go through all marks."""
        route = self._repository.route(search)
        if route.few is None and route.words is None and route.checks == ALWAYS:
            return self._all_marks(marks)
        found = self._found(search)
        if route.few is None or len(found.numbers) > _FEW:
            return marks_among(self._repository, found, marks)
        listed = ",".join(map(str, marks))
        where = self._repository.where(route)
        of_few = "product_search s CROSS JOIN product_term t ON t.number = s.number"
        query = f"SELECT t.term, count(*) FROM {of_few} WHERE +t.term IN ({listed}) AND {where.text} GROUP BY 1"  # noqa: S608
        return dict(tuple(row) for row in self._repository.rows(query, where.values))

    def _found(self, search: Search) -> FoundProducts:
        """Read what a search finds, once for all that is counted of it."""
        key = replace(search, ordering=Ordering())
        if self._last is None or self._last[0] != key:
            self._last = key, read_found(self._repository, key)
        return self._last[1]

    def _all_marks(self, marks: Iterable[int]) -> dict[int, int]:
        """Count the products with each mark but those in the Bin, without looking at every product."""
        listed = ",".join(map(str, marks))
        everywhere = f"SELECT term, count(*) FROM product_term WHERE term IN ({listed}) GROUP BY 1"  # noqa: S608
        in_bin = (
            "SELECT t.term, count(*) FROM product p JOIN product_number n ON n.product_id = p.id "  # noqa: S608
            f"JOIN product_term t ON t.number = n.number WHERE p.deleted_at IS NOT NULL AND +t.term IN ({listed}) GROUP BY 1"
        )
        counted = Counter(dict(tuple(row) for row in self._repository.rows(everywhere, ())))
        counted.subtract(dict(tuple(row) for row in self._repository.rows(in_bin, ())))
        return counted

    def _periods(self, route: Route, search: Search, before: Callable[[date], date]) -> list[Group]:
        starts, bounds = self._bounds(search, before)
        if route.few is not None:
            counted: Mapping[int, tuple[int, int]] = _sorted_into(bounds, sorted(self._numbers(route)))
        else:
            counted = self._by_counting(route, bounds) if bounds else {}
        return [
            Group(starts[place].isoformat(), count, newest, _stretch(bounds, place), day=starts[place])
            for place, (count, newest) in sorted(counted.items())
        ]

    def _bounds(self, search: Search, before: Callable[[date], date]) -> tuple[list[date], list[int]]:
        """Give the first days of all periods in which there are products, the newest first, and their least numbers."""
        first, last = self._span(search)
        if last is None or first is None:
            return [], []
        starts = [before(_next_month(last)) if before is _month_before else last]
        while starts[-1] > first and len(starts) < MOST_DAYS:
            starts.append(before(starts[-1]))
        conditions = Conditions(self._repository.words, search.today, search.zone)
        return starts, [*(conditions.number_of(start) for start in starts[:-1]), 0]

    def _numbers(self, route: Route) -> list[int]:
        where = self._repository.where(route)
        query = f"SELECT s.number FROM product_search s WHERE {where.text}"  # noqa: S608
        return [row[0] for row in self._repository.rows(query, where.values)]

    def _by_counting(self, route: Route, bounds: Sequence[int]) -> Mapping[int, tuple[int, int]]:
        """Let the database count each period, which is a stretch of its table."""
        where = self._repository.where(route)
        query = (
            f"{_periods_of(bounds)} SELECT place, "  # noqa: S608
            f"(SELECT count(*) FROM product_search s NOT INDEXED WHERE {_WITHIN} AND {where.text}), "
            f"(SELECT s.number FROM product_search s NOT INDEXED WHERE {_WITHIN} AND {where.text} "
            "ORDER BY s.number DESC LIMIT 1) FROM period"
        )
        rows = self._repository.rows(query, (*where.values, *where.values))
        return {place: (count, newest) for place, count, newest in rows if count}

    def _span(self, search: Search) -> tuple[date | None, date | None]:
        ends = "SELECT (SELECT min(number) FROM product_search), (SELECT max(number) FROM product_search)"
        low, high = self._repository.rows(ends, ())[0]  # both in one SELECT would go through the whole table
        if low is None:
            return None, None
        return _day_of(low, search.zone), _day_of(high, search.zone)


def _periods_of(bounds: Sequence[int]) -> str:
    after = [2**63 - 1, *bounds][: len(bounds)]
    pairs = ",".join(f"({place},{start},{end})" for place, (start, end) in enumerate(zip(bounds, after, strict=True)))
    return f"WITH period(place, start, after) AS (VALUES {pairs})"


def _stretch(bounds: Sequence[int], place: int) -> Part:
    first, after = bounds[place], bounds[place - 1] if place else 2**63 - 1
    own = Sql("SELECT number FROM product_search WHERE number >= ? AND number < ?", (first, after))
    return Part(Sql("(s.number >= ? AND s.number < ?)", (first, after)), own)


def _sorted_into(bounds: Sequence[int], numbers: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Count sorted numbers by the periods that begin at falling bounds, with the greatest number of each."""
    found: dict[int, tuple[int, int]] = {}
    end = len(numbers)
    for place, start in enumerate(bounds):
        begin = bisect_left(numbers, start, 0, end)
        if begin < end:
            found[place] = (end - begin, numbers[end - 1])
        end = begin
    return found


def _fixed(looks: Counter[int]) -> dict[Facet, list[Count]]:
    """Count the fixed values, of which each look holds one of every kind in bits of its own."""
    ratings = _part(looks, 7, 3)
    return {
        Facet.TYPE: _counted(_part(looks, 0, 2), [kind.value for kind in TYPES]),
        Facet.ORIGIN: _counted(_part(looks, 2, 2), [origin.value for origin in ORIGINS]),
        Facet.STATE: _counted(_part(looks, 4, 2), [state.value for state in STATES]),
        Facet.LIKED: _counted(_part(looks, 6, 1), ["", "liked"]),
        Facet.RATING: [Count(RATINGS[n - 1] if n else "unrated", ratings[n]) for n in (5, 4, 3, 2, 1, 0) if ratings[n]],
        Facet.ORIENTATION: _counted(_part(looks, 10, 2), [shape.value if shape else "" for shape in ORIENTATIONS]),
    }


def _part(looks: Counter[int], shift: int, bits: int) -> Counter[int]:
    mask = (1 << bits) - 1
    counted: Counter[int] = Counter()
    for look, count in looks.items():
        counted[look >> shift & mask] += count
    return counted


def _named(marks: Mapping[int, tuple[UUID, str]], counted: Mapping[int, int]) -> list[Count]:
    own = [(number, count) for number, count in counted.items() if number in marks]
    found = sorted(own, key=lambda pair: (-pair[1], marks[pair[0]][1]))
    return [Count(marks[number][1], count, marks[number][0]) for number, count in found if count]


def _counted(counts: Counter[int], values: Sequence[str]) -> list[Count]:
    return [Count(values[number], count) for number, count in counts.most_common() if values[number]]


def _day_of(number: int, zone: tzinfo | None) -> date:
    seconds = milliseconds_of(number) / 1000
    return datetime.fromtimestamp(seconds, zone).date()


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def _month_before(first: date) -> date:
    return (first.replace(day=1) - timedelta(days=1)).replace(day=1)
