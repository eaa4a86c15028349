"""The data folder is private, one program's at a time, and its small files are whole or not there."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from imagen.datafolder import Address, DataFolder, DataFolderInUse, write_private
from imagen.domain.errors import Conflict, InvalidInput, StorageError
from imagen.secret import Secret

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="permissions as on POSIX")
CHECKOUT = Path(__file__).parents[1]
HOLD = """
import sys
from pathlib import Path
from imagen.datafolder import DataFolder
lock = DataFolder(Path(sys.argv[1])).acquire()
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path / "deep" / "data")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_naming_a_folder_touches_nothing(folder: DataFolder) -> None:
    assert folder.database == folder.root / "imagen.db"
    assert not folder.root.exists()


@posix_only
def test_the_folder_is_made_private(folder: DataFolder) -> None:
    with folder.acquire():
        for path in (folder.root, *folder.folders):
            assert mode(path) == 0o700
        assert {path.name for path in folder.folders} == {"media", "thumbnails", "parts", "logs", "nicegui"}
        assert mode(folder.lock_file) == 0o600


@posix_only
def test_a_folder_left_open_to_others_is_closed_to_them(folder: DataFolder) -> None:
    folder.root.mkdir(parents=True)
    folder.root.chmod(0o755)
    with folder.acquire():
        assert mode(folder.root) == 0o700


@posix_only
def test_a_place_that_everybody_shares_keeps_its_permissions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shared, home = tmp_path / "shared", tmp_path / "home"
    for place, permissions in ((shared, 0o1777), (home, 0o755)):
        place.mkdir()
        place.chmod(permissions)
    monkeypatch.setenv("HOME", str(home))
    with DataFolder(shared).acquire(), DataFolder(home).acquire():
        assert (mode(shared), mode(home), mode(shared / "media")) == (0o1777, 0o755, 0o700)


def test_a_second_program_is_told_who_holds_it_and_touches_nothing(folder: DataFolder) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder.root)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        cwd=CHECKOUT,
    ) as holder:  # fmt: skip
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        folder.logs.rmdir()
        before = sorted((path, path.stat().st_mtime_ns) for path in folder.root.rglob("*"))
        with pytest.raises(DataFolderInUse) as caught:
            folder.acquire()
        assert caught.value.pid == holder.pid
        assert str(folder.root) in caught.value.message
        assert str(holder.pid) in caught.value.message
        assert isinstance(caught.value, Conflict)
        assert sorted((path, path.stat().st_mtime_ns) for path in folder.root.rglob("*")) == before
        holder.kill()
    # The system gave the lock back with the program's death.
    folder.acquire().release()


def test_the_lock_is_given_back(folder: DataFolder) -> None:
    lock = folder.acquire()
    with pytest.raises(DataFolderInUse):
        folder.acquire()
    lock.release()
    lock.release()
    with folder.acquire(), pytest.raises(DataFolderInUse):
        folder.acquire()


def test_a_file_in_its_place_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("mine")
    with pytest.raises(StorageError, match=r"data cannot be used"):
        DataFolder(tmp_path / "data").acquire()
    with pytest.raises(StorageError):
        DataFolder(tmp_path / "data" / "below").acquire()
    assert (tmp_path / "data").read_text() == "mine"


def test_secrets_are_made_once_and_kept_private(folder: DataFolder) -> None:
    with folder.acquire():
        token, session = folder.owner_token(), folder.session_secret()
        assert token != session
        assert len(token.reveal()) >= 32
        assert (folder.owner_token(), folder.session_secret()) == (token, session)
        if sys.platform != "win32":
            folder.owner_token_file.chmod(0o644)
            assert folder.owner_token() == token
            assert mode(folder.owner_token_file) == mode(folder.session_secret_file) == 0o600


def test_a_given_token_is_used_and_not_written(folder: DataFolder) -> None:
    with folder.acquire():
        assert folder.owner_token(Secret("given" * 5)) == Secret("given" * 5)
        assert not folder.owner_token_file.exists()


def test_an_empty_secret_is_made_anew_and_a_weak_one_refused(folder: DataFolder) -> None:
    with folder.acquire():
        folder.owner_token_file.write_text("\n")
        assert len(folder.owner_token().reveal()) >= 32
        folder.owner_token_file.write_text("short")
        with pytest.raises(InvalidInput, match="owner-token"):
            folder.owner_token()
        folder.owner_token_file.write_bytes(b"\xff" * 40)
        with pytest.raises(StorageError):
            folder.owner_token()


def test_the_address_is_there_while_the_program_runs(folder: DataFolder) -> None:
    with folder.acquire():
        assert folder.read_address() is None
        folder.publish_address("http://127.0.0.1:8787")
        assert folder.read_address() == Address("http://127.0.0.1:8787", os.getpid())
        if sys.platform != "win32":
            assert mode(folder.address_file) == 0o600
    assert not folder.address_file.exists()


@pytest.mark.parametrize("text", ["", "{", "[]", "1", '{"url": "x"}', '{"url": "x", "pid": "y"}'])
def test_a_broken_address_counts_as_none(folder: DataFolder, text: str) -> None:
    with folder.acquire():
        folder.address_file.write_text(text)
        assert folder.read_address() is None


def test_a_file_that_could_not_be_written_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "secret"
    write_private(path, "old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_private(path, "new")
    assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [("secret", "old")]
