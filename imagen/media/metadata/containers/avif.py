"""Read the notes of AVIF files, and strip them by blanking them where they are, so that no pixel moves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from imagen.media.examination import damaged
from imagen.media.formats import AVIF
from imagen.media.metadata.boxes import Box, body_of, boxes, end_of, size_of
from imagen.media.metadata.caps import MAX_TEXT_BYTES
from imagen.media.metadata.exif import add_exif
from imagen.media.metadata.item_places import IN_BOX, IN_FILE, read_places
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
    if end_of(source) != size_of(source) or not any(box.kind == b"meta" for box in boxes(source, 0, size_of(source))):
        raise damaged(AVIF)
    copy_patched(source, target, _blanked(found))


def without_notes_of_tracks(file: BinaryIO) -> list[Patch]:
    """Give what blanks the notes in the tracks of an animation, and the tables that lead to them."""
    tables = list(_contents(file))[1:]
    closed = [Patch(meta.at + 4, meta.end - meta.at - 4, b"free") for meta in tables]
    return [*_blanked([item for meta in tables for item in _items(file, meta)]), *closed]


def _blanked(items: list[_Item]) -> list[Patch]:
    """Make empty notes of notes, as long as they were: EXIF without fields, XMP of spaces."""
    return [
        Patch(at, length, _NO_EXIF, b"\x00")
        if item.is_exif and number == 0 and length >= len(_NO_EXIF)
        else Patch(at, length, b"", b"\x00" if item.is_exif else b" ")
        for item in items
        for number, (at, length) in enumerate(item.parts)
    ]


def _notes(file: BinaryIO) -> list[_Item]:
    return [item for meta in _contents(file) for item in _items(file, meta)]


def _contents(file: BinaryIO) -> Iterator[Box]:
    """Find the tables of contents: that of the file, and in an animation those of its tracks."""
    for box in boxes(file, 0, size_of(file)):
        if box.kind == b"meta":
            yield box
        elif box.kind == b"moov":
            tracks = (inner for inner in boxes(file, box.body, box.end) if inner.kind == b"trak")
            yield from (
                inner for track in tracks for inner in boxes(file, track.body, track.end) if inner.kind == b"meta"
            )


def _items(file: BinaryIO, meta: Box) -> list[_Item]:
    inner = {box.kind: box for box in boxes(file, meta.body + 4, meta.end)}
    if meta.end - meta.at > MAX_TEXT_BYTES or b"iinf" not in inner or b"iloc" not in inner:
        return []
    kinds = kinds_of(file, inner[b"iinf"])
    end = size_of(file)
    starts = {IN_FILE: 0, IN_BOX: inner[b"idat"].body if b"idat" in inner else end}
    items = [
        _Item(kinds[place.id], tuple((starts[place.method] + at, length) for at, length in place.parts))
        for place in read_places(body_of(file, inner[b"iloc"]))
        if place.id in kinds and place.method in starts
    ]
    return [item for item in items if all(at + length <= end for at, length in item.parts)]


def kinds_of(file: BinaryIO, iinf: Box) -> dict[int, bool]:
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


def _at(file: BinaryIO, at: int, length: int) -> bytes:
    file.seek(at)
    return file.read(length)
