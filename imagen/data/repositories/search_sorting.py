"""The orders in which products can be listed, and the places in them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID

from imagen.data.repositories.search_conditions import Sql

Place: TypeAlias = tuple[float, int]
"""Where a product stands in a list: what the list is sorted by, and the product's number."""

_CIRCLE = 1 << 32


class Sort(StrEnum):
    """Orders of a list; of what is equal the newest comes first, but for those that begin with the least."""

    NEWEST = "newest"
    OLDEST = "oldest"
    BEST = "best"
    LARGEST = "largest"
    SMALLEST = "smallest"
    HEAVIEST = "heaviest"
    LONGEST = "longest"
    SHUFFLED = "shuffled"
    BY_HAND = "by-hand"


_COLUMNS = {
    Sort.BEST: "rating",
    Sort.LARGEST: "pixels",
    Sort.SMALLEST: "pixels",
    Sort.HEAVIEST: "file_size",
    Sort.LONGEST: "length",
    Sort.SHUFFLED: "shuffle",
}
_INDEXED = frozenset({"rating", "pixels", "file_size", "shuffle"})
_RISING = frozenset({Sort.OLDEST, Sort.SMALLEST, Sort.SHUFFLED, Sort.BY_HAND})


@dataclass(frozen=True, slots=True)
class Ordering:
    """A sort with what it needs: a seed to shuffle by, the collection that was ordered by hand."""

    sort: Sort = Sort.NEWEST
    seed: int = 0
    collection_id: UUID | None = None

    def __post_init__(self) -> None:
        if self.sort is Sort.BY_HAND and self.collection_id is None:
            raise ValueError("what is ordered by hand is a collection")

    @property
    def column(self) -> str:
        """Name what is sorted by."""
        if self.sort is Sort.BY_HAND:
            return "c.order_index"
        return f"s.{_COLUMNS[self.sort]}" if self.sort in _COLUMNS else "s.number"

    @property
    def is_rising(self) -> bool:
        return self.sort in _RISING

    @property
    def is_listed(self) -> bool:
        """Tell whether an index lists all products in this order."""
        return self.sort not in _COLUMNS or _COLUMNS[self.sort] in _INDEXED

    @property
    def hint(self) -> str:
        """Tell SQLite which index goes through all products in this order."""
        column = _COLUMNS.get(self.sort, "")
        return f"INDEXED BY ix_product_search_{column}" if column in _INDEXED else "NOT INDEXED"

    def order_by(self, *, backward: bool = False) -> str:
        word = "ASC" if self.is_rising is not backward else "DESC"
        return f"s.number {word}" if self.column == "s.number" else f"{self.column} {word}, s.number {word}"

    def stretches(self) -> tuple[Sql, ...]:
        """Give the conditions of the stretches that are listed one after the other, each in the order of the column.

        Shuffled products stand on a circle in the random order of their ids, and the seed says where the list begins.
        """
        if self.sort is not Sort.SHUFFLED:
            return (Sql("1"),)
        return Sql("s.shuffle >= ?", (self._start,)), Sql("s.shuffle < ?", (self._start,))

    def stretch_of(self, place: Place) -> int:
        """Tell in which of the stretches a place is."""
        return int(self.sort is Sort.SHUFFLED and place[0] < self._start)

    def behind(self, place: Place, *, backward: bool = False) -> Sql:
        """Ask for what comes behind a place, or before it."""
        sign = ">" if self.is_rising is not backward else "<"
        if self.column == "s.number":
            return Sql(f"s.number {sign} ?", (place[1],))
        return Sql(f"({self.column}, s.number) {sign} (?, ?)", place)

    @property
    def _start(self) -> int:
        return (self.seed * 2_654_435_761 + 974_711) % _CIRCLE
