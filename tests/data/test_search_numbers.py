"""Products whose ids would make the same number are all found, and one that cannot be indexed holds up no other."""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from alembic import command

from imagen.data import upgrade as upgrading
from imagen.data.database import Database
from imagen.data.derived_tables import has_pending, index_pending, rebuild_search, retry_refused
from imagen.data.models import Product, Tag, Tagging
from imagen.data.models.base import now
from imagen.data.repositories.product_search import ProductSearchRepository, Search
from imagen.data.unit_of_work import UnitOfWork, UnitOfWorkFactory
from imagen.data.upgrade import open_for_migration, upgrade
from imagen.domain.ids import new_id
from imagen.domain.product import ProductType
from imagen.domain.search import parse
from imagen.domain.tagging import TaggedKind
from tests.data.naive_search import number_of

_BEFORE = "4f7b1c93e8a6"
_LOW_BITS = 54


def beside(product_id: UUID, numbers: int = 0, low: int = 1) -> UUID:
    """Give an id whose number is so much greater and whose low bits are others."""
    assert number_of(product_id) & 0x3F < 0x3E, "the number must not carry"
    return UUID(int=(product_id.int + (numbers << _LOW_BITS)) ^ low)


@pytest.fixture
def first() -> UUID:
    """An id of a whole second, so that no other lies beside it."""
    return UUID(int=new_id().int >> 80 << 80 | 7 << 76 | 1 << 63 | 5)


def add(unit: UnitOfWork, product_id: UUID, **values: Any) -> Product:
    given = {"type": ProductType.IMAGE, "path": "", "sha256": "a", "file_size": 1, "mime_type": "image/png"}
    product = Product(id=product_id, **given | values)
    unit.session.add(product)
    unit.session.flush()
    return product


def found(unit: UnitOfWork, text: str = "") -> list[UUID]:
    return list(unit.search.ids(Search(parse(text).tree)))


def numbers(unit: UnitOfWork) -> dict[UUID, int]:
    rows = unit.session.connection().exec_driver_sql("SELECT product_id, number FROM product_search").all()
    return {UUID(product_id): number for product_id, number in rows}


def test_products_of_one_moment_sort_as_their_ids_do(units: UnitOfWorkFactory) -> None:
    ids = [new_id() for _ in range(200)]
    with units() as unit:
        for one in reversed(ids):
            add(unit, one)
        index_pending(unit.session.connection(), 500)
        assert numbers(unit) == {one: number_of(one) for one in ids}
    assert sorted(ids, key=number_of) == ids


def test_ids_that_make_one_number_are_numbered_one_after_the_other(units: UnitOfWorkFactory, first: UUID) -> None:
    twins = [beside(first, low=low) for low in (1, 2, 3)]
    next_one, gap = beside(first, 1), beside(first, 3)
    with units() as unit:
        for place, one in enumerate([first, next_one, gap, *twins]):
            add(unit, one, name=f"picture{place}.png", notes=f"kept{place}")
        while index_pending(unit.session.connection(), 4):
            pass
        own = number_of(first)
        assert numbers(unit) == {
            first: own, next_one: own + 1, twins[0]: own + 2, gap: own + 3, twins[1]: own + 4, twins[2]: own + 5
        }  # fmt: skip
        for place, one in enumerate([first, next_one, gap, *twins]):
            assert found(unit, f"kept{place}") == [one]
        late = add(unit, beside(first, 4))
        index_pending(unit.session.connection(), 4)
        assert numbers(unit)[late.id] == own + 6
        before = numbers(unit)
        rebuild_search(unit.session.connection())
        assert numbers(unit) == before


def test_what_happens_to_one_of_two_twins_happens_to_it_alone(units: UnitOfWorkFactory, first: UUID) -> None:
    second = beside(first)
    with units() as unit:
        tag = Tag(name="print", name_key="print")
        unit.session.add(tag)
        add(unit, first, name="one.png"), add(unit, second, name="two.png")
        unit.session.add(Tagging(tag_id=tag.id, entity=TaggedKind.PRODUCT, entity_id=second))
        unit.session.flush()
        index_pending(unit.session.connection(), 9)
        assert found(unit, "tag:print") == [second]
        product = unit.products.get(second)
        product.notes, product.parameters, product.rating = "framed", {"steps": 31}, 3
        unit.session.flush()
        for text in ("framed", "steps:31", "rating:good", "two"):
            assert found(unit, text) == [second], text
        product.deleted_at = now()
        unit.session.flush()
        assert found(unit) == [first]
        product.deleted_at = None
        unit.session.flush()
        assert set(found(unit)) == {first, second}
        assert unit.search.position(Search(), first) != unit.search.position(Search(), second)
        connection = unit.session.connection()
        connection.exec_driver_sql("DELETE FROM product WHERE id = ?", (first.hex,))
        assert found(unit, "framed tag:print") == [second]
        connection.exec_driver_sql("DELETE FROM product")
        for table in ("product_term", "product_text", "product_figure", "product_search", "search_renumbered"):
            assert connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one() == 0, table


def test_one_that_cannot_be_indexed_is_noted_and_the_others_are_found(
    units: UnitOfWorkFactory, caplog: pytest.LogCaptureFixture
) -> None:
    with units() as unit:
        ids = [add(unit, new_id()).id for _ in range(5)]
        connection = unit.session.connection()
        spoil = "UPDATE product SET parameters = '{nonsense' WHERE id = ?"
        connection.exec_driver_sql(spoil, (ids[2].hex,))
        with caplog.at_level(logging.WARNING):
            assert index_pending(connection, 4) == 4
        assert ids[2].hex in caplog.text
        assert index_pending(connection, 4) == 1
        assert index_pending(connection, 4) == 0
        assert not has_pending(connection)
        assert set(found(unit)) == {*ids} - {ids[2]}
        connection.exec_driver_sql("UPDATE product SET parameters = '{}' WHERE id = ?", (ids[2].hex,))
        retry_refused(connection)
        assert index_pending(connection, 4) == 1
        assert set(found(unit)) == {*ids}


def test_a_library_that_two_twins_had_stopped_is_found_whole_after_the_upgrade(tmp_path: Path, first: UUID) -> None:
    path = tmp_path / "imagen.db"
    config = upgrading._config()
    with open_for_migration(path) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, _BEFORE)
    other, indexed, tag = new_id(), [first, beside(first, 1)], new_id()
    with closing(sqlite3.connect(path)) as old, old:
        for product_id in indexed:
            _insert(old, product_id)
        old.execute("INSERT INTO product_search SELECT * FROM product_search_source")
        old.execute("INSERT INTO product_text (rowid, name) SELECT number, name FROM product_text_source")
        old.execute("DELETE FROM search_pending")
        waiting = [beside(first), beside(first, low=2), other]
        for product_id in waiting:
            _insert(old, product_id)
        at = "2026-11-20 10:00:00.000000"
        old.execute("INSERT INTO tag VALUES (?, ?, ?, NULL, 'print', 'print', '')", (tag.hex, at, at))
        old.execute(
            "INSERT INTO tagging (id, created_at, updated_at, tag_id, entity, entity_id) VALUES (?, ?, ?, ?, 'product', ?)",
            (new_id().hex, at, at, tag.hex, waiting[0].hex),
        )
    upgrade(path)
    database = Database(path)
    with database.write() as session:
        assert index_pending(session.connection(), 99) == 4
        search = ProductSearchRepository(session)
        assert set(search.ids(Search())) == {*indexed, *waiting}
        for product_id in (*indexed, *waiting):
            assert search.ids(Search(parse(f'"{product_id.hex}.png"').tree)) == [product_id]
        assert search.ids(Search(parse("tag:print").tree)) == [waiting[0]]
    database.close()


def test_the_upgrade_can_be_taken_back(tmp_path: Path) -> None:
    path = tmp_path / "imagen.db"
    config = upgrading._config()

    def triggers() -> dict[str, str]:
        with closing(sqlite3.connect(path)) as connection:
            return dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type IN ('trigger', 'view')"))

    written = []
    for revision in (_BEFORE, "head"):
        with open_for_migration(path) as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
        written.append(triggers())
    before, after = written
    assert after != before
    with open_for_migration(path) as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, _BEFORE)
    assert triggers() == before


def _insert(connection: sqlite3.Connection, product_id: UUID) -> None:
    at = "2026-11-20 10:00:00.000000"
    connection.execute(
        "INSERT INTO product (id, created_at, updated_at, output_index, type, path, sha256, file_size, mime_type, state, "
        "liked, origin, name, notes) VALUES (?, ?, ?, 0, 'image', '', 'a', 1, 'image/png', 'ready', 0, 'imported', ?, '')",
        (product_id.hex, at, at, f"{product_id.hex}.png"),
    )
