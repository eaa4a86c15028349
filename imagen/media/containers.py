"""Tell from a container's own lengths whether a clip's file was cut off, before anything is decoded."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from imagen.media import formats
from imagen.media.formats import Format

_UNKNOWN_WAV_LENGTH = 0x7FFF_F000  # streaming writers put something this large, or nothing, for a length
_SEGMENT_ID = b"\x18\x53\x80\x67"
_LONGEST_OGG_PAGE = 65_307


def is_cut_off(path: Path, known: Format) -> bool:
    """Whether the file ends before its container says that it does; False where the container does not say."""
    size = path.stat().st_size
    with path.open("rb") as file:
        if known in (formats.MP4, formats.MOV):
            return _boxes_end(file, size) > size
        if known is formats.WAV:
            return _wav_end(file, size) > size
        if known is formats.WEBM:
            return _segment_end(file) > size
        if known is formats.OGG:
            return _last_page_end(file, size) > size
    return False


def _boxes_end(file: BinaryIO, size: int) -> int:
    at = 0
    while at + 8 <= size:
        file.seek(at)
        header = file.read(16)
        length = int.from_bytes(header[:4], "big")
        if length == 1:
            length = int.from_bytes(header[8:16], "big")
        if length < 8:  # 0 means "to the end"; less than a header is for the decoder to judge
            return size
        at += length
    return at if at > size else size


def _wav_end(file: BinaryIO, size: int) -> int:
    at = 12
    while at + 8 <= size:
        file.seek(at)
        header = file.read(8)
        length = int.from_bytes(header[4:], "little")
        if header[:4] == b"data":
            return size if length >= _UNKNOWN_WAV_LENGTH else at + 8 + length
        at += 8 + length + length % 2
    return at


def _segment_end(file: BinaryIO) -> int:
    head = file.read(formats.HEAD_BYTES)
    at = head.find(_SEGMENT_ID)
    if at < 0 or at + 5 > len(head):
        return 0
    at += 4
    length_bytes = 9 - head[at].bit_length()
    value = int.from_bytes(head[at : at + length_bytes], "big") & ((1 << 7 * length_bytes) - 1)
    unknown = value == (1 << 7 * length_bytes) - 1
    return 0 if unknown else at + length_bytes + value


def _last_page_end(file: BinaryIO, size: int) -> int:
    start = max(0, size - _LONGEST_OGG_PAGE)
    file.seek(start)
    tail = file.read()
    at = tail.rfind(b"OggS")
    if at < 0:
        return size
    page = tail[at:]
    if len(page) < 27 or len(page) < 27 + page[26]:
        return size + 1
    return start + at + 27 + page[26] + sum(page[27 : 27 + page[26]])
