"""A real database file made by the migrations, and rows to fill it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from imagen.data.database import Database
from imagen.data.unit_of_work import UnitOfWorkFactory
from imagen.domain.events import DomainEvent
from tests.warm import empty_database


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    path = tmp_path / "imagen.db"
    path.write_bytes(empty_database())
    opened = Database(path)
    yield opened
    opened.close()


@pytest.fixture
def published() -> list[DomainEvent]:
    return []


@pytest.fixture
def units(database: Database, published: list[DomainEvent]) -> UnitOfWorkFactory:
    return UnitOfWorkFactory(database, published.append)
