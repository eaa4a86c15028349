"""Read, write and strip the notes of GIF files, block by block, never decoding a pixel."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from imagen.media.examination import damaged
from imagen.media.formats import GIF
from imagen.media.metadata.caps import MAX_TEXT_BYTES
from imagen.media.metadata.copying import copy_exactly
from imagen.media.metadata.payload import Payload, Written
from imagen.media.metadata.texts import COMMENT, Texts, decoded
from imagen.media.metadata.xmp import add_xmp, build_xmp

_EXTENSION, _IMAGE, _END = b"\x21", b"\x2c", b"\x3b"
_COMMENT, _APPLICATION, _PIXELS = 0xFE, 0xFF, 0
_XMP = b"\x0bXMP DataXMP"
_XMP_END = b"\x01" + bytes(range(255, -1, -1)) + b"\x00"  # makes a packet pass for sub-blocks
_RENDERED = (b"\x0bNETSCAPE2.0", b"\x0bANIMEXTS1.0", b"\x0bICCRGBG1012")
_MAX_SUB_BLOCKS = 2_000_000  # of 255 bytes: half a gigabyte
_SEARCHED = 100_000
"""Sub-blocks that are walked over in search of comments."""


def read(file: BinaryIO, texts: Texts) -> None:
    """Read comments and XMP."""
    try:
        for kind, at, length in _blocks(file, _SEARCHED):
            if kind == _PIXELS and texts.found:
                return
            if kind == _COMMENT:
                file.seek(at + 2)
                texts.add("GIF", COMMENT, decoded(_joined(file)))
            elif kind == _APPLICATION and texts.has_room(length) and _application(file, at) == _XMP:
                add_xmp(file.read(max(0, length - 14 - len(_XMP_END))), texts)
    except ValueError as error:
        texts.trouble(str(error))


def embed(source: BinaryIO, target: BinaryIO, payload: Payload) -> Written:
    """Copy the picture with new notes in place of old ones. Raises UnsupportedFormat for a broken file."""
    xmp = _xmp(build_xmp("", payload.source_type)) if payload.source_type else b""
    notes = b"".join(_comment(text) for text in (payload.text, payload.record) if text) + xmp
    _copy(source, target, notes, keep_applications=True)
    return Written()


def strip(source: BinaryIO, target: BinaryIO) -> None:
    """Copy the picture without notes; how it plays and its colours stay."""
    _copy(source, target, b"", keep_applications=False)


def _copy(source: BinaryIO, target: BinaryIO, notes: bytes, *, keep_applications: bool) -> None:
    try:
        start = _first_block(source)
        source.seek(0)
        head = source.read(start)
        target.write(b"GIF89a" + head[6:] + notes if notes else head)
        for kind, at, length in _blocks(source, _MAX_SUB_BLOCKS):
            if kind == _COMMENT or (kind == _APPLICATION and not _stays(_application(source, at), keep_applications)):
                continue
            source.seek(at)
            copy_exactly(source, target, length, GIF)
    except ValueError as error:
        raise damaged(GIF) from error
    target.write(_END)


def _application(file: BinaryIO, at: int) -> bytes:
    file.seek(at + 2)
    return file.read(12)


def _stays(application: bytes, keep: bool) -> bool:
    return application in _RENDERED or (keep and application != _XMP)


def _xmp(packet: str) -> bytes:
    return b"\x21\xff" + _XMP + packet.encode("utf-8") + _XMP_END


def _blocks(file: BinaryIO, most: int) -> Iterator[tuple[int, int, int]]:
    """Give label (0 for pixels), offset and length of the blocks. Raises ValueError for what is broken or too much."""
    at = _first_block(file)
    while True:
        file.seek(at)
        kind = file.read(1)
        if kind == _END:
            return
        if kind == _EXTENSION:
            label = file.read(1)
            if not label:
                raise ValueError("The GIF file is cut off.")
            end, passed = _pass(file, at + 2, most)
            yield label[0], at, end - at
        elif kind == _IMAGE:
            described = file.read(9)
            if len(described) < 9:
                raise ValueError("The GIF file is cut off.")
            end, passed = _pass(file, at + 11 + _table(described[8]), most)
            yield _PIXELS, at, end - at
        else:
            raise ValueError("The GIF file is cut off or broken.")
        at, most = end, most - passed - 1


def _first_block(file: BinaryIO) -> int:
    file.seek(0)
    head = file.read(13)
    if len(head) < 13:
        raise ValueError("The GIF file is cut off.")
    return 13 + _table(head[10])


def _table(flags: int) -> int:
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _pass(file: BinaryIO, at: int, most: int) -> tuple[int, int]:
    """Go over sub-blocks; gives where they end and how many there were."""
    file.seek(at)
    for passed in range(most):
        length = file.read(1)
        if not length:
            raise ValueError("The GIF file is cut off.")
        at += 1 + length[0]
        if length == b"\x00":
            return at, passed
        file.seek(length[0], 1)
    raise ValueError("The GIF file has more blocks than are looked at.")


def _joined(file: BinaryIO) -> bytes:
    parts, size = [], 0
    while (length := file.read(1)) and length != b"\x00" and size <= MAX_TEXT_BYTES:
        parts.append(file.read(length[0]))
        size += length[0]
    return b"".join(parts)


def _comment(text: str) -> bytes:
    data = text.replace("\x00", "").encode("utf-8")
    parts = (data[at : at + 255] for at in range(0, len(data), 255))
    return b"\x21\xfe" + b"".join(bytes((len(part),)) + part for part in parts) + b"\x00"
