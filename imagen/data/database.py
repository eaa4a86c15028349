"""Open the SQLite file with two kinds of session: readers that never block, and writers that hold the one write lock."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import Session

from imagen.data.storable import WritingSession

BUSY_SECONDS = 10

_TURN = "has the writers' turn"
_SYNCHRONOUS = "how surely it writes"
_PRAGMAS = (
    "journal_mode=wal",
    "foreign_keys=on",
    f"busy_timeout={BUSY_SECONDS * 1000}",
    "cache_size=-16000",
    "wal_autocheckpoint=8192",
)


class Database:
    """One database file; safe to use from any thread."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.changes = 0
        """Rises after every write here, so that what was read at an older number may be out of date.

        Not before the write can be read: what is read meanwhile would be kept as if it knew of it.
        """
        self._engine = create_engine(
            f"sqlite:///{path}", connect_args={"timeout": BUSY_SECONDS}, pool_size=20, max_overflow=40
        )
        self._turn = WritersTurn()
        event.listen(self._engine, "connect", _prepare_connection)
        event.listen(self._engine, "begin", self._begin)
        event.listen(self._engine, "checkin", self._checked_in)
        self._reader = self._engine.execution_options(sqlite_begin="DEFERRED")
        self._writer = self._engine.execution_options(sqlite_begin="IMMEDIATE", sqlite_synchronous="NORMAL")
        self._durable_writer = self._engine.execution_options(sqlite_begin="IMMEDIATE", sqlite_synchronous="FULL")

    def read(self) -> Session:
        """Open a session that sees one moment of the database and blocks nobody."""
        return Session(self._reader, expire_on_commit=False)

    def write(self, *, durable: bool = True) -> Session:
        """Open the session that may write.

        It takes the write lock at its first statement, so no network or file work belongs inside. A durable one is
        on the disk when its commit returns; the other kind may lose its last moments in a power cut, never its order.
        """
        return WritingSession(self._durable_writer if durable else self._writer, expire_on_commit=False)

    def close(self) -> None:
        """Close all pooled connections."""
        self._engine.dispose()

    def _checked_in(self, _connection: Any, record: ConnectionPoolEntry) -> None:
        """Count the write of a connection that goes back into the pool, and end its turn."""
        noted = record.record_info
        if noted is not None and noted.pop(_TURN, False):
            self.changes += 1
            self._turn.over()

    def _begin(self, connection: Connection) -> None:
        options = connection.get_execution_options()
        begin = options.get("sqlite_begin", "IMMEDIATE")
        if begin == "IMMEDIATE":
            self._turn.take(connection.connection.record_info)
        synchronous = options.get("sqlite_synchronous")
        if synchronous and connection.info.get(_SYNCHRONOUS) != synchronous:
            connection.exec_driver_sql(f"PRAGMA synchronous={synchronous}")
            connection.info[_SYNCHRONOUS] = synchronous
        connection.exec_driver_sql(f"BEGIN {begin}")


class WritersTurn:
    """Let the writers of this process take turns, so that each is woken when it may write.

    SQLite lets whoever finds the file locked sleep and look again, for up to a tenth of a second each time.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def take(self, noted: dict[Any, Any] | None) -> None:
        """Wait for the turn and note it with the pooled connection, which gives it back even when it is broken.

        Raises OperationalError, as for a locked file, after a while.
        """
        if not self._lock.acquire(timeout=BUSY_SECONDS):
            raise OperationalError("BEGIN IMMEDIATE", None, sqlite3.OperationalError("database is locked"))
        assert noted is not None, "a connection that begins is in the pool's hands"
        noted[_TURN] = True

    def over(self) -> None:
        """End the turn."""
        self._lock.release()


def _prepare_connection(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver's own BEGIN protects no read before a write; ours does
    for pragma in _PRAGMAS:
        connection.execute(f"pragma {pragma}")
