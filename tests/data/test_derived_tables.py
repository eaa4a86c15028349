"""New products wait to be indexed; whatever happens to them before, they are found as what they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from imagen.data.derived_tables import _PENDING, has_pending, index_pending, rebuild_search
from imagen.data.models import Collection, CollectionProduct, Product, Project, Tag, Tagging
from imagen.data.models.base import now
from imagen.data.repositories.product_search import Search
from imagen.data.unit_of_work import UnitOfWork, UnitOfWorkFactory
from imagen.domain.product import ProductState, ProductType
from imagen.domain.search import parse
from imagen.domain.tagging import TaggedKind
from tests.data.rows import add_order

_TABLES = ("product_search", "product_term", "product_figure")


@dataclass
class Bench:
    """A generated product that nobody indexed yet, and what can be done with it."""

    unit: UnitOfWork
    product: Product
    tag: Tag
    collection: Collection
    project: Project

    def change(self, **values: Any) -> None:
        for name, value in values.items():
            setattr(self.product, name, value)
        self.unit.session.flush()

    def mark(self, record: Tagging | CollectionProduct) -> Any:
        self.unit.session.add(record)
        self.unit.session.flush()
        return record

    def tagged(self) -> Any:
        return self.mark(Tagging(tag_id=self.tag.id, entity=TaggedKind.PRODUCT, entity_id=self.product.id))

    def untagged(self) -> None:
        tagging = self.tagged()
        tagging.deleted_at = now()
        self.unit.session.flush()

    def collected(self) -> Any:
        return self.mark(
            CollectionProduct(collection_id=self.collection.id, product_id=self.product.id, order_index=1.0)
        )

    def returned(self) -> None:
        assert self.product.generation_id is not None
        generation = self.unit.generations.get(self.product.generation_id)
        generation.return_parameters = {"seed": 77}
        self.unit.session.flush()

    def finds(self, text: str) -> bool:
        return self.product.id in self.unit.search.ids(Search(parse(text).tree))

    @property
    def connection(self) -> Any:
        return self.unit.session.connection()

    def contents(self) -> list[list[Any]]:
        queries = [*(f"SELECT * FROM {table}" for table in _TABLES), "SELECT rowid, * FROM product_text"]
        return [sorted(tuple(row) for row in self.connection.exec_driver_sql(query).all()) for query in queries]


@pytest.fixture
def bench(units: UnitOfWorkFactory) -> Any:
    with units() as unit:
        order = add_order(unit, ["a red fox"])
        (generation,) = unit.generations.of_order(order.id, 1)
        product = Product(
            type=ProductType.IMAGE, path="", sha256="a", file_size=1, mime_type="image/png", width=64, height=96
        )
        product.generation_id, product.order_id = generation.id, order.id
        tag, collection = Tag(name="print", name_key="print"), Collection(name="Best", name_key="best")
        project = Project(name="Foxes")
        for record in (tag, collection, project, product):
            unit.session.add(record)
        unit.session.flush()
        yield Bench(unit, product, tag, collection, project)


ACTS: dict[str, tuple[Callable[[Bench], object], str, bool]] = {
    "nothing": (lambda bench: None, "fox -liked is:unrated", True),
    "liked": (lambda bench: bench.change(liked=True), "liked", True),
    "rated": (lambda bench: bench.change(rating=3), "rating:good", True),
    "noted": (lambda bench: bench.change(notes="framed at home"), "framed is:noted", True),
    "renamed": (lambda bench: bench.change(name="poster.png"), "poster", True),
    "given another prompt": (lambda bench: bench.change(prompt="a grey whale"), "whale -fox", True),
    "given parameters": (lambda bench: bench.change(parameters={"steps": 31}), "steps:31", True),
    "moved": (lambda bench: bench.change(project_id=bench.project.id), "project:Foxes", True),
    "found to be missing": (lambda bench: bench.change(state=ProductState.MISSING), "is:missing", True),
    "tagged": (Bench.tagged, "tag:print is:tagged", True),
    "untagged": (Bench.untagged, "tag:none is:untagged", True),
    "collected": (Bench.collected, "collection:Best", True),
    "returned": (Bench.returned, "seed:77", True),
    "deleted": (lambda bench: bench.change(deleted_at=now()), "fox", False),
}


@pytest.mark.parametrize("act", list(ACTS))
def test_what_happens_to_a_product_that_waits_is_found(bench: Bench, act: str) -> None:
    do, text, is_found = ACTS[act]
    do(bench)
    assert bench.connection.exec_driver_sql("SELECT count(*) FROM product_search").scalar_one() == 0
    assert index_pending(bench.connection, 9) == 1
    assert not has_pending(bench.connection)
    assert bench.finds(text) is is_found
    before = bench.contents()
    rebuild_search(bench.connection)
    assert bench.contents() == before


@pytest.mark.parametrize("act", list(ACTS))
def test_what_happens_to_an_indexed_product_is_found_at_once(bench: Bench, act: str) -> None:
    do, text, is_found = ACTS[act]
    index_pending(bench.connection, 9)
    do(bench)
    assert not has_pending(bench.connection)
    assert bench.finds(text) is is_found
    before = bench.contents()
    rebuild_search(bench.connection)
    assert bench.contents() == before


def test_deleted_and_restored_while_it_waits_it_is_found(bench: Bench) -> None:
    bench.change(deleted_at=now(), liked=True)
    bench.change(deleted_at=None)
    index_pending(bench.connection, 9)
    assert bench.finds("fox liked")


def test_deleted_while_it_waits_and_restored_later_it_is_found(bench: Bench) -> None:
    bench.tagged()
    bench.change(deleted_at=now())
    index_pending(bench.connection, 9)
    bench.change(deleted_at=None)
    assert bench.finds("fox tag:print")


def test_removed_for_good_while_it_waits_it_leaves_nothing(bench: Bench) -> None:
    bench.tagged()
    bench.connection.exec_driver_sql("DELETE FROM product")
    assert not has_pending(bench.connection)
    assert index_pending(bench.connection, 9) == 0
    assert bench.contents() == [[], [], [], []]


def test_making_everything_anew_indexes_what_waits(bench: Bench) -> None:
    bench.tagged()
    rebuild_search(bench.connection)
    assert not has_pending(bench.connection)
    assert bench.finds("fox tag:print")


def test_the_oldest_are_indexed_first_and_no_more_than_asked(bench: Bench) -> None:
    newer = [Product(type=ProductType.IMAGE, path="", sha256="b", file_size=1, mime_type="image/png") for _ in range(4)]
    for product in newer:
        bench.unit.session.add(product)
    bench.unit.session.flush()
    assert index_pending(bench.connection, 2) == 2
    assert set(bench.unit.search.ids(Search())) == {bench.product.id, newer[0].id}
    assert index_pending(bench.connection, 2) == 2
    assert index_pending(bench.connection, 2) == 1
    assert index_pending(bench.connection, 2) == 0


def test_indexing_reads_no_table_whole(bench: Bench) -> None:
    """What is new is few, whatever the library holds."""
    for statement in _PENDING:
        plan = bench.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", ("0", "f")).all()
        steps = [row[3] for row in plan if "VIRTUAL TABLE INDEX 0:=" not in row[3]]  # a row of full text, by its number
        for table in ("p", "g", "product", "generation", "t", "product_search", "product_term", "product_figure"):
            assert not any(f"{step} ".startswith(f"SCAN {table} ") for step in steps), (statement, steps)
