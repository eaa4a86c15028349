"""A real database file made by the migrations, and rows to fill it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from imagen.data.database import Database
from imagen.data.unit_of_work import UnitOfWorkFactory
from imagen.data.upgrade import upgrade
from imagen.domain.events import DomainEvent


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("migrated") / "imagen.db"
    upgrade(path)
    return path.read_bytes()


@pytest.fixture
def database(tmp_path: Path, migrated: bytes) -> Iterator[Database]:
    path = tmp_path / "imagen.db"
    path.write_bytes(migrated)
    opened = Database(path)
    yield opened
    opened.close()


@pytest.fixture
def published() -> list[DomainEvent]:
    return []


@pytest.fixture
def units(database: Database, published: list[DomainEvent]) -> UnitOfWorkFactory:
    return UnitOfWorkFactory(database, published.append)
