"""Read, write and strip the notes of PNG files, chunk by chunk, never unpacking a pixel."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from imagen.media.examination import damaged
from imagen.media.formats import PNG
from imagen.media.metadata.caps import MAX_PARTS, MAX_TEXT_BYTES
from imagen.media.metadata.copying import copy_exactly
from imagen.media.metadata.exif import add_exif, build_exif
from imagen.media.metadata.payload import Payload, Written, notes_beside, orientation_only
from imagen.media.metadata.texts import PNG_RECORD, Texts, decoded
from imagen.media.metadata.xmp import add_xmp, merged_xmp

_MAGIC = b"\x89PNG\r\n\x1a\n"
_XMP = "XML:com.adobe.xmp"
_TEXT_KINDS = frozenset({b"tEXt", b"zTXt", b"iTXt", b"eXIf"})
_OURS = frozenset({"parameters", PNG_RECORD, _XMP, "prompt", "workflow"})
_SIGNATURE = b"caBX"
_LONGEST_KEYWORD = 79
# All that has a part in how the picture looks; every other chunk is a note of some kind.
_PICTURE_KINDS = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP cICP mDCV cLLI sBIT bKGD pHYs hIST sPLT acTL fcTL fdAT".split()
)


def read(file: BinaryIO, texts: Texts) -> None:
    """Read the text chunks; those behind the pixels only where none stand before them."""
    file.seek(len(_MAGIC))
    for _ in range(MAX_PARTS):
        header = file.read(8)
        if len(header) < 8:
            texts.trouble("The PNG file is cut off.")
            return
        length, kind = int.from_bytes(header[:4], "big"), header[4:]
        if kind == b"IEND" or (kind == b"IDAT" and texts.found):
            return
        if kind not in _TEXT_KINDS:
            file.seek(length + 4, 1)
        elif texts.has_room(length):
            data = file.read(length)
            file.seek(4, 1)
            if len(data) == length:
                _add(kind, data, texts)
        else:
            texts.trouble("A text of the PNG file is too long to be read.")
            file.seek(length + 4, 1)
    texts.trouble("The PNG file has more chunks than are looked at.")


def embed(source: BinaryIO, target: BinaryIO, payload: Payload) -> Written:
    """Copy the picture with new notes in place of those of their kind. Raises UnsupportedFormat for a broken file."""
    xmp, dropped = _existing_xmp(source)
    target.write(_MAGIC)
    for kind, at, length in _chunks(source):
        if kind == b"eXIf":
            exif = build_exif(notes_beside(_data(source, at, length), payload))
            target.write(_chunk(kind, exif) if exif else b"")
        elif kind != _SIGNATURE and not _is_replaced(source, kind, at, length):
            _copy(source, target, at, length)
        if kind == b"IHDR":
            target.write(_text_chunk("parameters", payload.text))
            target.write(_text_chunk(PNG_RECORD, payload.record) if payload.record else b"")
            if payload.source_type:
                target.write(_international(_XMP, merged_xmp(xmp, "", payload.source_type)))
    return Written(signature_dropped=dropped)


def strip(source: BinaryIO, target: BinaryIO) -> None:
    """Copy the picture without notes; its colour profile and how it is turned stay."""
    target.write(_MAGIC)
    for kind, at, length in _chunks(source):
        if kind in _PICTURE_KINDS:
            _copy(source, target, at, length)
        elif kind == b"eXIf":
            exif = build_exif(orientation_only(_data(source, at, length)))
            target.write(_chunk(kind, exif) if exif else b"")


def _add(kind: bytes, data: bytes, texts: Texts) -> None:
    if kind == b"eXIf":
        add_exif(data, texts)
        return
    keyword, _, rest = data.partition(b"\x00")
    if not keyword or len(keyword) > _LONGEST_KEYWORD:
        return
    name = keyword.decode("latin-1")
    try:
        body = _body(kind, rest)
    except ValueError as error:
        texts.spend(MAX_TEXT_BYTES if kind != b"tEXt" else 0)
        texts.trouble(f"The PNG text “{name}” is left out: {error}")
        return
    if name == _XMP:
        add_xmp(body, texts)
    else:
        texts.add("PNG", name, decoded(body))


def _body(kind: bytes, rest: bytes) -> bytes:
    """Give a text's bytes, unpacked where they are packed. Raises ValueError with a sentence."""
    if kind == b"tEXt":
        return rest
    if kind == b"zTXt":
        return _unpacked(rest[1:])
    packed, languages = rest[:1] == b"\x01", rest[2:].split(b"\x00", 2)
    if len(languages) < 3:
        raise ValueError("it is broken.")
    return _unpacked(languages[2]) if packed else languages[2]


def _unpacked(data: bytes) -> bytes:
    unpacker = zlib.decompressobj()
    try:
        body = unpacker.decompress(data, MAX_TEXT_BYTES)
    except zlib.error as error:
        raise ValueError("it cannot be unpacked.") from error
    if not unpacker.eof:
        raise ValueError("it is cut off, or far longer than any note.")
    return body


def _chunks(source: BinaryIO) -> Iterator[tuple[bytes, int, int]]:
    """Give kind, offset and length (all of it) of every chunk to the last."""
    at = len(_MAGIC)
    while True:
        source.seek(at)
        header = source.read(8)
        if len(header) < 8:
            raise damaged(PNG)
        length = int.from_bytes(header[:4], "big") + 12
        yield header[4:], at, length
        if header[4:] == b"IEND":
            return
        at += length


def _data(source: BinaryIO, at: int, length: int) -> bytes:
    source.seek(at + 8)
    return source.read(min(length - 12, MAX_TEXT_BYTES))


def _copy(source: BinaryIO, target: BinaryIO, at: int, length: int) -> None:
    source.seek(at)
    copy_exactly(source, target, length, PNG)


def _keyword(source: BinaryIO, kind: bytes, at: int, length: int) -> str:
    if kind not in _TEXT_KINDS:
        return ""
    source.seek(at + 8)
    return source.read(min(length - 12, _LONGEST_KEYWORD + 1)).partition(b"\x00")[0].decode("latin-1")


def _is_replaced(source: BinaryIO, kind: bytes, at: int, length: int) -> bool:
    return _keyword(source, kind, at, length) in _OURS


def _existing_xmp(source: BinaryIO) -> tuple[bytes, bool]:
    """Find the packet that a file has, and whether it is signed."""
    xmp, signed = b"", False
    for kind, at, length in _chunks(source):
        signed = signed or kind == _SIGNATURE
        if _keyword(source, kind, at, length) == _XMP:
            rest = _data(source, at, length).partition(b"\x00")[2]
            try:
                xmp = xmp or _body(kind, rest)
            except ValueError:
                continue
    return xmp, signed


def _text_chunk(keyword: str, text: str) -> bytes:
    text = text.replace("\x00", "")
    if text.isascii():
        return _chunk(b"tEXt", keyword.encode("latin-1") + b"\x00" + text.encode())
    return _international(keyword, text)


def _international(keyword: str, text: str) -> bytes:
    return _chunk(b"iTXt", keyword.encode("latin-1") + bytes(5) + text.encode("utf-8"))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
