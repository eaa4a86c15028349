"""Read the few EXIF fields that hold notes, and write them; each field is looked at once, within the data."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field

from imagen.media.metadata.texts import USER_COMMENT, Texts, decoded

ORIENTATION = 0x0112
SOFTWARE = 0x0131
_EXIF_IFD = 0x8769
_USER_COMMENT = 0x9286
_XP_COMMENT = 0x9C9C
_TEXT_TAGS = {
    0x010E: "ImageDescription",
    0x010F: "Make",
    0x0110: "Model",
    SOFTWARE: "Software",
    0x0132: "DateTime",
    0x013B: "Artist",
    0x8298: "Copyright",
}
_MAX_FIELDS = 512
_TYPE_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 7: 1}
_PREFIX = b"Exif\x00\x00"
_UNICODE, _ASCII = b"UNICODE\x00", b"ASCII\x00\x00\x00"


@dataclass(frozen=True)
class ExifNotes:
    """The notes of an EXIF block, texts by tag as their bytes are; `orientation` 1 is upright."""

    orientation: int = 1
    texts: Mapping[int, bytes] = field(default_factory=dict)
    user_comment: bytes = b""
    big_endian: bool = True


def read_exif(data: bytes) -> ExifNotes:
    """Read an EXIF block, with or without its prefix. Raises ValueError when it is none."""
    data = data.removeprefix(_PREFIX)
    order = {b"II*\x00": "<", b"MM\x00*": ">"}.get(data[:4])
    if order is None or len(data) < 8:
        raise ValueError("The EXIF block is broken.")
    start = struct.unpack_from(f"{order}I", data, 4)[0]
    main = _directory(data, start, order, {ORIENTATION, _EXIF_IFD, _USER_COMMENT, _XP_COMMENT, *_TEXT_TAGS})
    inner: dict[int, bytes] = {}
    if _EXIF_IFD in main and len(main[_EXIF_IFD]) == 4:
        inner = _directory(data, struct.unpack(f"{order}I", main[_EXIF_IFD])[0], order, {_USER_COMMENT})
    turn = main.get(ORIENTATION, b"")
    orientation = struct.unpack(f"{order}H", turn)[0] if len(turn) == 2 else 1
    comment = inner.get(_USER_COMMENT) or main.get(_USER_COMMENT, b"")
    if not comment and main.get(_XP_COMMENT):
        comment = _UNICODE + b"\xff\xfe" + main[_XP_COMMENT]
    return ExifNotes(
        orientation if 1 <= orientation <= 8 else 1,
        {tag: main[tag].rstrip(b"\x00") for tag in _TEXT_TAGS if main.get(tag)},
        comment,
        order == ">",
    )


def add_exif(data: bytes, texts: Texts) -> None:
    """Add the notes of an EXIF block to the texts of a file; a broken one is told as trouble."""
    texts.spend(len(data))
    try:
        notes = read_exif(data)
    except (ValueError, struct.error):
        texts.trouble("The EXIF block is broken.")
        return
    texts.add("EXIF", USER_COMMENT, decoded_comment(notes.user_comment, big_endian=notes.big_endian))
    for tag, value in notes.texts.items():
        texts.add("EXIF", _TEXT_TAGS[tag], decoded(value))


def decoded_comment(data: bytes, *, big_endian: bool) -> str:
    """Decode a user comment: a mark of eight bytes and the text; the order of UTF-16's bytes is told by themselves."""
    mark, body = data[:8], data[8:]
    if mark == _UNICODE:
        return _utf16(body, big_endian=big_endian)
    if mark == _ASCII or mark == bytes(8):
        return decoded(body.rstrip(b"\x00"))
    return decoded(data.rstrip(b"\x00"))


def comment_of(text: str, room: int) -> bytes:
    """Encode a text as user comment in the form that other programs read best; empty when there is no room for it."""
    data = _UNICODE + text.encode("utf-16-be")
    if len(data) > room and text.isascii():
        data = _ASCII + text.encode()
    return data if len(data) <= room else b""


def build_exif(notes: ExifNotes) -> bytes:
    """Write an EXIF block without prefix; empty when there is nothing to write."""
    entries: list[tuple[int, int, int, bytes]] = []
    if notes.orientation != 1:
        entries.append((ORIENTATION, 3, 1, struct.pack(">H", notes.orientation)))
    for tag, value in notes.texts.items():
        entries.append((tag, 2, len(value) + 1, value + b"\x00"))
    inner = [(_USER_COMMENT, 7, len(notes.user_comment), notes.user_comment)] if notes.user_comment else []
    if inner:
        entries.append((_EXIF_IFD, 4, 1, bytes(4)))
    if not entries:
        return b""
    entries.sort()
    end = 8 + _length(entries)
    entries = [(*each[:3], struct.pack(">I", end)) if each[0] == _EXIF_IFD else each for each in entries]
    head = b"MM\x00*" + struct.pack(">I", 8) + _written(entries, 8)
    return head + (_written(inner, end) if inner else b"")


def _utf16(body: bytes, *, big_endian: bool) -> str:
    body = body[: len(body) & ~1]
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", "replace")
    first, second = body[0::2].count(0), body[1::2].count(0)
    if first == second:
        return body.decode("utf-16-be" if big_endian else "utf-16-le", "replace")
    return body.decode("utf-16-be" if first > second else "utf-16-le", "replace")


def _directory(data: bytes, start: int, order: str, wanted: set[int]) -> dict[int, bytes]:
    """Read the wanted fields of one directory; what points outside the data is left out."""
    if start + 2 > len(data):
        return {}
    count = min(struct.unpack_from(f"{order}H", data, start)[0], _MAX_FIELDS)
    found: dict[int, bytes] = {}
    for at in range(start + 2, min(start + 2 + 12 * count, len(data) - 11), 12):
        tag, kind, amount = struct.unpack_from(f"{order}HHI", data, at)
        if tag not in wanted or tag in found or kind not in _TYPE_SIZES:
            continue
        length = amount * _TYPE_SIZES[kind]
        place = at + 8 if length <= 4 else struct.unpack_from(f"{order}I", data, at + 8)[0]
        if place + length <= len(data):
            found[tag] = data[place : place + length]
    return found


def _length(entries: list[tuple[int, int, int, bytes]]) -> int:
    return 2 + 12 * len(entries) + 4 + sum(len(value) + len(value) % 2 for *_, value in entries if len(value) > 4)


def _written(entries: list[tuple[int, int, int, bytes]], at: int) -> bytes:
    """Write one directory that stands at an offset, its long values right after it."""
    table, values = struct.pack(">H", len(entries)), b""
    place = at + 2 + 12 * len(entries) + 4
    for tag, kind, amount, value in entries:
        table += struct.pack(">HHI", tag, kind, amount)
        if len(value) <= 4:
            table += value.ljust(4, b"\x00")
        else:
            table += struct.pack(">I", place + len(values))
            values += value + b"\x00" * (len(value) % 2)
    return table + bytes(4) + values
