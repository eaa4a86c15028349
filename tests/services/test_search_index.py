"""New products are found soon, after a crash too, and searching waits for nobody who holds the database."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from imagen.bootstrap import Production
from imagen.data import derived_tables
from imagen.data.models import Product
from imagen.data.repositories.product_search import Search
from imagen.data.unit_of_work import UnitOfWorkFactory
from imagen.datafolder import DataFolder
from imagen.domain.events import ProductChanged
from imagen.domain.product import ProductType
from imagen.services import search_index as indexing
from imagen.services.search_index import SearchIndex
from imagen.settings import load_settings
from tests.fakes.scripted_provider import PATHS, wait_until
from tests.services.ordering import fulfilled, place
from tests.warm import build


@pytest.fixture(autouse=True)
def brief_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "_QUIET_SECONDS", 0.02)


def units_of(production: Production) -> UnitOfWorkFactory:
    return UnitOfWorkFactory(production.database, production.services.bus.publish)


def arrive(units: UnitOfWorkFactory, count: int = 1) -> None:
    with units() as unit:
        for _ in range(count):
            product = Product(type=ProductType.IMAGE, path="", sha256="a", file_size=1, mime_type="image/png")
            unit.products.add(product)
            unit.record(ProductChanged(product.id, None))
        unit.commit()


def found(units: UnitOfWorkFactory) -> int:
    with units.reading() as reading:
        return reading.search.count(Search())


@contextmanager
def locked(folder: DataFolder) -> Iterator[None]:
    with closing(sqlite3.connect(folder.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def test_what_was_made_is_found_in_a_moment(production: Production) -> None:
    order = place(production.services, "a fox")
    assert fulfilled(production.services, order.id)
    wait_until(lambda: found(units_of(production)) == 1)


def test_what_was_left_at_a_crash_is_found_after_the_next_start(at_rest: Production, folder: DataFolder) -> None:
    arrive(units_of(at_rest), 3)
    assert found(units_of(at_rest)) == 0
    at_rest.database.close()
    again = build(folder, load_settings({}, {}), PATHS)
    again.start()
    try:
        wait_until(lambda: found(units_of(again)) == 3)
    finally:
        again.stop()


def test_a_search_need_not_wait_for_the_quiet(at_rest: Production, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "_QUIET_SECONDS", 30.0)
    arrive(units_of(at_rest), indexing.AT_ONCE + 1)
    assert at_rest.search_index.catch_up(20)
    assert found(units_of(at_rest)) == indexing.AT_ONCE + 1
    assert at_rest.search_index.catch_up(0)


def test_nothing_waits_for_a_database_that_somebody_holds(at_rest: Production, folder: DataFolder) -> None:
    units = units_of(at_rest)
    arrive(units)
    with locked(folder):
        assert not at_rest.search_index.catch_up(0.01)
        assert found(units) == 0
    assert at_rest.search_index.catch_up(20)
    assert found(units) == 1


def test_trouble_is_tried_again(at_rest: Production, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "_SECONDS_AFTER_TROUBLE", 0.01)
    units, tries = units_of(at_rest), []
    real = derived_tables.index_pending

    def refuse_twice(*arguments: object) -> int:
        tries.append(arguments)
        if len(tries) < 3:
            raise RuntimeError("a disk fell down")
        return real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(indexing, "index_pending", refuse_twice)
    arrive(units)
    at_rest.search_index.start()
    wait_until(lambda: found(units) == 1)


def test_many_arrivals_are_indexed_together(at_rest: Production, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "_QUIET_SECONDS", 0.2)
    units, batches = units_of(at_rest), []
    real = derived_tables.index_pending

    def note(*arguments: object) -> int:
        batches.append(real(*arguments))  # type: ignore[arg-type]
        return batches[-1]

    monkeypatch.setattr(indexing, "index_pending", note)
    at_rest.search_index.start()
    for _ in range(12):
        arrive(units)
    wait_until(lambda: found(units) == 12)
    assert len(batches) < 12


def test_ending_ends_the_waiting(at_rest: Production) -> None:
    index = SearchIndex(units_of(at_rest))
    index.close()
    arrive(units_of(at_rest))
    assert not index.catch_up(30)
    index.start()
    assert index._thread is None
