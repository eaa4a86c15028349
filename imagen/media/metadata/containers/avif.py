"""Read the notes of AVIF files, and strip them by blanking them where they are, so that no pixel moves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

from imagen.media.examination import damaged
from imagen.media.formats import AVIF
from imagen.media.metadata.boxes import Box, boxes, size_of
from imagen.media.metadata.caps import MAX_TEXT_BYTES
from imagen.media.metadata.exif import add_exif
from imagen.media.metadata.patching import Patch, copy_patched
from imagen.media.metadata.texts import Texts
from imagen.media.metadata.xmp import add_xmp

_MAX_ITEMS = 10_000
_NO_EXIF = bytes(4) + b"MM\x00*\x00\x00\x00\x08" + bytes(6)
_XMP_TYPE = b"application/rdf+xml"


@dataclass(frozen=True)
class _Item:
    is_exif: bool
    parts: tuple[tuple[int, int], ...]


def read(file: BinaryIO, texts: Texts) -> None:
    """Read EXIF and XMP."""
    try:
        found = _notes(file)
    except (ValueError, IndexError):
        texts.trouble("The list of contents of the AVIF file is broken.")
        return
    for item in found[:8]:
        size = sum(length for _, length in item.parts)
        if not texts.has_room(size):
            texts.trouble("A note of the AVIF file is too long to be read.")
            continue
        data = b"".join(_at(file, at, length) for at, length in item.parts)
        if item.is_exif:  # four bytes say how far behind them the block starts
            add_exif(data[4 + int.from_bytes(data[:4], "big") :], texts)
        else:
            add_xmp(data, texts)


def strip(source: BinaryIO, target: BinaryIO) -> None:
    """Copy the picture with its notes blanked. Raises UnsupportedFormat for a broken file."""
    try:
        found = _notes(source)
    except (ValueError, IndexError) as error:
        raise damaged(AVIF) from error
    patches = [
        Patch(
            at,
            length,
            (_NO_EXIF if item.is_exif and len(_NO_EXIF) <= length else b"") if number == 0 else b"",
            b"\x00" if item.is_exif else b" ",
        )
        for item in found
        for number, (at, length) in enumerate(item.parts)
    ]
    copy_patched(source, target, patches)


def _notes(file: BinaryIO) -> list[_Item]:
    end = size_of(file)
    meta = next((box for box in boxes(file, 0, end) if box.kind == b"meta"), None)
    if meta is None or meta.end - meta.at > MAX_TEXT_BYTES:
        return []
    inner = {box.kind: box for box in boxes(file, meta.body + 4, meta.end)}
    if b"iinf" not in inner or b"iloc" not in inner:
        return []
    kinds = _kinds(file, inner[b"iinf"])
    held = inner[b"idat"].body if b"idat" in inner else None
    places = _places(_at(file, inner[b"iloc"].body, inner[b"iloc"].end - inner[b"iloc"].body), held)
    return [
        _Item(kinds[id_], parts)
        for id_, parts in places.items()
        if id_ in kinds and all(at + length <= end for at, length in parts)
    ]


def _kinds(file: BinaryIO, iinf: Box) -> dict[int, bool]:
    """Tell which items are EXIF (true) and which XMP (false)."""
    data = _at(file, iinf.body, 4)
    count = 2 if data[0] == 0 else 4
    found: dict[int, bool] = {}
    for entry in boxes(file, iinf.body + 4 + count, iinf.end):
        if entry.kind != b"infe" or len(found) > _MAX_ITEMS:
            continue
        told = _at(file, entry.body, min(entry.end - entry.body, 200))
        wide = 4 if told[0] > 2 else 2
        id_, kind, rest = int.from_bytes(told[4 : 4 + wide], "big"), told[6 + wide : 10 + wide], told[10 + wide :]
        if kind == b"Exif":
            found[id_] = True
        elif kind == b"mime" and _XMP_TYPE in rest:
            found[id_] = False
    return found


def _places(data: bytes, held: int | None) -> dict[int, tuple[tuple[int, int], ...]]:
    """Read where the items are: offset and length of their parts."""
    reader = _Numbers(data)
    version = reader.take(1)
    reader.take(3)
    sizes = reader.take(2)
    offset_size, length_size, base_size, index_size = (sizes >> shift & 15 for shift in (12, 8, 4, 0))
    count = reader.take(2 if version < 2 else 4)
    found: dict[int, tuple[tuple[int, int], ...]] = {}
    for _ in range(min(count, _MAX_ITEMS)):
        id_ = reader.take(2 if version < 2 else 4)
        method = reader.take(2) & 15 if version else 0
        reader.take(2)
        base = reader.take(base_size)
        parts: list[tuple[int, int]] = []
        extents = reader.take(2)
        if offset_size + length_size == 0 and extents > 1:
            raise ValueError("The parts of an item are nowhere.")
        for _extent in range(extents):
            if version and index_size:
                reader.take(index_size)
            offset = base + reader.take(offset_size)
            parts.append((offset, reader.take(length_size)))
        if method == 0:
            found[id_] = tuple(parts)
        elif method == 1 and held is not None:
            found[id_] = tuple((held + at, length) for at, length in parts)
    return found


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


def _at(file: BinaryIO, at: int, length: int) -> bytes:
    file.seek(at)
    return file.read(length)
