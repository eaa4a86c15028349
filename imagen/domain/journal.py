"""What acts on the library changed, row by row, in a form small enough to be kept for taking it back."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, TypeAlias

Values: TypeAlias = tuple[Any, ...]
"""The values of some columns as the database stores them: texts, numbers, nothing."""


@dataclass(frozen=True)
class Change:
    """Rows of one table, by their ids as stored, with the values of `columns` before and after."""

    table: str
    columns: tuple[str, ...]
    ids: tuple[str, ...]
    before: tuple[Values, ...]
    after: tuple[Values, ...]

    def __len__(self) -> int:
        return len(self.ids)

    def only(self, kept: Iterable[str]) -> Change:
        """Give the part of the change that concerns these rows."""
        wanted = frozenset(kept)
        rows = [row for row in zip(self.ids, self.before, self.after, strict=True) if row[0] in wanted]
        return _of_rows(self.table, self.columns, rows)

    def reversed(self) -> Change:
        """Give the change that takes this one back."""
        return Change(self.table, self.columns, self.ids, self.after, self.before)

    def parts(self, size: int) -> Iterator[Change]:
        """Cut the change into parts of at most so many rows."""
        for first in range(0, len(self.ids), size):
            here = slice(first, first + size)
            yield Change(self.table, self.columns, self.ids[here], self.before[here], self.after[here])


def joined(changes: Iterable[Change]) -> list[Change]:
    """Put neighbours together that concern the same columns of the same table; empty ones fall out."""
    found = [change for change in changes if change.ids]
    return [
        Change(
            table,
            columns,
            tuple(one for change in some for one in change.ids),
            tuple(one for change in some for one in change.before),
            tuple(one for change in some for one in change.after),
        )
        for (table, columns), members in groupby(found, lambda change: (change.table, change.columns))
        for some in [list(members)]
    ]


def pack(changes: Sequence[Change]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Write changes as two JSON objects: what was, with which rows it was, and what is."""
    before, after = [], []
    for change in changes:
        rows = sorted(zip(change.ids, change.before, change.after, strict=True), key=_by_values)
        before.append(
            {
                "table": change.table,
                "columns": list(change.columns),
                "ids": _packed_ids([row[0] for row in rows]),
                "values": _runs(row[1] for row in rows),
            }
        )
        after.append({"values": _runs(row[2] for row in rows)})
    return {"changes": before}, {"changes": after}


def unpack(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """Read changes as `pack` wrote them."""
    return [
        Change(
            was["table"],
            tuple(was["columns"]),
            tuple(_unpacked_ids(was["ids"])),
            tuple(_each(was["values"])),
            tuple(_each(became["values"])),
        )
        for was, became in zip(before["changes"], after["changes"], strict=True)
    ]


def _of_rows(table: str, columns: tuple[str, ...], rows: Sequence[tuple[str, Values, Values]]) -> Change:
    ids, before, after = zip(*rows, strict=True) if rows else ((), (), ())
    return Change(table, columns, ids, before, after)


def _by_values(row: tuple[str, Values, Values]) -> tuple[str, str]:
    return repr(row[1:]), row[0]


def _runs(rows: Iterable[Values]) -> list[list[Any]]:
    """Count equal neighbours, since most acts change many rows in the same way."""
    return [[list(values), sum(1 for _ in same)] for values, same in groupby(rows)]


def _each(runs: Sequence[Sequence[Any]]) -> Iterator[Values]:
    return (tuple(values) for values, count in runs for _ in range(count))


def _packed_ids(ids: Sequence[str]) -> str:
    return base64.b85encode(zlib.compress(bytes.fromhex("".join(ids)))).decode()


def _unpacked_ids(packed: str) -> Iterator[str]:
    plain = zlib.decompress(base64.b85decode(packed)).hex()
    return (plain[first : first + 32] for first in range(0, len(plain), 32))
