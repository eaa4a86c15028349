"""A file that is being written: private, capped, and hashed while its bytes go by."""

from __future__ import annotations

import errno
import hashlib
import io
import os
from pathlib import Path
from typing import Any

from imagen.domain.errors import StorageError, TooLarge

_READ_BYTES = 1 << 20


class PartFile(io.RawIOBase):
    """A binary file for writers; its own troubles raise TooLarge and StorageError, never a bare OSError.

    A writer may seek back to fill in a header; the hash is then taken from the file in the end.
    """

    def __init__(self, path: Path, max_bytes: int) -> None:
        super().__init__()
        self.path = path
        self.size = 0
        self._max_bytes = max_bytes
        self._position = 0
        self._hash: Any = hashlib.sha256()
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
        try:
            self._descriptor = os.open(path, flags, 0o600)
        except OSError as error:
            super().close()
            raise storage_error(error) from error

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self.size}[whence]
        self._position = max(0, start + offset)
        return self._position

    def write(self, data: Any, /) -> int:
        """Write all of the bytes.

        Raises:
            TooLarge: when the file would grow above its cap.
            StorageError: when the disk is full or cannot be written.
        """
        view = memoryview(data).cast("B")
        if self._position + len(view) > self._max_bytes:
            raise TooLarge(
                f"The file is larger than the {_size_in_words(self._max_bytes)} allowed.",
                "Make a smaller one, or raise the limit in the settings.",
            )
        self._note(view)
        try:
            os.lseek(self._descriptor, self._position, os.SEEK_SET)
            written = 0
            while written < len(view):
                written += os.write(self._descriptor, view[written:])
        except OSError as error:
            raise storage_error(error) from error
        self._position += len(view)
        self.size = max(self.size, self._position)
        return len(view)

    def finish(self, *, sync: bool = True) -> str:
        """Put all bytes on the disk, close the file and return its SHA-256 in hexadecimal.

        Without `sync` whoever writes many files puts them on the disk together.
        """
        try:
            if self._hash is None:
                self._hash = self._hash_of_file()
            if sync:
                os.fsync(self._descriptor)
            self.close()
        except OSError as error:
            raise storage_error(error) from error
        digest: str = self._hash.hexdigest()
        return digest

    def close(self) -> None:
        if not self.closed:
            super().close()
            os.close(self._descriptor)

    def _note(self, view: memoryview) -> None:
        if self._position != self.size:
            self._hash = None  # written out of order
        if self._hash is not None:
            self._hash.update(view)

    def _hash_of_file(self) -> Any:
        whole = hashlib.sha256()
        os.lseek(self._descriptor, 0, os.SEEK_SET)
        while chunk := os.read(self._descriptor, _READ_BYTES):
            whole.update(chunk)
        return whole


def storage_error(error: OSError) -> StorageError:
    """Say in a sentence why a file could not be stored."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return StorageError("The disk is full: the file could not be stored.", "Free some space, then try again.")
    return StorageError(
        f"The file could not be stored: {error.strerror or error}.",
        "Check that the data folder can be written, then try again.",
    )


def _size_in_words(size: int) -> str:
    for unit, name in ((1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")):
        if size >= unit:
            return f"{size / unit:.4g} {name}"
    return f"{size} bytes"
