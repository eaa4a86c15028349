"""Where keys are kept: the keyring of the operating system, or a file that only its owner can read where there is none."""

from __future__ import annotations

import json
import logging
import threading
from pathlib import Path
from typing import Any

from imagen.datafolder import write_private
from imagen.domain.errors import StorageError
from imagen.services.keys import Keeper

logger = logging.getLogger(__name__)

_NO_FILE = "The file of keys {path} cannot be used."


class KeyVault:
    """Keeps texts by name for one data folder; another folder, be it a test's, has others.

    The keyring is tried first. Where it refuses (none there, locked, no desktop) the file is taken, and `put` says so.
    """

    def __init__(self, folder: Path, file: Path) -> None:
        self._service = f"Imagen ({folder.resolve()})"
        self._file = file
        self._lock = threading.Lock()

    def get(self, name: str) -> tuple[str, Keeper] | None:
        """Give a text and who keeps it, None where there is none. Raises StorageError."""
        with self._lock:
            found = self._in_file().get(name)
            if found is not None:
                return found, Keeper.FILE
            kept = self._from_keyring(name)
        return None if kept is None else (kept, Keeper.KEYRING)

    def put(self, name: str, text: str) -> Keeper:
        """Keep a text, and tell who does. Raises StorageError."""
        with self._lock:
            if self._into_keyring(name, text):
                self._write_file({key: value for key, value in self._in_file().items() if key != name})
                return Keeper.KEYRING
            self._write_file({**self._in_file(), name: text})
            return Keeper.FILE

    def remove(self, name: str) -> None:
        """Forget a text wherever it is kept. Raises StorageError when a keyring will not let go of it."""
        with self._lock:
            self._write_file({key: value for key, value in self._in_file().items() if key != name})
            self._out_of_keyring(name)

    @property
    def file(self) -> Path:
        return self._file

    def _in_file(self) -> dict[str, str]:
        try:
            if not self._file.exists():
                return {}
            self._file.chmod(0o600)
            found = json.loads(self._file.read_text("utf-8"))
            return {str(name): str(text) for name, text in found.items()}
        except (OSError, ValueError, AttributeError) as error:
            hint = "Check that you own it, or remove it and set the keys again."
            raise StorageError(_NO_FILE.format(path=self._file), hint) from error

    def _write_file(self, texts: dict[str, str]) -> None:
        if texts == self._in_file():
            return
        try:
            if texts:
                write_private(self._file, json.dumps(texts, ensure_ascii=False, indent=1))
            else:
                self._file.unlink(missing_ok=True)
        except OSError as error:
            raise StorageError(_NO_FILE.format(path=self._file), "Check that the disk has room.") from error

    def _from_keyring(self, name: str) -> str | None:
        ring = _keyring()
        if ring is None:
            return None
        try:
            kept: str | None = ring.get_password(self._service, name)
        except Exception as error:
            raise StorageError(
                "The keyring of this computer cannot be read.", "Unlock it, then try again; or set the key anew."
            ) from error
        return kept

    def _into_keyring(self, name: str, text: str) -> bool:
        ring = _keyring()
        if ring is None:
            return False
        try:
            ring.set_password(self._service, name, text)
            return bool(ring.get_password(self._service, name) == text)
        except Exception as error:  # whatever a keyring does, the key is kept; who keeps it is told
            logger.warning("The keyring of this computer took no key: %s", type(error).__name__)
            return False

    def _out_of_keyring(self, name: str) -> None:
        ring = _keyring()
        if ring is None:
            return
        try:
            if ring.get_password(self._service, name) is not None:
                ring.delete_password(self._service, name)
        except Exception as error:
            raise StorageError(
                "The keyring of this computer did not let go of the key.",
                f"Unlock it and try again, or remove the entry “{self._service}” there yourself.",
            ) from error


def _keyring() -> Any:
    """Give the keyring that is worth being used here, or None."""
    import keyring
    from keyring.core import recommended

    try:
        found = keyring.get_keyring()
        return found if recommended(found) else None
    except Exception as error:
        logger.warning("No keyring can be used: %s", type(error).__name__)
        return None
