"""Copy a file with some stretches blanked, so that everything else stays where it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO

from imagen.media.metadata.copying import copy_rest

_BLOCK = 1024 * 1024


@dataclass(frozen=True)
class Patch:
    """So many bytes at an offset become `start`, padded with `filling`."""

    at: int
    length: int
    start: bytes = b""
    filling: bytes = b"\x00"


def copy_patched(
    source: BinaryIO, target: BinaryIO, patches: Iterable[Patch], start: int = 0, end: int | None = None
) -> None:
    """Copy a file, or the stretch between two offsets; of patches that overlap, what the earlier one left."""
    at = source.seek(start)
    for patch in sorted(patches, key=lambda each: each.at):
        stop = patch.at + patch.length
        if stop <= at or (end is not None and stop > end):
            continue
        at = _copy_to(source, target, at, patch.at)
        new = (patch.start if at == patch.at else b"")[: stop - at]
        target.write(new)
        _fill(target, stop - at - len(new), patch.filling)
        at = source.seek(stop)
    if end is None:
        copy_rest(source, target)
    else:
        _copy_to(source, target, at, end)


def _copy_to(source: BinaryIO, target: BinaryIO, at: int, end: int) -> int:
    while at < end and (block := source.read(min(end - at, _BLOCK))):
        target.write(block)
        at += len(block)
    return at


def _fill(target: BinaryIO, length: int, filling: bytes) -> None:
    while length > 0:
        target.write(filling * min(length, _BLOCK))
        length -= _BLOCK
