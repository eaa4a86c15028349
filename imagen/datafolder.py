"""The data folder: its private layout on disk, its small secret files and the lock that one program holds for life."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import stat
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from imagen.domain.errors import Conflict, InvalidInput, StorageError
from imagen.secret import Secret
from imagen.setting_texts import SHORTEST_OWNER_TOKEN

# On Windows a locked byte cannot be read by others: it lies far behind the text that names the holder.
_LOCKED_BYTE = 1 << 30


class DataFolderInUse(Conflict):
    """Another program holds the data folder; `pid` is that program's, when it could be read."""

    code = "data-folder-in-use"

    def __init__(self, message: str, hint: str = "", pid: int | None = None) -> None:
        super().__init__(message, hint)
        self.pid = pid


@dataclass(frozen=True)
class Address:
    """Where the program that holds a data folder is reached."""

    url: str
    pid: int


@dataclass(frozen=True)
class DataFolder:
    """The paths of a data folder; making one touches nothing. `parts` lies on the same file system as `media`."""

    root: Path

    @property
    def media(self) -> Path:
        return self.root / "media"

    @property
    def thumbnails(self) -> Path:
        return self.root / "thumbnails"

    @property
    def parts(self) -> Path:
        return self.root / "parts"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def nicegui(self) -> Path:
        return self.root / "nicegui"

    @property
    def database(self) -> Path:
        return self.root / "imagen.db"

    @property
    def queue(self) -> Path:
        return self.root / "queue.db"

    @property
    def owner_token_file(self) -> Path:
        return self.root / "owner-token"

    @property
    def session_secret_file(self) -> Path:
        return self.root / "session-secret"

    @property
    def keys_file(self) -> Path:
        return self.root / "keys.json"

    @property
    def sessions_file(self) -> Path:
        return self.root / "sessions.json"

    @property
    def address_file(self) -> Path:
        return self.root / "address"

    @property
    def lock_file(self) -> Path:
        return self.root / "lock"

    @property
    def folders(self) -> tuple[Path, ...]:
        return (self.media, self.thumbnails, self.parts, self.logs, self.nicegui)

    def acquire(self) -> DataFolderLock:
        """Make the folder where it is missing and hold it until `release()` or the end of the program.

        Raises:
            DataFolderInUse: when another program holds it; nothing has been changed then.
            StorageError: when it cannot be made or written.
        """
        try:
            self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
            held = _open_lock(self.lock_file)
        except OSError as error:
            raise _cannot_use(self.root, error) from error
        if not _try_lock(held):
            with held:
                raise _in_use(self.root, held)
        try:
            _tell_holder(held)
            _make_private(self.root)
            for folder in self.folders:
                folder.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            held.close()
            raise _cannot_use(self.root, error) from error
        return DataFolderLock(self, held)

    def owner_token(self, given: Secret | None = None) -> Secret:
        """Return the owner's token: the given one, else the file's, which is made when it is missing."""
        return given or Secret(_read_or_make_secret(self.owner_token_file))

    def session_secret(self) -> Secret:
        """Return the key that signs session cookies, made when it is missing."""
        return Secret(_read_or_make_secret(self.session_secret_file))

    def publish_address(self, url: str) -> None:
        """Tell the other commands where this program is reached."""
        write_private(self.address_file, json.dumps({"url": url, "pid": os.getpid()}))

    def withdraw_address(self) -> None:
        """Remove the published address."""
        with contextlib.suppress(OSError):
            self.address_file.unlink(missing_ok=True)

    def read_address(self) -> Address | None:
        """Return the published address, or None; it may be stale unless another program holds the lock."""
        try:
            found = json.loads(self.address_file.read_text("utf-8"))
            return Address(url=str(found["url"]), pid=int(found["pid"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None


class DataFolderLock:
    """A data folder held by this program; usable as a context manager."""

    def __init__(self, folder: DataFolder, held: IO[bytes]) -> None:
        self.folder = folder
        self._held = held

    def release(self) -> None:
        """Withdraw the address and let others have the folder; a second call does nothing."""
        if self._held.closed:
            return
        self.folder.withdraw_address()
        with contextlib.suppress(OSError):
            self._held.truncate(0)
        _unlock(self._held)
        self._held.close()

    def __enter__(self) -> DataFolder:
        return self.folder

    def __exit__(self, *_: object) -> None:
        self.release()


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, whole or not at all, even when the power fails."""
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        _sync_folder(path.parent)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _sync_folder(folder: Path) -> None:
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _read_or_make_secret(path: Path) -> str:
    try:
        found = path.read_text("utf-8").strip() if path.exists() else ""
        if found:
            path.chmod(0o600)
        else:
            found = secrets.token_urlsafe(32)
            write_private(path, found + "\n")
    except (OSError, UnicodeDecodeError) as error:
        raise StorageError(
            f"The file {path} could not be read or made.", "Check that you own it, or remove it to get a new one."
        ) from error
    if len(found) < SHORTEST_OWNER_TOKEN or not found.isascii() or not found.isprintable():
        raise InvalidInput(
            f"The secret in {path} is too short or has characters that a header cannot carry.",
            "Remove the file to get a new one.",
        )
    return found


def _make_private(root: Path) -> None:
    """Close the folder to others, except where that would close a place that is not ours alone (/tmp, a home)."""
    if sys.platform == "win32":
        return
    found = root.stat()
    is_shared = bool(found.st_mode & stat.S_ISVTX) or root == Path.home() or root in Path.home().parents
    if found.st_uid == os.geteuid() and not is_shared and stat.S_IMODE(found.st_mode) != 0o700:
        root.chmod(0o700)


def _open_lock(path: Path) -> IO[bytes]:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    return os.fdopen(descriptor, "r+b", buffering=0)


def _tell_holder(held: IO[bytes]) -> None:
    held.seek(0)
    held.truncate(0)
    held.write(str(os.getpid()).encode())


def _in_use(root: Path, held: IO[bytes]) -> DataFolderInUse:
    try:
        held.seek(0)
        pid = int(held.read(20))
    except (OSError, ValueError):
        pid = None
    who = f"by process {pid}" if pid else "by another program"
    return DataFolderInUse(
        f"The data folder {root} is in use {who}.",
        "Use the Imagen that is running, stop it first, or give another folder with --data-dir.",
        pid,
    )


def _cannot_use(root: Path, error: OSError) -> StorageError:
    return StorageError(
        f"The data folder {root} cannot be used: {error.strerror or error}.",
        "Give a folder you may write to with --data-dir or IMAGEN_DATA_DIR.",
    )


if sys.platform == "win32":
    import msvcrt

    def _try_lock(held: IO[bytes]) -> bool:
        held.seek(_LOCKED_BYTE)
        try:
            msvcrt.locking(held.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(held: IO[bytes]) -> None:
        held.seek(_LOCKED_BYTE)
        with contextlib.suppress(OSError):
            msvcrt.locking(held.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try_lock(held: IO[bytes]) -> bool:
        # flock, not lockf: a lockf lock is lost as soon as anything in the program closes the same file.
        try:
            fcntl.flock(held.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(held: IO[bytes]) -> None:
        fcntl.flock(held.fileno(), fcntl.LOCK_UN)
