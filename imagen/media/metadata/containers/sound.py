"""Strip sound files of their notes: WAV and FLAC by blanking them in place, MP3 by leaving off its tags."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from imagen.media.examination import damaged
from imagen.media.formats import FLAC, MP3, WAV
from imagen.media.metadata.boxes import size_of
from imagen.media.metadata.caps import MAX_PARTS
from imagen.media.metadata.copying import copy_exactly
from imagen.media.metadata.patching import Patch, copy_patched

_WAV_SOUND = frozenset({b"fmt ", b"data", b"fact", b"ds64", b"JUNK"})
_FLAC_NOTES = frozenset({2, 4, 6})  # of programs, comments and pictures
_FLAC_PADDING = 1
_APE = b"APETAGEX"


def strip_wav(source: BinaryIO, target: BinaryIO) -> None:
    """Copy the sound with every other chunk blanked. Raises UnsupportedFormat where there is no sound."""
    chunks = list(_wav_chunks(source))
    if not any(kind == b"data" for kind, _, _ in chunks):
        raise damaged(WAV)
    patches = []
    for kind, at, length in chunks:
        if kind not in _WAV_SOUND:
            patches += [Patch(at, 4, b"JUNK"), Patch(at + 8, length)]
    copy_patched(source, target, patches)


def strip_flac(source: BinaryIO, target: BinaryIO) -> None:
    """Copy the sound with its notes made into padding. Raises UnsupportedFormat for a broken file."""
    patches = []
    at = 4
    for _ in range(MAX_PARTS):
        source.seek(at)
        head = source.read(4)
        if len(head) < 4:
            break
        length = int.from_bytes(head[1:], "big")
        if head[0] & 0x7F in _FLAC_NOTES:
            patches += [Patch(at, 1, bytes((head[0] & 0x80 | _FLAC_PADDING,))), Patch(at + 4, length)]
        at += 4 + length
        if head[0] & 0x80:
            copy_patched(source, target, patches)
            return
    raise damaged(FLAC)


def strip_mp3(source: BinaryIO, target: BinaryIO) -> None:
    """Copy the frames without the tags before and behind them. Raises UnsupportedFormat where nothing is left."""
    end = size_of(source)
    start = _after_id3(source)
    end = _before_tags(source, end)
    if start >= end:
        raise damaged(MP3)
    source.seek(start)
    copy_exactly(source, target, end - start, MP3)


def _wav_chunks(file: BinaryIO) -> Iterator[tuple[bytes, int, int]]:
    end, at = size_of(file), 12
    for _ in range(MAX_PARTS):
        file.seek(at)
        head = file.read(8)
        if len(head) < 8:
            return
        length = min(int.from_bytes(head[4:], "little"), end - at - 8)
        yield head[:4], at, length
        at += 8 + length + length % 2


def _after_id3(file: BinaryIO) -> int:
    at = 0
    for _ in range(16):  # some writers put a second tag behind the first
        file.seek(at)
        head = file.read(10)
        if len(head) < 10 or head[:3] != b"ID3":
            return at
        size = 0
        for part in head[6:]:
            size = size << 7 | part & 0x7F
        at += 10 + size + (10 if head[5] & 0x10 else 0)
    return at


def _before_tags(file: BinaryIO, end: int) -> int:
    if end >= 128:
        file.seek(end - 128)
        if file.read(3) == b"TAG":
            end -= 128
    if end >= 32:
        file.seek(end - 32)
        foot = file.read(32)
        if foot[:8] == _APE:
            size = int.from_bytes(foot[12:16], "little")
            with_head = 32 if foot[23] & 0x80 else 0
            end = max(0, end - size - with_head)
    return end
