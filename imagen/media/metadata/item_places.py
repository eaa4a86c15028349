"""Read and write the table in which AVIF says where the bytes of its items are (`iloc`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

IN_FILE, IN_BOX = 0, 1
_MAX_ITEMS = 10_000
_WIDE = 0xFFFF_FFFF


@dataclass(frozen=True)
class ItemPlace:
    """Where an item is: parts as offset and length, counted from the start of the file, or of the box `idat`."""

    id: int
    parts: tuple[tuple[int, int], ...]
    method: int = IN_FILE
    source: int = 0


def read_places(data: bytes) -> tuple[ItemPlace, ...]:
    """Read the body of the table. Raises ValueError when it is broken, or has more than any picture needs."""
    reader = _Numbers(data)
    version = reader.take(1)
    reader.take(3)
    sizes = reader.take(2)
    offset_size, length_size, base_size, index_size = (sizes >> shift & 15 for shift in (12, 8, 4, 0))
    count = reader.take(2 if version < 2 else 4)
    found = []
    for _ in range(min(count, _MAX_ITEMS)):
        id_ = reader.take(2 if version < 2 else 4)
        method = reader.take(2) & 15 if version else IN_FILE
        source = reader.take(2)
        base = reader.take(base_size)
        extents = reader.take(2)
        if offset_size + length_size == 0 and extents > 1:
            raise ValueError("The parts of an item are nowhere.")
        parts = []
        for _extent in range(extents):
            reader.take(index_size if version else 0)
            offset = base + reader.take(offset_size)
            parts.append((offset, reader.take(length_size)))
        found.append(ItemPlace(id_, tuple(parts), method, source))
    return tuple(found)


def write_places(places: Sequence[ItemPlace]) -> bytes:
    """Write the body of the table, with offsets of eight bytes only where four are too short."""
    wide = any(number > _WIDE for place in places for part in place.parts for number in part)
    size = 8 if wide else 4
    written = b"\x02\x00\x00\x00" + bytes((size << 4 | size, 0)) + len(places).to_bytes(4, "big")
    for place in places:
        written += place.id.to_bytes(4, "big") + place.method.to_bytes(2, "big") + place.source.to_bytes(2, "big")
        written += len(place.parts).to_bytes(2, "big")
        written += b"".join(at.to_bytes(size, "big") + length.to_bytes(size, "big") for at, length in place.parts)
    return written


class _Numbers:
    """Takes big-endian numbers off the front of some data."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def take(self, size: int) -> int:
        """Take a number of so many bytes. Raises ValueError at the end."""
        end = self._at + size
        if end > len(self._data):
            raise ValueError("The data ends.")
        value = int.from_bytes(self._data[self._at : end], "big")
        self._at = end
        return value
