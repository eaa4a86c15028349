"""Take many files into the store at once: listed by hash, header and notes, made safe on the disk by one sync for all."""

from __future__ import annotations

import ctypes
import hashlib
import io
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO
from uuid import uuid4

from imagen.domain.errors import StorageError, TooLarge, UnsupportedFormat
from imagen.media.formats import HEAD_BYTES, Format, format_of
from imagen.media.metadata import ReadMetadata, read_stream
from imagen.media.part_file import PartFile, storage_error
from imagen.media.picture_size import claimed_size

_WHOLE_BYTES = 8 << 20
"""Files up to this size are read once and kept in memory; larger ones go through in pieces."""

_PIECE = 1 << 20


@dataclass(frozen=True)
class Listed:
    """A file that is in the store, or will be once the batch is kept; nobody has decoded it yet.

    `path` is relative to the media folder, `modified_at` in seconds since 1970. `in_store` when the very file lay there.
    """

    sha256: str
    path: str
    file_size: int
    format: Format
    size: tuple[int, int] | None
    notes: ReadMetadata
    modified_at: float
    in_store: bool = False


class Intake:
    """One batch: `take` each file, then `keep` them all; leaving the `with` block without that leaves nothing behind."""

    def __init__(self, media_root: Path, parts_root: Path, max_bytes: int) -> None:
        self._media_root = media_root
        self._parts_root = parts_root
        self._max_bytes = max_bytes
        self._name = uuid4().hex
        self._count = 0
        self._parts: dict[str, str] = {}  # plain texts: paths as objects cost as much as what they name

    def __enter__(self) -> Intake:
        return self

    def __exit__(self, *_: object) -> None:
        for part in self._parts.values():
            with suppress(OSError):
                os.unlink(part)  # noqa: PTH108
        self._parts.clear()

    def take(self, path: str | Path) -> Listed:
        """Copy a file and list it.

        Raises:
            UnsupportedFormat: when it is no file, empty, or none of the formats that are kept.
            TooLarge: above the store's cap.
            StorageError: when it cannot be read, or the store cannot be written.
        """
        try:
            descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        except OSError as error:
            raise _unreadable(error) from error
        try:
            found = os.fstat(descriptor)
            if not stat.S_ISREG(found.st_mode):
                raise UnsupportedFormat("This is no file.", "Imagen takes files only.")
            if found.st_size > self._max_bytes:
                raise TooLarge(f"The file has {found.st_size:,} bytes, and {self._max_bytes:,} is the most.")
            if found.st_size <= _WHOLE_BYTES:
                return self._take_small(descriptor, found)
            return self._take_large(descriptor, found)
        finally:
            os.close(descriptor)

    def receive(self, stored: str, sha256: str, source: BinaryIO) -> int:
        """Copy a file whose place and hash are known, unless it lies there; give its bytes.

        Raises:
            UnsupportedFormat: when it is another file than it should be.
            TooLarge, StorageError: as `take`.
        """
        part = PartFile(Path(self._new_part()), self._max_bytes)
        try:
            head = source.read(HEAD_BYTES)
            known = _format(head)
            part.write(head)
            for piece in iter(lambda: source.read(_PIECE), b""):
                part.write(piece)
            found, size = part.finish(sync=False), part.size
            if found != sha256 or _stored_path(found, known) != stored:
                raise UnsupportedFormat("The file is not the one that belongs there.", "Export the library again.")
            if not self._is_kept(stored, size):
                self._parts[stored] = str(part.path)
            return size
        finally:
            part.close()
            if str(part.path) not in self._parts.values():
                with suppress(OSError):
                    part.path.unlink(missing_ok=True)

    def keep(self) -> None:
        """Bring all files to their places so that a power loss takes none of them away; raises StorageError."""
        if not self._parts:
            return
        try:
            _sync(self._parts_root, self._parts.values())
            for stored, part in self._parts.items():
                self._place(part, stored)
            folders = {f"{self._media_root}/{stored[:2]}" for stored in self._parts}
            _sync(self._media_root, [*folders, str(self._media_root)])
        except OSError as error:
            raise storage_error(error) from error
        self._parts.clear()

    def _place(self, part: str, stored: str) -> None:
        target = f"{self._media_root}/{stored}"
        try:
            os.replace(part, target)  # noqa: PTH105
        except FileNotFoundError:
            Path(target).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.replace(part, target)  # noqa: PTH105

    def _take_small(self, source: int, found: os.stat_result) -> Listed:
        data = _whole(source, found.st_size)
        if len(data) > _WHOLE_BYTES:  # it grows while it is read
            raise StorageError("The file changed while it was read.", "Try again when it is finished.")
        known = _format(data[:HEAD_BYTES])
        sha256 = hashlib.sha256(data).hexdigest()
        in_store = self._is_kept(_stored_path(sha256, known), len(data))
        if not in_store:
            self._write(_stored_path(sha256, known), data)
        return _listed(io.BytesIO(data), sha256, known, len(data), found, in_store=in_store)

    def _take_large(self, source: int, found: os.stat_result) -> Listed:
        part = PartFile(Path(self._new_part()), self._max_bytes)
        try:
            pieces = _pieces(source)
            first = next(pieces, b"")
            known = _format(first[:HEAD_BYTES])
            part.write(first)
            for piece in pieces:
                part.write(piece)
            sha256, size = part.finish(sync=False), part.size
            stored = _stored_path(sha256, known)
            in_store = self._is_kept(stored, size)
            if not in_store:
                self._parts[stored] = str(part.path)
            with part.path.open("rb") as copied:
                return _listed(copied, sha256, known, size, found, in_store=in_store)
        finally:
            part.close()
            if str(part.path) not in self._parts.values():
                with suppress(OSError):
                    part.path.unlink(missing_ok=True)

    def _is_kept(self, stored: str, size: int) -> bool:
        if stored in self._parts:
            return True
        try:
            return os.stat(f"{self._media_root}/{stored}").st_size == size  # noqa: PTH116 - thousands a second
        except OSError:
            return False

    def _write(self, stored: str, data: bytes) -> None:
        part = self._new_part()
        self._parts[stored] = part
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
        try:
            descriptor = os.open(part, flags, 0o600)
            try:
                view = memoryview(data)
                while view:
                    view = view[os.write(descriptor, view) :]
            finally:
                os.close(descriptor)
        except OSError as error:
            raise storage_error(error) from error

    def _new_part(self) -> str:
        self._count += 1
        return f"{self._parts_root}/{self._name}-{self._count}.part"


def _format(head: bytes) -> Format:
    if not head:
        raise UnsupportedFormat("The file is empty.", "Get it again from where it came from.")
    return format_of(head)


def _stored_path(sha256: str, known: Format) -> str:
    return f"{sha256[:2]}/{sha256}.{known.extension}"


def _listed(
    file: BinaryIO, sha256: str, known: Format, file_size: int, found: os.stat_result, *, in_store: bool
) -> Listed:
    size, notes = claimed_size(file, known), read_stream(file, known)
    return Listed(sha256, _stored_path(sha256, known), file_size, known, size, notes, found.st_mtime, in_store)


def _whole(source: int, size: int) -> bytes:
    """Read a small file; of one that grows meanwhile, at most a piece more than such a file may have."""
    data = _read(source, size + 1)  # no larger buffer: making one costs more than reading most pictures
    if len(data) == size:  # a byte more was asked for, so this is its end
        return data
    for piece in _pieces(source):
        data += piece
        if len(data) > _WHOLE_BYTES:
            break
    return data


def _pieces(source: int) -> Iterator[bytes]:
    return iter(lambda: _read(source, _PIECE), b"")


def _read(source: int, most: int) -> bytes:
    try:
        return os.read(source, most)
    except OSError as error:
        raise _unreadable(error) from error


def _unreadable(error: OSError) -> StorageError:
    return StorageError(
        f"The file could not be read: {error.strerror or error}.", "Check that you may read it, then try again."
    )


def _sync(root: Path, paths: Iterable[str]) -> None:
    """Put files and folders on the disk: by one call for the whole file system where there is one, else each by itself."""
    call = _syncfs()
    if call is not None:
        descriptor = os.open(root, os.O_RDONLY)
        try:
            if call(descriptor) == 0:
                return
        finally:
            os.close(descriptor)
    for path in paths:
        if sys.platform == "win32" and os.path.isdir(path):  # noqa: PTH112
            continue  # folders cannot be opened there, and NTFS keeps a journal of names
        descriptor = os.open(path, os.O_RDWR if sys.platform == "win32" else os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@cache
def _syncfs() -> Any:
    if sys.platform != "linux":
        return None
    try:
        call = ctypes.CDLL(None, use_errno=True).syncfs
    except (OSError, AttributeError):
        return None
    call.argtypes, call.restype = [ctypes.c_int], ctypes.c_int
    return call
