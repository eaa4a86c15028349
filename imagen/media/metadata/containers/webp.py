"""Read, write and strip the notes of WebP files, chunk by chunk, never decoding a pixel."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

from imagen.media.examination import damaged
from imagen.media.formats import WEBP
from imagen.media.metadata.boxes import size_of
from imagen.media.metadata.caps import MAX_PARTS, MAX_TEXT_BYTES
from imagen.media.metadata.copying import copy_exactly
from imagen.media.metadata.exif import add_exif, build_exif, comment_of
from imagen.media.metadata.payload import Part, Payload, Written, notes_beside, orientation_only
from imagen.media.metadata.texts import Texts
from imagen.media.metadata.xmp import add_xmp, merged_xmp

_HAS_ICC, _HAS_ALPHA, _HAS_EXIF, _HAS_XMP = 0x20, 0x10, 0x08, 0x04
_NOTES = (b"EXIF", b"XMP ")
_PICTURE_KINDS = frozenset({b"ICCP", b"ANIM", b"ANMF", b"ALPH", b"VP8 ", b"VP8L"})
_SIGNATURE = b"C2PA"


@dataclass(frozen=True)
class _Chunk:
    kind: bytes
    at: int
    length: int


def read(file: BinaryIO, texts: Texts) -> None:
    """Read EXIF and XMP, which stand behind the pixels."""
    packets = []
    for chunk in _chunks(file):
        if chunk.kind not in _NOTES:
            continue
        if not texts.has_room(chunk.length):
            texts.trouble("A note of the WebP file is too long to be read.")
        elif chunk.kind == b"EXIF":
            add_exif(_data(file, chunk), texts)
        else:
            packets.append(_data(file, chunk))
    for packet in packets[:4]:
        add_xmp(packet, texts)


def embed(source: BinaryIO, target: BinaryIO, payload: Payload) -> Written:
    """Copy the picture with new notes in place of old ones. Raises UnsupportedFormat for a broken file."""
    chunks = _all_chunks(source)
    exif, xmp = _first(source, chunks, b"EXIF"), _first(source, chunks, b"XMP ")
    comment = comment_of(payload.text, MAX_TEXT_BYTES)
    notes = build_exif(replace(notes_beside(exif, payload), user_comment=comment))
    packet = merged_xmp(xmp, payload.record, payload.source_type).encode("utf-8")
    kept = [chunk for chunk in chunks if chunk.kind not in (*_NOTES, b"VP8X", _SIGNATURE)]
    _write(source, target, chunks, kept, notes, packet)
    dropped = any(chunk.kind == _SIGNATURE for chunk in chunks)
    return Written(frozenset() if comment else frozenset({Part.TEXT}), dropped)


def strip(source: BinaryIO, target: BinaryIO) -> None:
    """Copy the picture without notes; its colour profile and how it is turned stay."""
    chunks = _all_chunks(source)
    notes = build_exif(orientation_only(_first(source, chunks, b"EXIF")))
    kept = [chunk for chunk in chunks if chunk.kind in _PICTURE_KINDS]
    _write(source, target, chunks, kept, notes, b"")


def _chunks(file: BinaryIO) -> Iterator[_Chunk]:
    """Give the chunks of the file up to its own length or its end."""
    file.seek(4)
    end = int.from_bytes(file.read(4), "little") + 8
    at = 12
    for _ in range(MAX_PARTS):
        if at + 8 > end:
            return
        file.seek(at)
        header = file.read(8)
        if len(header) < 8:
            return
        length = int.from_bytes(header[4:], "little")
        yield _Chunk(header[:4], at, length)
        at += 8 + length + length % 2


def _all_chunks(file: BinaryIO) -> list[_Chunk]:
    """Give all chunks. Raises UnsupportedFormat when the file ends before it says, or holds no picture."""
    chunks = list(_chunks(file))
    file.seek(4)
    told = int.from_bytes(file.read(4), "little") + 8
    if size_of(file) + 1 < told or not any(chunk.kind in (b"VP8 ", b"VP8L", b"ANMF") for chunk in chunks):
        raise damaged(WEBP)
    return chunks


def _data(file: BinaryIO, chunk: _Chunk) -> bytes:
    file.seek(chunk.at + 8)
    return file.read(min(chunk.length, MAX_TEXT_BYTES))


def _first(file: BinaryIO, chunks: list[_Chunk], kind: bytes) -> bytes:
    return next((_data(file, chunk) for chunk in chunks if chunk.kind == kind), b"")


def _write(
    source: BinaryIO, target: BinaryIO, chunks: list[_Chunk], kept: list[_Chunk], exif: bytes, xmp: bytes
) -> None:
    head = _extended_head(source, chunks, exif, xmp)
    tail = _chunk(b"EXIF", exif) + _chunk(b"XMP ", xmp)
    size = 4 + len(head) + sum(8 + each.length + each.length % 2 for each in kept) + len(tail)
    target.write(b"RIFF" + size.to_bytes(4, "little") + b"WEBP" + head)
    for each in kept:
        source.seek(each.at)
        copy_exactly(source, target, 8 + each.length, WEBP)
        target.write(bytes(each.length % 2))
    target.write(tail)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return kind + len(data).to_bytes(4, "little") + data + bytes(len(data) % 2) if data else b""


def _extended_head(source: BinaryIO, chunks: list[_Chunk], exif: bytes, xmp: bytes) -> bytes:
    """Write the chunk that tells size and flags, which a plain file gets only when it has notes."""
    told = _first(source, chunks, b"VP8X")
    if not told and not exif and not xmp:
        return b""
    flags, rest = (told[0], told[1:10]) if len(told) >= 10 else _of_frame(source, chunks)
    flags = flags & ~(_HAS_EXIF | _HAS_XMP) | (_HAS_EXIF if exif else 0) | (_HAS_XMP if xmp else 0)
    return _chunk(b"VP8X", bytes((flags,)) + rest)


def _of_frame(source: BinaryIO, chunks: list[_Chunk]) -> tuple[int, bytes]:
    """Tell flags and size by the header of the one frame."""
    lossy, lossless = _frame(source, chunks, b"VP8 "), _frame(source, chunks, b"VP8L")
    if len(lossy) == 10 and lossy[3:6] == b"\x9d\x01\x2a":
        width, height = (int.from_bytes(lossy[at : at + 2], "little") & 0x3FFF for at in (6, 8))
        flags = 0
    elif len(lossless) == 10 and lossless[0] == 0x2F:
        bits = int.from_bytes(lossless[1:5], "little")
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        flags = _HAS_ALPHA if bits >> 28 & 1 else 0
    else:
        raise damaged(WEBP)
    if not width or not height:
        raise damaged(WEBP)
    flags |= _HAS_ICC if any(chunk.kind == b"ICCP" for chunk in chunks) else 0
    return flags, bytes(3) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")


def _frame(source: BinaryIO, chunks: list[_Chunk], kind: bytes) -> bytes:
    return _first(source, chunks, kind)[:10]
