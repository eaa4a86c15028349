"""The store of product files: content-addressed, never half written, each examined whole before it gets its name."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast
from uuid import uuid4

from imagen.domain.errors import StorageError, TooLarge
from imagen.domain.product import ProductType
from imagen.media.decoding import DecodingProcess
from imagen.media.examination import Examination, Examiner, examine
from imagen.media.formats import with_mime_type
from imagen.media.thumbnails import BOX, ThumbnailSize

_MARGIN = 64 << 20
_LARGEST = 2 << 30


@dataclass(frozen=True)
class StoredFile:
    """A file in the store; `path` is relative to the media folder."""

    sha256: str
    path: str
    file_size: int
    mime_type: str
    type: ProductType
    width: int | None
    height: int | None
    duration_ms: int | None
    placeholder: str | None


class MediaStore:
    """Take files in and find them again; used from many threads at once."""

    def __init__(
        self,
        media_root: Path,
        thumbnail_root: Path,
        parts_root: Path,
        *,
        max_bytes: int = _LARGEST,
        decoder: Examiner | None = None,
    ) -> None:
        self._media = media_root
        self._thumbnails = thumbnail_root
        self._parts = parts_root
        self._max_bytes = max_bytes
        self._decoder = decoder or DecodingProcess()

    def ingest(self, write: Callable[[BinaryIO], None], *, trusted: bool) -> StoredFile:
        """Take in what `write` writes; files of strangers are decoded in a process of their own.

        Raises TooLarge, UnsupportedFormat or StorageError, and whatever `write` raises; then nothing of it is kept.
        """
        part = self._parts / f"{uuid4().hex}.part"
        try:
            sha256, size = self._write_part(part, write)
            return self._take(part, sha256, size, trusted)
        except OSError as error:
            raise StorageError(
                f"The file could not be stored: {error.strerror or error}.", "Make room on the disk, then try again."
            ) from error
        finally:
            part.unlink(missing_ok=True)

    def path_of(self, stored_path: str) -> Path:
        """Give the place of a stored file."""
        return self._media / stored_path

    def exists(self, stored_path: str) -> bool:
        return self.path_of(stored_path).is_file()

    def sweep_parts(self) -> int:
        """Remove what interrupted writers left behind, and tell how many files that was."""
        left = list(self._parts.glob("*.part")) + list(self._parts.glob("*.webp"))
        for part in left:
            part.unlink(missing_ok=True)
        return len(left)

    def has_room(self, bytes_wanted: int = _MARGIN) -> bool:
        """Tell whether so much more can be stored."""
        return shutil.disk_usage(self._media).free > bytes_wanted

    def close(self) -> None:
        """End the decoding process."""
        self._decoder.close()

    def _write_part(self, part: Path, write: Callable[[BinaryIO], None]) -> tuple[str, int]:
        descriptor = os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
        with os.fdopen(descriptor, "w+b") as file:
            counted = _Counted(file, self._max_bytes)
            write(cast(BinaryIO, counted))
            file.flush()
            os.fsync(file.fileno())
            return counted.digest.hexdigest(), counted.size

    def _take(self, part: Path, sha256: str, size: int, trusted: bool) -> StoredFile:
        found = self._examine(part, sha256, trusted)
        extension = with_mime_type(found.mime_type).extension
        stored = f"{sha256[:2]}/{sha256}.{extension}"
        target = self.path_of(stored)
        if not (target.is_file() and target.stat().st_size == size):
            _put(part, target)
        return StoredFile(
            sha256=sha256,
            path=stored,
            file_size=size,
            mime_type=found.mime_type,
            type=found.format.type,
            width=found.width,
            height=found.height,
            duration_ms=found.duration_ms,
            placeholder=found.placeholder,
        )

    def _examine(self, part: Path, sha256: str, trusted: bool) -> Examination:
        drawn: dict[ThumbnailSize, Path] = {size: part.with_name(f"{part.stem}-{size}.webp") for size in BOX}
        try:
            found = examine(part, drawn) if trusted else self._decoder.examine(part, drawn)
            for size, path in drawn.items():
                _put(path, self._thumbnails / sha256[:2] / f"{sha256}-{size}.webp", durable=False)
            return found
        finally:
            for path in drawn.values():
                path.unlink(missing_ok=True)


def file_url(sha256: str, mime_type: str) -> str:
    """Give the address of a stored file on this server."""
    return f"/media/{sha256}.{with_mime_type(mime_type).extension}"


def thumbnail_url(sha256: str, size: ThumbnailSize) -> str:
    """Give the address of a thumbnail on this server."""
    return f"/thumbnails/{sha256}-{size}.webp"


class _Counted:
    """Count and hash what is written, and refuse what is too much."""

    def __init__(self, file: BinaryIO, most: int) -> None:
        self._file = file
        self._most = most
        self.digest = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes) -> int:
        self.size += len(data)
        if self.size > self._most:
            raise TooLarge(
                f"The file has more than the {self._most >> 20:,} MB that are allowed.", "Take a smaller one."
            )
        self.digest.update(data)
        return self._file.write(data)


def _put(source: Path, target: Path, *, durable: bool = True) -> None:
    """Give a finished file its final name, and wait for the disk where it must not be lost."""
    target.parent.mkdir(mode=0o700, exist_ok=True)
    source.replace(target)
    if durable:
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
