"""Writers of one process take turns; one that waits too long is told that the database is busy."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Connection, event

from imagen.data import database as module
from imagen.data.database import Database
from imagen.data.unit_of_work import UnitOfWorkFactory
from imagen.domain.errors import DatabaseUnavailable


def count_up(units: UnitOfWorkFactory) -> None:
    with units() as unit:
        counted = unit.settings.get("count").get("is", 0)
        unit.settings.put("count", {"is": counted + 1})
        unit.commit()


def counted(units: UnitOfWorkFactory) -> int:
    with units.reading() as reading:
        return int(reading.settings.get("count").get("is", 0))


def test_no_write_is_lost_among_many_threads(units: UnitOfWorkFactory) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: count_up(units), range(100)))
    assert counted(units) == 100


def test_a_write_that_was_taken_back_ends_its_turn(units: UnitOfWorkFactory) -> None:
    with units() as unit:
        unit.settings.put("count", {"is": 7})
        unit.session.flush()
    count_up(units)
    assert counted(units) == 1


def test_a_write_that_waits_too_long_says_that_the_database_is_busy(
    units: UnitOfWorkFactory, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BUSY_SECONDS", 0.05)
    with database.write() as writing:
        writing.connection()
        with pytest.raises(DatabaseUnavailable, match="busy"):
            count_up(units)
    count_up(units)
    assert counted(units) == 1


def test_a_connection_that_breaks_ends_its_turn(units: UnitOfWorkFactory, database: Database) -> None:
    with database.write() as writing:
        writing.connection().invalidate()
    count_up(units)
    assert counted(units) == 1


def test_reading_waits_for_no_writer(units: UnitOfWorkFactory, database: Database) -> None:
    count_up(units)
    with database.write() as writing:
        writing.connection()
        assert counted(units) == 1


def test_a_write_counts_only_when_it_can_be_read(database: Database, units: UnitOfWorkFactory) -> None:
    """What is read while a write comes to the disk is of before it, and must not be kept as if it were of after it."""
    seen: list[tuple[int, int]] = []

    def meanwhile(connection: Connection) -> None:
        if connection.get_execution_options().get("sqlite_begin") == "IMMEDIATE":
            seen.append((database.changes, counted(units)))

    event.listen(database._engine, "commit", meanwhile)
    before = database.changes
    count_up(units)
    assert seen == [(before, 0)]
    assert (database.changes > before, counted(units)) == (True, 1)
