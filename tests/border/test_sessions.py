"""Sessions hold over a restart, end in time, and are worth nothing to whoever reads the file."""

from __future__ import annotations

import json
import stat
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from imagen.border import FileSessionStore, Role
from imagen.border.sessions import MOST_SESSIONS, SESSION_SECONDS
from imagen.secret import Secret

KEY = Secret("k" * 32)


class Clock:
    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "sessions.json"


def test_a_session_is_found_by_its_cookie_also_after_a_restart(path: Path) -> None:
    cookie = FileSessionStore(path, KEY).create(Role.OWNER, "Firefox")
    identity = FileSessionStore(path, KEY).find(cookie)
    assert identity is not None
    assert (identity.role, identity.label) == (Role.OWNER, "Firefox")
    assert identity.session_id
    assert FileSessionStore(path, KEY).find_session(identity.session_id) == identity


def test_the_file_is_private_and_has_no_cookie_in_it(path: Path) -> None:
    cookie = FileSessionStore(path, KEY).create(Role.OWNER, "a")
    text = path.read_text()
    assert cookie.split(".")[0] not in text
    assert cookie.split(".")[1] not in text
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["sessions.json"]


@pytest.mark.parametrize("change", ["", "x", ".", "a" * 43 + "." + "0" * 64, "é" * 43 + "." + "0" * 64, "a" * 100_000])
def test_a_made_up_cookie_is_nobodys(path: Path, change: str) -> None:
    assert FileSessionStore(path, KEY).find(change) is None


def test_a_cookie_changed_in_any_place_is_nobodys(path: Path) -> None:
    store = FileSessionStore(path, KEY)
    cookie = store.create(Role.OWNER, "a")
    for place in range(len(cookie)):
        other = cookie[:place] + ("a" if cookie[place] != "a" else "b") + cookie[place + 1 :]
        assert store.find(other) is None
    assert store.find(cookie + "\n") is None
    assert store.find(cookie) is not None


def test_another_secret_makes_all_cookies_void(path: Path) -> None:
    cookie = FileSessionStore(path, KEY).create(Role.OWNER, "a")
    assert FileSessionStore(path, Secret("other" * 8)).find(cookie) is None


def test_a_revoked_session_stays_revoked(path: Path) -> None:
    store = FileSessionStore(path, KEY)
    cookie, other = store.create(Role.OWNER, "a"), store.create(Role.OWNER, "b")
    identity = store.find(cookie)
    assert identity is not None
    assert store.revoke(identity.session_id or "")
    assert not store.revoke(identity.session_id or "")
    for one in (store, FileSessionStore(path, KEY)):
        assert one.find(cookie) is None
        assert one.find(other) is not None


def test_sessions_end_after_thirty_days(path: Path) -> None:
    clock = Clock()
    store = FileSessionStore(path, KEY, clock)
    cookie = store.create(Role.OWNER, "a")
    clock.now += SESSION_SECONDS
    assert store.find(cookie) is not None
    clock.now += 1
    assert store.find(cookie) is None
    store.create(Role.OWNER, "b")
    assert [row["label"] for row in json.loads(path.read_text())["sessions"]] == ["b"]


def test_above_the_most_the_oldest_end(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    store = FileSessionStore(path, KEY, clock)
    monkeypatch.setattr(store, "_save", lambda: None)
    cookies = []
    for _ in range(MOST_SESSIONS + 2):
        clock.now += 1
        cookies.append(store.create(Role.OWNER, "a"))
    assert [store.find(cookie) is None for cookie in cookies[:3]] == [True, True, False]
    assert store.find(cookies[-1]) is not None


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"sessions": 1}', '{"sessions": [{}]}', '{"sessions": [{"role": "king"}]}']
)
def test_a_broken_file_only_signs_browsers_out(path: Path, text: str) -> None:
    path.write_text(text)
    store = FileSessionStore(path, KEY)
    assert store.find(store.create(Role.OWNER, "a")) is not None


def test_a_full_disk_does_not_lock_the_owner_out(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("imagen.border.sessions.write_private", full)
    store = FileSessionStore(path, KEY)
    assert store.find(store.create(Role.OWNER, "a")) is not None


def test_many_threads_lose_no_session(path: Path) -> None:
    store = FileSessionStore(path, KEY)
    with ThreadPoolExecutor(8) as pool:
        cookies = list(pool.map(lambda number: store.create(Role.OWNER, str(number)), range(60)))
    again = FileSessionStore(path, KEY)
    assert all(again.find(cookie) for cookie in cookies)
