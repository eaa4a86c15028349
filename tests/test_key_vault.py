"""Keys are kept in the keyring or in a private file, for each data folder apart, and the one who keeps them is told."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

import keyring
import keyring.backend
import keyring.backends.fail
import pytest
from keyring.errors import KeyringLocked, PasswordDeleteError

from imagen.domain.errors import StorageError
from imagen.key_vault import KeyVault
from imagen.services.keys import Keeper


class MemoryKeyring(keyring.backend.KeyringBackend):
    """A keyring that can be locked."""

    priority = 5  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        self._open()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._open()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._open()
        if (service, username) not in self.kept:
            raise PasswordDeleteError
        del self.kept[service, username]

    def _open(self) -> None:
        if self.locked:
            raise KeyringLocked("locked")


@pytest.fixture
def ring() -> Iterator[MemoryKeyring]:
    before = keyring.get_keyring()
    made = MemoryKeyring()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


def vault(folder: Path) -> KeyVault:
    folder.mkdir(exist_ok=True)
    return KeyVault(folder, folder / "keys.json")


def test_a_machine_without_a_keyring_keeps_them_in_a_file_for_its_owner_alone(tmp_path: Path) -> None:
    assert isinstance(keyring.get_keyring(), keyring.backends.fail.Keyring)
    made = vault(tmp_path / "one")
    assert made.get("replicate") is None
    assert made.put("replicate", "first-key") is Keeper.FILE
    assert made.put("fal", "schlüssel") is Keeper.FILE
    assert stat.S_IMODE(made.file.stat().st_mode) == 0o600
    again = vault(tmp_path / "one")
    assert again.get("replicate") == ("first-key", Keeper.FILE)
    assert vault(tmp_path / "two").get("replicate") is None
    again.remove("replicate")
    again.remove("replicate")
    assert made.get("replicate") is None
    assert made.get("fal") == ("schlüssel", Keeper.FILE)
    made.remove("fal")
    assert not made.file.exists()


def test_a_file_that_others_could_read_is_closed(tmp_path: Path) -> None:
    made = vault(tmp_path)
    made.put("fal", "some-key")
    made.file.chmod(0o644)
    made.get("fal")
    assert stat.S_IMODE(made.file.stat().st_mode) == 0o600


def test_a_broken_file_is_told_and_left_as_it_is(tmp_path: Path) -> None:
    made = vault(tmp_path)
    made.file.write_text("{not json")
    for act in (lambda: made.get("fal"), lambda: made.put("fal", "some-key"), lambda: made.remove("fal")):
        with pytest.raises(StorageError, match=r"keys\.json"):
            act()
    assert made.file.read_text() == "{not json"


def test_a_keyring_keeps_them_for_each_folder_apart(tmp_path: Path, ring: MemoryKeyring) -> None:
    one, two = vault(tmp_path / "one"), vault(tmp_path / "two")
    assert one.put("fal", "key-of-one") is Keeper.KEYRING
    assert two.put("fal", "key-of-two") is Keeper.KEYRING
    assert one.get("fal") == ("key-of-one", Keeper.KEYRING)
    assert not one.file.exists()
    one.remove("fal")
    assert one.get("fal") is None
    assert two.get("fal") == ("key-of-two", Keeper.KEYRING)


def test_a_locked_keyring_does_not_keep_anybody_from_setting_a_key(tmp_path: Path, ring: MemoryKeyring) -> None:
    made = vault(tmp_path)
    made.put("fal", "the-old-key")
    ring.locked = True
    with pytest.raises(StorageError, match="keyring"):
        made.get("fal")
    assert made.put("fal", "the-new-key") is Keeper.FILE
    assert made.get("fal") == ("the-new-key", Keeper.FILE)
    ring.locked = False
    assert made.get("fal") == ("the-new-key", Keeper.FILE)
    assert made.put("fal", "the-newest-key") is Keeper.KEYRING
    assert made.get("fal") == ("the-newest-key", Keeper.KEYRING)
    assert not made.file.exists()
