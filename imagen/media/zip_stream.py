"""Write a ZIP archive piece by piece to whoever reads it: nothing of it is kept, and media are stored as they are."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Iterable, Iterator
from typing import BinaryIO

PIECE = 256 * 1024


class _Sink(io.RawIOBase):
    """Takes what the archive writes until it is handed on."""

    def __init__(self) -> None:
        super().__init__()
        self._held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: object, /) -> int:
        view = memoryview(data).cast("B")  # type: ignore[arg-type]
        self._held += view
        return len(view)

    def taken(self) -> bytes:
        data = bytes(self._held)
        self._held.clear()
        return data


class ZipStream:
    """An archive on its way; every method gives the bytes that are ready to leave."""

    def __init__(self) -> None:
        self._sink = _Sink()
        self._archive = zipfile.ZipFile(self._sink, "w", zipfile.ZIP_STORED, allowZip64=True)

    def file(self, name: str, source: BinaryIO, modified_at: float | None = None) -> Iterator[bytes]:
        """Add an open file; its content is read only as fast as the archive is."""
        yield from self.pieces(name, iter(lambda: source.read(PIECE), b""), modified_at)

    def pieces(
        self, name: str, content: Iterable[bytes], modified_at: float | None = None, *, packed: bool = False
    ) -> Iterator[bytes]:
        """Add a file of pieces, compressed where it is text."""
        entry = zipfile.ZipInfo(name, _moment(modified_at))
        entry.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        entry.external_attr = 0o644 << 16
        with self._archive.open(entry, "w", force_zip64=True) as target:
            for piece in content:
                target.write(piece)
                if ready := self._sink.taken():
                    yield ready
        yield self._sink.taken()

    def end(self) -> bytes:
        """Finish the archive."""
        self._archive.close()
        return self._sink.taken()


def _moment(at: float | None) -> tuple[int, int, int, int, int, int]:
    """Give a time as archives hold it, which know none before 1980 and none after 2107."""
    try:
        year, month, day, hour, minute, second = time.localtime(at)[:6]
    except (OverflowError, ValueError, OSError):
        return (1980, 1, 1, 0, 0, 0)
    return (year, month, day, hour, minute, second) if 1980 <= year <= 2107 else (1980, 1, 1, 0, 0, 0)
