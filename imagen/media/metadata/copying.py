"""Copy a stretch of a file, no more and no less."""

from __future__ import annotations

from typing import BinaryIO

from imagen.media.examination import damaged
from imagen.media.formats import Format

_BLOCK = 1024 * 1024


def copy_exactly(source: BinaryIO, target: BinaryIO, length: int, known: Format) -> None:
    """Copy so many bytes from where the source stands. Raises UnsupportedFormat when there are fewer."""
    while length:
        block = source.read(min(length, _BLOCK))
        if not block:
            raise damaged(known)
        target.write(block)
        length -= len(block)


def copy_rest(source: BinaryIO, target: BinaryIO) -> None:
    """Copy all that follows where the source stands."""
    while block := source.read(_BLOCK):
        target.write(block)
