"""Read the notes of MP4 and MOV files, and strip them by blanking them where they are, so that nothing moves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from imagen.media.examination import damaged
from imagen.media.formats import MP4
from imagen.media.metadata.boxes import Box, boxes, size_of
from imagen.media.metadata.patching import Patch, copy_patched
from imagen.media.metadata.texts import COMMENT, Texts, decoded

_NAMES = {
    b"\xa9cmt": COMMENT,
    b"\xa9des": "description",
    b"desc": "description",
    b"\xa9nam": "title",
    b"\xa9too": "Software",
}
_NOTES = (b"udta", b"meta", b"uuid")
_MAX_TAGS = 256
_DATA_HEAD = 8  # kind and language of a value


def read(file: BinaryIO, texts: Texts) -> None:
    """Read the tags of the film as a whole, under iTunes' short names or under full ones."""
    for moov in _film(file):
        for box in boxes(file, moov.body, moov.end):
            if box.kind == b"udta":
                _read_user_data(file, box, texts)
            elif box.kind == b"meta":
                _read_tags(file, box, texts)


def strip(source: BinaryIO, target: BinaryIO) -> None:
    """Copy the film with its notes blanked. Raises UnsupportedFormat where its index is missing."""
    films = list(_film(source))
    if not films:
        raise damaged(MP4)
    found = [box for box in boxes(source, 0, size_of(source)) if box.kind in (b"meta", b"uuid")]
    for moov in films:
        for box in boxes(source, moov.body, moov.end):
            if box.kind in _NOTES:
                found.append(box)
            elif box.kind == b"trak":
                found += [inner for inner in boxes(source, box.body, box.end) if inner.kind in _NOTES]
    copy_patched(source, target, [_blanked(source, box) for box in found])


def _film(file: BinaryIO) -> Iterator[Box]:
    return (box for box in boxes(file, 0, size_of(file)) if box.kind == b"moov")


def _blanked(file: BinaryIO, box: Box) -> Patch:
    """Make an empty space of a box; a length that is written long stays."""
    file.seek(box.at + 8)
    return Patch(box.at + 4, box.end - box.at - 4, b"free" + file.read(box.head - 8))


def _read_user_data(file: BinaryIO, udta: Box, texts: Texts) -> None:
    for number, box in enumerate(boxes(file, udta.body, udta.end)):
        if number >= _MAX_TAGS:
            return
        if box.kind == b"meta":
            _read_tags(file, box, texts)
        elif box.kind in _NAMES:  # QuickTime's own way: length and language of two bytes each
            data = _body(file, box, texts)
            texts.add("MP4", _NAMES[box.kind], decoded(data[4 : 4 + int.from_bytes(data[:2], "big")]))


def _read_tags(file: BinaryIO, meta: Box, texts: Texts) -> None:
    """Read a list of tags; MOV has no version before its boxes, MP4 four bytes of it."""
    file.seek(meta.body + 4)
    start = meta.body if file.read(4) == b"hdlr" else meta.body + 4
    inner = {box.kind: box for box in boxes(file, start, meta.end)}
    if b"ilst" not in inner:
        return
    keys = _keys(file, inner[b"keys"], texts) if b"keys" in inner else []
    for number, tag in enumerate(boxes(file, inner[b"ilst"].body, inner[b"ilst"].end)):
        if number >= _MAX_TAGS:
            return
        index = int.from_bytes(tag.kind, "big") - 1
        name = _NAMES.get(tag.kind) or (keys[index] if 0 <= index < len(keys) else "")
        data = next((box for box in boxes(file, tag.body, tag.end) if box.kind == b"data"), None)
        if name and data:
            texts.add("MP4", name, decoded(_body(file, data, texts)[_DATA_HEAD:]))


def _keys(file: BinaryIO, keys: Box, texts: Texts) -> list[str]:
    names = []
    for number, box in enumerate(boxes(file, keys.body + 8, keys.end)):
        if number >= _MAX_TAGS:
            break
        name = decoded(_body(file, box, texts)[:200])
        names.append(name.removeprefix("com.apple.quicktime."))
    return names


def _body(file: BinaryIO, box: Box, texts: Texts) -> bytes:
    size = box.end - box.body
    if not texts.has_room(size):
        texts.trouble("A note of the MP4 file is too long to be read.")
        return b""
    file.seek(box.body)
    return file.read(size)
