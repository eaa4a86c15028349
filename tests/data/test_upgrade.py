"""The schema: made from nothing, equal to the models, reversible, and never at the cost of what is there."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command

from imagen.data import upgrade as upgrading
from imagen.data.upgrade import open_for_migration, upgrade
from imagen.domain.errors import StorageError
from tests.data.check_migrations import differences


def test_the_migrations_make_what_the_models_declare(tmp_path: Path) -> None:
    assert differences(tmp_path / "imagen.db") == []


def test_upgrading_twice_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "imagen.db"
    upgrade(path)
    upgrade(path)
    assert not (tmp_path / "backups").exists()


def test_every_migration_can_be_taken_back_and_done_again(tmp_path: Path) -> None:
    path = tmp_path / "imagen.db"
    upgrade(path)
    config = upgrading._config()
    with open_for_migration(path) as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    with closing(sqlite3.connect(path)) as connection:
        names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert names <= {"alembic_version", "sqlite_sequence"}
    upgrade(path)
    assert (tmp_path / "backups").exists()


def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "imagen.db"
    path.write_bytes(b"this is no database, but somebody may want it" * 100)
    before = path.read_bytes()
    with pytest.raises(StorageError, match="cannot be read"):
        upgrade(path)
    assert path.read_bytes() == before


def test_a_database_of_a_newer_version_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "imagen.db"
    upgrade(path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = 'from the future'")
    with pytest.raises(StorageError, match="newer version"):
        upgrade(path)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("from the future",)


def test_the_database_file_is_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "imagen.db"
    upgrade(path)
    assert path.stat().st_mode & 0o077 == 0
