"""Read, write and strip the notes of JPEG files, segment by segment, never decoding a pixel."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import BinaryIO

from imagen.media.examination import damaged
from imagen.media.formats import JPEG
from imagen.media.metadata.caps import MAX_PARTS, MAX_TEXT_BYTES
from imagen.media.metadata.copying import copy_rest
from imagen.media.metadata.exif import add_exif, build_exif, comment_of
from imagen.media.metadata.payload import Part, Payload, Written, notes_beside, orientation_only
from imagen.media.metadata.texts import COMMENT, Texts, decoded
from imagen.media.metadata.xmp import EXTENSION_ID, add_xmp, build_main_xmp, build_xmp, merged_xmp

_APP0, _APP1, _APP2, _APP11, _APP14, _COM = 0xE0, 0xE1, 0xE2, 0xEB, 0xEE, 0xFE
_SOS, _EOI = 0xDA, 0xD9
_EXIF, _XMP, _MORE_XMP = b"Exif\x00\x00", b"http://ns.adobe.com/xap/1.0/\x00", b"http://ns.adobe.com/xmp/extension/\x00"
_ICC = b"ICC_PROFILE\x00"
_MOST = 65_533
_EXIF_ROOM = _MOST - len(_EXIF) - 2_000  # what EXIF needs beside the comment
_MORE_PART = 65_000
_MOST_HEAD = 64 * 1024 * 1024  # of a thousand segments: profiles, tables and notes together
_MORE_HEAD = 40  # 32 of the name, 4 of the whole length, 4 of the place
_BLOCK = 1024 * 1024
# Within packed pixels an FF is followed by 00 or a restart mark; anything else begins a segment (FF may be padding).
_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")


@dataclass
class _MoreXmp:
    """The parts of an XMP packet that was too long for one segment."""

    parts: dict[int, bytes] = field(default_factory=dict)
    size: int = 0

    def add(self, data: bytes) -> None:
        if self.size + len(data) <= MAX_TEXT_BYTES and len(data) > _MORE_HEAD:
            self.parts.setdefault(int.from_bytes(data[36:40], "big"), data[_MORE_HEAD:])
            self.size += len(data)

    def whole(self) -> bytes:
        """Put the parts together; what has holes is broken, and told by its reader."""
        return b"".join(self.parts[place] for place in sorted(self.parts))


def read(file: BinaryIO, texts: Texts) -> None:
    """Read EXIF, XMP and comments, all of which stand before the pixels."""
    packets: list[bytes] = []
    more: dict[bytes, _MoreXmp] = {}
    file.seek(2)
    for _ in range(MAX_PARTS):
        marker, length = _header(file)
        if marker in (0, _SOS, _EOI):
            if marker == 0:
                texts.trouble("The JPEG file is cut off.")
            break
        if marker not in (_APP1, _COM):
            file.seek(length, 1)
            continue
        data = file.read(length)
        if marker == _COM:
            texts.add("JPEG", COMMENT, decoded(data))
        elif data.startswith(_EXIF):
            add_exif(data, texts)
        elif data.startswith(_XMP) and len(packets) < 4:
            packets.append(data.removeprefix(_XMP))
        elif data.startswith(_MORE_XMP) and len(more) < 4:
            data = data.removeprefix(_MORE_XMP)
            more.setdefault(data[:32], _MoreXmp()).add(data)
    for packet in packets:
        add_xmp(packet, texts)
    extension = more.get(texts.get(EXTENSION_ID).encode("utf-8", "replace"))
    if extension:
        add_xmp(extension.whole(), texts)


def embed(source: BinaryIO, target: BinaryIO, payload: Payload) -> Written:
    """Copy the picture with new notes in place of old ones. Raises UnsupportedFormat for a broken file."""
    head = list(_head(source))
    exif, xmp = _first(head, _EXIF), _first(head, _XMP)
    comment = comment_of(payload.text, _EXIF_ROOM - sum(len(v) for v in notes_beside(exif, payload).texts.values()))
    notes = replace(notes_beside(exif, payload), user_comment=comment)
    dropped = any(marker == _APP11 for marker, _ in head)
    target.write(b"\xff\xd8")
    ours = [_segment(_APP1, _EXIF + build_exif(notes)), *_xmp_segments(xmp, payload)]
    placed = False
    for marker, data in head:
        if marker != _APP0 and not placed:
            target.write(b"".join(ours))
            placed = True
        if not _is_replaced(marker, data):
            target.write(_segment(marker, data))
    copy_rest(source, target)
    return Written(frozenset() if comment else frozenset({Part.TEXT}), dropped)


def strip(source: BinaryIO, target: BinaryIO) -> None:
    """Copy the picture without notes and without what hangs behind it; its colours and how it is turned stay."""
    head = list(_head(source))
    exif = build_exif(orientation_only(_first(head, _EXIF)))
    target.write(b"\xff\xd8")
    placed = not exif
    for marker, data in head:
        if marker != _APP0 and not placed:
            target.write(_segment(_APP1, _EXIF + exif))
            placed = True
        if _is_picture(marker, data):
            target.write(_segment(marker, data))
    _copy_scans(source, target)


def _header(file: BinaryIO) -> tuple[int, int]:
    """Read up to a segment's content; marker 0 when there is none."""
    start = file.read(2)
    while len(start) == 2 and start == b"\xff\xff":
        start = b"\xff" + file.read(1)
    if len(start) < 2 or start[0] != 0xFF:
        return 0, 0
    if start[1] == _EOI or 0xD0 <= start[1] <= 0xD8 or start[1] == 0x01:
        return start[1], 0
    length = file.read(2)
    if len(length) < 2 or (size := int.from_bytes(length, "big")) < 2:
        return 0, 0
    return start[1], size - 2


def _head(source: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Give the segments up to the first scan's header, that one too; the source then stands at packed pixels."""
    source.seek(2)
    while source.tell() < _MOST_HEAD:
        marker, length = _header(source)
        data = source.read(length)
        if marker in (0, _EOI) or len(data) < length:
            raise damaged(JPEG)
        yield marker, data
        if marker == _SOS:
            return
    raise damaged(JPEG)


def _copy_scans(source: BinaryIO, target: BinaryIO) -> None:
    """Copy packed pixels and the tables between them to the end of the picture, without comments."""
    block = source.read(_BLOCK)
    while True:
        found = _MARKER.search(block)
        if found is None:
            keep = len(block) - block.endswith(b"\xff")
            more = source.read(_BLOCK)
            target.write(block[:keep] if more else block)
            if not more:
                raise damaged(JPEG)
            block = block[keep:] + more
            continue
        target.write(block[: found.start()])
        source.seek(found.start() - len(block), 1)
        marker, length = _header(source)
        if marker == _EOI:
            target.write(b"\xff\xd9")
            return
        data = source.read(length)
        if marker == 0 or len(data) < length:
            raise damaged(JPEG)
        if _is_picture(marker, data):
            target.write(_segment(marker, data))
        block = source.read(_BLOCK)


def _is_picture(marker: int, data: bytes) -> bool:
    """Tell whether a segment has a part in how the picture looks."""
    if marker == _APP2:
        return data.startswith(_ICC)
    if marker in (_APP0, _APP14):
        return data.startswith((b"JFIF\x00", b"Adobe"))
    return not (_APP0 <= marker <= 0xEF or marker == _COM)


def _is_replaced(marker: int, data: bytes) -> bool:
    if marker == _COM:
        return b"Steps: " in data
    return marker == _APP11 or (marker == _APP1 and data.startswith((_EXIF, _XMP, _MORE_XMP)))


def _first(head: list[tuple[int, bytes]], prefix: bytes) -> bytes:
    found = (data.removeprefix(prefix) for marker, data in head if marker == _APP1 and data.startswith(prefix))
    return next(found, b"")


def _xmp_segments(existing: bytes, payload: Payload) -> list[bytes]:
    """Write the packet, in Adobe's way of several segments where one is not enough."""
    packet = merged_xmp(existing, payload.record, payload.source_type).encode("utf-8")
    if len(packet) + len(_XMP) <= _MOST:
        return [_segment(_APP1, _XMP + packet)]
    whole = build_xmp(payload.record, None).encode("utf-8")
    name = hashlib.md5(whole, usedforsecurity=False).hexdigest().upper()
    main = build_main_xmp(name, payload.source_type).encode("utf-8")
    head = _MORE_XMP + name.encode() + len(whole).to_bytes(4, "big")
    parts = [
        _segment(_APP1, head + place.to_bytes(4, "big") + whole[place : place + _MORE_PART])
        for place in range(0, len(whole), _MORE_PART)
    ]
    return [_segment(_APP1, _XMP + main), *parts]


def _segment(marker: int, data: bytes) -> bytes:
    if 0xD0 <= marker <= 0xD8 or marker == 0x01:
        return bytes((0xFF, marker))
    return bytes((0xFF, marker)) + (len(data) + 2).to_bytes(2, "big") + data
