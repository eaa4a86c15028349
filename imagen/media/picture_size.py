"""Read the size that a picture's header claims, without decoding anything; the full examination comes later."""

from __future__ import annotations

import os
import struct
from typing import BinaryIO

from imagen.media import formats
from imagen.media.formats import Format

Size = tuple[int, int]

_LARGEST_SIDE = 1 << 20
_MOST_SEGMENTS = 500
_FRAMES = frozenset({*range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0)})
_WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xD9)})


def claimed_size(file: BinaryIO, known: Format) -> Size | None:
    """Give width and height as the header has them, in pixels; None where it does not tell, or tells nonsense."""
    file.seek(0)
    try:
        size = _read(file, known)
    except (struct.error, IndexError):
        return None
    return size if size and all(0 < side <= _LARGEST_SIDE for side in size) else None


def _read(file: BinaryIO, known: Format) -> Size | None:
    if known is formats.PNG:
        return _two(">II", file.read(24)[16:])
    if known is formats.GIF:
        return _two("<HH", file.read(10)[6:])
    if known is formats.WEBP:
        return _of_webp(file.read(30))
    if known is formats.JPEG:
        return _of_jpeg(file)
    return None


def _two(form: str, data: bytes) -> Size:
    width, height = struct.unpack(form, data)
    return width, height


def _of_webp(head: bytes) -> Size | None:
    kind = head[12:16]
    if kind == b"VP8X":
        return 1 + int.from_bytes(head[24:27], "little"), 1 + int.from_bytes(head[27:30], "little")
    if kind == b"VP8L":
        bits = int.from_bytes(head[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if kind == b"VP8 ":
        width, height = _two("<HH", head[26:30])
        return width & 0x3FFF, height & 0x3FFF
    return None


def _of_jpeg(file: BinaryIO) -> Size | None:
    """Walk over the segments to the first that begins a frame."""
    file.seek(2)
    for _ in range(_MOST_SEGMENTS):
        mark = file.read(2)
        if len(mark) < 2 or mark[0] != 0xFF:
            return None
        if mark[1] in _WITHOUT_LENGTH:
            continue
        if mark[1] == 0xFF:  # a byte that fills up
            file.seek(-1, os.SEEK_CUR)
            continue
        length = int.from_bytes(file.read(2), "big")
        if mark[1] in _FRAMES:
            height, width = struct.unpack(">xHH", file.read(5))
            return width, height
        file.seek(max(length - 2, 0), os.SEEK_CUR)
    return None
