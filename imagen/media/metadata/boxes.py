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


def end_of(file: BinaryIO) -> int:
    """Give where the last whole box of a file ends; less than its size where the file was cut off."""
    end = 0
    for box in boxes(file, 0, size_of(file)):
        end = box.end
    return end


def body_of(file: BinaryIO, box: Box) -> bytes:
    """Read what a box holds; for small ones."""
    file.seek(box.body)
    return file.read(box.end - box.body)


def written_box(kind: bytes, body: bytes) -> bytes:
    """Write a box."""
    return (len(body) + 8).to_bytes(4, "big") + kind + body


def size_of(file: BinaryIO) -> int:
    """Give the length of a file in bytes."""
    return file.seek(0, 2)
