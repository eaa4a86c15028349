"""Sessions kept on this side: the browser has a signed random value, the data folder has only its hash."""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import re
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from imagen.border.identity import Identity, Role
from imagen.datafolder import write_private
from imagen.secret import Secret

SESSION_SECONDS = 30 * 24 * 3600
MOST_SESSIONS = 500
LONGEST_LABEL = 120

_COOKIE = re.compile(r"(?P<token>[A-Za-z0-9_-]{43})\.(?P<signature>[0-9a-f]{64})")
_log = logging.getLogger(__name__)


class SessionStore(Protocol):
    """Where sessions live; every method may be called from every thread."""

    def create(self, role: Role, label: str) -> str:
        """Start a session and return the cookie's value; may write to disk."""

    def find(self, cookie: str) -> Identity | None:
        """Return whose cookie this is; never touches the disk."""

    def find_session(self, session_id: str) -> Identity | None:
        """Return a session that still holds; never touches the disk."""

    def revoke(self, session_id: str) -> bool:
        """End a session; False when there is none."""


@dataclass(frozen=True)
class _Session:
    id: str
    role: Role
    label: str
    created_at: float  # seconds since the epoch


class FileSessionStore:
    """Sessions in memory and in one small private file, so that browsers stay signed in over a restart.

    They end after thirty days; above five hundred the oldest end. Only one program at a time may use the file.
    """

    def __init__(self, path: Path, secret: Secret, clock: Callable[[], float] = time.time) -> None:
        self._path = path
        self._key = secret.reveal().encode()
        self._clock = clock
        self._lock = threading.Lock()
        self._file_lock = threading.Lock()
        self._by_hash: dict[str, _Session] = {}
        self._by_id: dict[str, _Session] = {}
        for token_hash, session in _read(path):
            self._add(token_hash, session)
        self._prune()

    def create(self, role: Role, label: str) -> str:
        """Start a session, write the file, and return the cookie's value."""
        token = secrets.token_urlsafe(32)
        session = _Session(secrets.token_hex(8), role, label[:LONGEST_LABEL], self._clock())
        with self._lock:
            self._add(_hash(token), session)
            self._prune()
        self._save()
        return f"{token}.{self._sign(token)}"

    def find(self, cookie: str) -> Identity | None:
        """Return whose cookie this is, or None for one that is forged, ended or unknown."""
        match = _COOKIE.fullmatch(cookie)
        if match is None or not hmac.compare_digest(match["signature"], self._sign(match["token"])):
            return None
        return self._identity(self._by_hash.get(_hash(match["token"])))

    def find_session(self, session_id: str) -> Identity | None:
        """Return a session that still holds."""
        return self._identity(self._by_id.get(session_id))

    def revoke(self, session_id: str) -> bool:
        """End a session and write the file; False when there is none."""
        with self._lock:
            session = self._by_id.pop(session_id, None)
            if session is None:
                return False
            self._by_hash = {key: kept for key, kept in self._by_hash.items() if kept is not session}
        self._save()
        return True

    def _identity(self, session: _Session | None) -> Identity | None:
        if session is None or self._is_over(session):
            return None
        return Identity(session.role, session.id, session.label)

    def _is_over(self, session: _Session) -> bool:
        return self._clock() - session.created_at > SESSION_SECONDS

    def _sign(self, token: str) -> str:
        return hmac.new(self._key, token.encode(), hashlib.sha256).hexdigest()

    def _add(self, token_hash: str, session: _Session) -> None:
        self._by_hash[token_hash] = session
        self._by_id[session.id] = session

    def _prune(self) -> None:
        kept = [(key, session) for key, session in self._by_hash.items() if not self._is_over(session)]
        kept.sort(key=lambda pair: pair[1].created_at)
        self._by_hash = dict(kept[-MOST_SESSIONS:])
        self._by_id = {session.id: session for session in self._by_hash.values()}

    def _save(self) -> None:
        # One writer at a time, and each writes what holds by then: the last file is never an older state.
        with self._file_lock:
            with self._lock:
                rows = [
                    {"hash": key, "id": one.id, "role": one.role, "label": one.label, "created_at": one.created_at}
                    for key, one in self._by_hash.items()
                ]
            try:
                write_private(self._path, json.dumps({"sessions": rows}))
            except OSError as error:
                # A full disk must not lock the owner out: there is no other way to free it from the pages.
                _log.warning("Sessions hold until the next start only, %s cannot be written: %s", self._path, error)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _read(path: Path) -> list[tuple[str, _Session]]:
    try:
        rows = json.loads(path.read_text("utf-8"))["sessions"]
        return [_session(row) for row in rows]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, KeyError, TypeError) as error:
        _log.warning("The sessions in %s cannot be read, browsers will sign in again: %s", path, error)
        return []


def _session(row: dict[str, Any]) -> tuple[str, _Session]:
    return str(row["hash"]), _Session(str(row["id"]), Role(row["role"]), str(row["label"]), float(row["created_at"]))
