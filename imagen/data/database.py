"""Open the SQLite file with two kinds of session: readers that never block, and writers that hold the one write lock."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, event
from sqlmodel import Session

from imagen.data.storable import WritingSession

BUSY_SECONDS = 10

_PRAGMAS = ("journal_mode=wal", "foreign_keys=on", f"busy_timeout={BUSY_SECONDS * 1000}", "cache_size=-16000")


class Database:
    """One database file; safe to use from any thread."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._engine = create_engine(
            f"sqlite:///{path}", connect_args={"timeout": BUSY_SECONDS}, pool_size=20, max_overflow=40
        )
        event.listen(self._engine, "connect", _prepare_connection)
        event.listen(self._engine, "begin", _begin)
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


def _prepare_connection(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver's own BEGIN protects no read before a write; ours does
    for pragma in _PRAGMAS:
        connection.execute(f"pragma {pragma}")


def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    synchronous = options.get("sqlite_synchronous")
    if synchronous:
        connection.exec_driver_sql(f"PRAGMA synchronous={synchronous}")
    connection.exec_driver_sql(f"BEGIN {options.get('sqlite_begin', 'IMMEDIATE')}")
