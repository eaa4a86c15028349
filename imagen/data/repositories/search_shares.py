"""Count, among what a search finds and among what is good of it, who has which model, choices and figures, and its words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from imagen.data.repositories.product_search import ProductSearchRepository, Route, Search
from imagen.data.repositories.search_conditions import Sql

_SHUFFLED = 2**32
_OWN_CHOICES = "SELECT id FROM search_term WHERE kind = 'choice'"
_OWN_FIGURES = "SELECT id FROM search_term WHERE kind = 'figure' AND value <> 'seed'"
_BINNED = "product p JOIN product_number n ON n.product_id = p.id"


class Kind(NamedTuple):
    """What is counted: its key, the index that lists it of all products, and how it is reached from one."""

    key: str
    everything: str
    joined: str
    only: str

    @property
    def is_beside(self) -> bool:
        """Whether it stands in a table of its own, which also holds what lies in the Bin."""
        return bool(self.joined)


MODEL = Kind("s.model", "product_search s INDEXED BY ix_product_search_model", "", "1")
CHOICE = Kind(
    "t.term",
    "product_term t INDEXED BY ix_product_term_term",
    "CROSS JOIN product_term t ON t.number = s.number",
    f"t.term IN ({_OWN_CHOICES})",
)
FIGURE = Kind(
    "f.name, f.value",
    "product_figure f INDEXED BY ix_product_figure_value",
    "CROSS JOIN product_figure f ON f.number = s.number",
    f"f.name IN ({_OWN_FIGURES})",
)


@dataclass(frozen=True, slots=True)
class Counted:
    """How many have a value, and how many of those are good."""

    count: int
    good: int


class Prompts(NamedTuple):
    """The prompts of products that were drawn evenly, and of which of them are good."""

    texts: Sequence[str]
    good: Sequence[bool]


class SearchShares:
    """Counts over what one search finds; `good` is a condition on rows of product_search, called `s`.

    Of more than half the library, what is left out is counted and taken from all, since indexes give all at once.
    """

    def __init__(self, repository: ProductSearchRepository, search: Search, good: Sql) -> None:
        self._repository = repository
        route = repository.route(search, counting=True)
        self._found = _where(repository, route)
        self._good = Sql(f"{self._found.text} AND {good.text}", (*self._found.values, *good.values))
        self._is_good = good

    @cached_property
    def totals(self) -> Counted:
        """Count what is found and what is good of it."""
        query = f"SELECT count(*), total({self._is_good.text}) FROM product_search s WHERE {self._found.text}"  # noqa: S608
        count, good = self._rows(query, (*self._is_good.values, *self._found.values))[0]
        return Counted(int(count), int(good))

    def models(self) -> dict[str, Counted]:
        """Count by model."""
        names = self._repository.words.models
        return {names[number]: counted for (number,), counted in self._counted(MODEL).items() if number in names}

    def choices(self) -> dict[tuple[str, str], Counted]:
        """Count by token and the option it took."""
        named = {row[0]: (row[1], row[2]) for row in self._rows(_TERMS)}
        return {named[number]: counted for (number,), counted in self._counted(CHOICE).items() if number in named}

    def figures(self) -> dict[str, dict[float, Counted]]:
        """Count by numeric parameter and value; one that has several values of a parameter counts for each."""
        named = dict(tuple(row) for row in self._rows("SELECT id, value FROM search_term WHERE kind = 'figure'"))
        found: dict[str, dict[float, Counted]] = {}
        for (name, value), counted in self._counted(FIGURE).items():
            found.setdefault(named[name], {})[value] = counted
        return found

    def twice(self, names: Sequence[str], *, merged: bool) -> list[tuple[list[float], bool]]:
        """Give the values of those that have several, and whether each of those is good.

        They have several under `names`, which mean the same; where values are `merged` into ranges, also under one of them.
        """
        numbers = [row[0] for row in self._rows(_NAMED_FIGURES.format(",".join("?" * len(names))), names)]
        listed, rarer = ",".join(map(str, numbers)), ",".join(map(str, self._by_frequency(numbers)[:-1]))
        several = []
        if rarer:
            several.append(
                "SELECT a.number FROM product_figure a INDEXED BY ix_product_figure_value CROSS JOIN product_figure b "  # noqa: S608
                f"ON b.number = a.number AND b.name IN ({listed}) AND b.name <> a.name WHERE a.name IN ({rarer})"
            )
        if merged:
            several.append(
                f"SELECT number FROM product_figure WHERE name IN ({listed}) GROUP BY number, name HAVING count(*) > 1"  # noqa: S608
            )
        if not several:
            return []
        query = (
            f"SELECT group_concat(f.value), {self._is_good.text} FROM product_search s "  # noqa: S608
            f"CROSS JOIN product_figure f ON f.number = s.number AND f.name IN ({listed}) "
            f"WHERE s.number IN ({' UNION '.join(several)}) AND {self._found.text} GROUP BY s.number"
        )
        rows = self._rows(query, (*self._is_good.values, *self._found.values))
        return [([float(value) for value in text.split(",")], bool(good)) for text, good in rows]

    def _by_frequency(self, numbers: Sequence[int]) -> list[int]:
        counted = {
            number: self._rows("SELECT count(*) FROM product_figure WHERE name = ?", (number,))[0][0]
            for number in numbers
        }
        return sorted(numbers, key=lambda number: int(counted[number]))

    def prompts(self, most: int) -> Prompts:
        """Give the prompts of about so many at most, drawn evenly, and always the same ones."""
        share = min(1.0, most / max(1, self.totals.count))
        query = (
            f"SELECT t.prompt, {self._is_good.text} FROM product_search s "  # noqa: S608
            "CROSS JOIN product_text t ON t.rowid = s.number "
            f"WHERE +s.shuffle < ? AND {self._found.text} AND t.prompt <> ''"
        )
        rows = self._rows(query, (*self._is_good.values, int(share * _SHUFFLED) or 1, *self._found.values))
        return Prompts([row[0] for row in rows], [bool(row[1]) for row in rows])

    def _counted(self, kind: Kind) -> dict[tuple[Any, ...], Counted]:
        """Go from what is found to what it has, or take what the others have from what all have."""
        if self.totals.count * 2 <= self._total:
            return {key: Counted(count, int(good)) for key, count, good in self._driven(kind, self._found)}
        counts = Counter(self._everything(kind))
        if self.totals.count < self._total:
            left_out = Sql(f"NOT {self._found.text}", self._found.values)
            counts.subtract({key: count for key, count, _ in self._driven(kind, left_out)})
        good = {key: count for key, count, _ in self._driven(kind, self._good)}
        return {key: Counted(count, good.get(key, 0)) for key, count in counts.items() if count > 0}

    def _driven(self, kind: Kind, where: Sql) -> list[tuple[tuple[Any, ...], int, float]]:
        """Go from products to what they have."""
        only = kind.only.replace("t.term", "+t.term").replace("f.name", "+f.name")
        query = (
            f"SELECT {kind.key}, count(*), total({self._is_good.text}) FROM product_search s {kind.joined} "  # noqa: S608
            f"WHERE {where.text} AND {only} GROUP BY {kind.key}"
        )
        return [
            (tuple(row[:-2]), row[-2], row[-1]) for row in self._rows(query, (*self._is_good.values, *where.values))
        ]

    def _everything(self, kind: Kind) -> dict[tuple[Any, ...], int]:
        """Count what all products have that are not in the Bin."""
        listed = f"SELECT {kind.key}, count(*) FROM {kind.everything} WHERE {kind.only} GROUP BY {kind.key}"  # noqa: S608
        counts = Counter({tuple(row[:-1]): row[-1] for row in self._rows(listed)})
        if kind.is_beside:
            joined = kind.joined.replace("s.number", "n.number").replace("CROSS JOIN", "JOIN")
            in_bin = (
                f"SELECT {kind.key}, count(*) FROM {_BINNED} {joined} "  # noqa: S608
                f"WHERE p.deleted_at IS NOT NULL AND {kind.only} GROUP BY {kind.key}"
            )
            counts.subtract({tuple(row[:-1]): row[-1] for row in self._rows(in_bin)})
        return dict(counts)

    @cached_property
    def _total(self) -> int:
        return int(self._rows("SELECT count(*) FROM product_search")[0][0])

    def _rows(self, query: str, values: Sequence[Any] = ()) -> Sequence[Any]:
        return self._repository.rows(query, values)


_NAMED_FIGURES = "SELECT id FROM search_term WHERE kind = 'figure' AND name = '' AND value IN ({})"
_TERMS = "SELECT id, name, value FROM search_term WHERE kind = 'choice'"


def _where(repository: ProductSearchRepository, route: Route) -> Sql:
    found = repository.where(route)
    return Sql(f"({found.text})", found.values)
