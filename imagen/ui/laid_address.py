"""Grids of choices in addresses: `/grid?order=214&x=…&y=…`, and what is missing in one as something to order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode
from uuid import UUID

from imagen.services.axes_views import Laid

_LONGEST = 2000


@dataclass(frozen=True)
class Asked:
    """A grid as its address names it: an order by its number or id, or a search; and how it is shown.

    `size` is the edge of a tile in CSS pixels, 0 for what fits; `at` is the cell that is looked at.
    `row` and `column` are what is to be ordered of it.
    """

    order: str = ""
    q: str = ""
    x: str | None = None
    y: str | None = None
    only: Mapping[str, int] | None = None
    size: int = 0
    at: tuple[int, int] | None = None
    row: int | None = None
    column: int | None = None

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Asked:
        """Read it; what cannot be understood is as if it were not there."""
        only: dict[str, int] = {}
        for written in query.get("only", "").split(";"):
            key, _, option = written.rpartition(":")
            if key and option.isdecimal():
                only[key] = int(option[:9])
        size = query.get("size", "")
        return cls(
            query.get("order", "")[:_LONGEST],
            query.get("q", "")[:_LONGEST],
            query.get("x"),
            query.get("y"),
            only,
            min(400, int(size)) if size.isdecimal() and len(size) < 5 else 0,
            _place(query.get("at", "")),
            _whole(query.get("row", "")),
            _whole(query.get("column", "")),
        )

    @classmethod
    def parsed(cls, text: str) -> Asked:
        """Read it from what stands behind the question mark."""
        return cls.read({name: values[0] for name, values in parse_qs(text, keep_blank_values=True).items()})

    def laid(self, order_id: UUID | None) -> Laid:
        """Give the grid, of the order that `order` stands for."""
        return Laid(order_id, self.q, self.x, self.y, self.only or {})

    def written(self) -> str:
        """Write what stands behind the question mark."""
        told: dict[str, str] = {"order": self.order} if self.order else {"q": self.q}
        if self.x is not None:
            told["x"] = self.x
        if self.y is not None:
            told["y"] = self.y
        if self.only:
            told["only"] = ";".join(f"{key}:{option}" for key, option in self.only.items())
        if self.size:
            told["size"] = str(self.size)
        if self.at:
            told["at"] = f"{self.at[0]}:{self.at[1]}"
        return urlencode(told)


def _whole(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 6 else None


def _place(text: str) -> tuple[int, int] | None:
    row, _, column = text.partition(":")
    return (int(row), int(column)) if row.isdecimal() and column.isdecimal() and len(text) < 12 else None
