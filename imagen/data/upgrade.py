"""Bring a database file to the newest schema, after a backup, in one transaction; never replace or empty what is there."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, event, pool
from sqlalchemy.exc import DatabaseError

from imagen.domain.errors import StorageError

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


@contextmanager
def open_for_migration(path: Path) -> Iterator[Connection]:
    """Open a connection whose foreign keys are off while tables are rebuilt, and checked before the commit.

    With them on, SQLite would delete the children of every table that a migration rebuilds.
    """
    engine = create_engine(f"sqlite:///{path}", poolclass=pool.NullPool)
    event.listen(engine, "connect", _without_foreign_keys)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    with engine.begin() as connection:
        yield connection
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise StorageError(f"The migration of {path} would leave {len(broken)} rows without their parents.")
    engine.dispose()


def upgrade(path: Path) -> None:
    """Create the database or bring it to the newest schema.

    Raises StorageError, with the file untouched, when it is broken or comes from a newer Imagen.
    """
    if not needs_upgrade(path):
        return
    if _exists(path):
        _back_up(path)
    _migrate(path)


def needs_upgrade(path: Path) -> bool:
    """Tell whether the schema is missing or older than this version's; changes nothing.

    Raises StorageError when the database is broken or comes from a newer Imagen.
    """
    if not _exists(path):
        return True
    _check_whole(path)
    current, newest, known = _revisions(path)
    if current is not None and current not in known:
        raise StorageError(
            f"The database {path} was made by a newer version of Imagen.",
            "Start that version, or restore an older backup from the folder backups beside it.",
        )
    return current != newest


def _exists(path: Path) -> bool:
    return path.exists() and path.stat().st_size > 0


def _migrate(path: Path) -> None:
    from alembic import command

    try:
        with open_for_migration(path) as connection:
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except DatabaseError as error:
        raise StorageError(
            f"The database {path} could not be brought to this version: {error.orig}.",
            "Nothing in it was changed; a backup lies in the folder backups beside it.",
        ) from error
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=wal")
    path.chmod(0o600)


def _config() -> Any:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def known_revisions() -> tuple[str, frozenset[str]]:
    """Give the newest schema's revision, and all that this version knows."""
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory.from_config(_config())
    head = scripts.get_current_head()
    assert head is not None
    return head, frozenset(script.revision for script in scripts.walk_revisions())


def _revisions(path: Path) -> tuple[str | None, str, frozenset[str]]:
    head, known = known_revisions()
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
        row = (
            connection.execute("SELECT version_num FROM alembic_version").fetchone()
            if "alembic_version" in tables
            else None
        )
    return (row[0] if row else None), head, known


def _check_whole(path: Path) -> None:
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.DatabaseError as error:
        raise StorageError(
            f"The database {path} cannot be read: {error}.",
            "It was left as it is. Restore a backup from the folder backups beside it, or move it away to start anew.",
        ) from error


def _back_up(path: Path) -> Path:
    folder = path.parent / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    target = folder / f"before-migration-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}.db"
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
    target.chmod(0o600)
    return target


def _without_foreign_keys(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys=off")
