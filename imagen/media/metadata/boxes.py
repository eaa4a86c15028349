"""Walk over the boxes of which AVIF, MP4 and MOV files are made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from imagen.media.metadata.caps import MAX_PARTS


@dataclass(frozen=True)
class Box:
    """One box: its kind, where it starts, how long its head is, and where it ends."""

    kind: bytes
    at: int
    head: int
    end: int

    @property
    def body(self) -> int:
        return self.at + self.head


def boxes(file: BinaryIO, start: int, end: int) -> Iterator[Box]:
    """Give the boxes between two offsets, up to the first that is broken or leaves them."""
    at = start
    for _ in range(MAX_PARTS):
        if at + 8 > end:
            return
        file.seek(at)
        header = file.read(16)
        if len(header) < 8:
            return
        length, head = int.from_bytes(header[:4], "big"), 8
        if length == 1 and len(header) == 16:
            length, head = int.from_bytes(header[8:], "big"), 16
        elif length == 0:
            length = end - at
        if length < head or at + length > end:
            return
        yield Box(header[4:8], at, head, at + length)
        at += length


def size_of(file: BinaryIO) -> int:
    """Give the length of a file in bytes."""
    return file.seek(0, 2)
