"""Orders go into the Bin with their products, and what is removed for good leaves nothing but what it cost."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from PIL import Image
from sqlmodel import col, select

from imagen.bootstrap import Production
from imagen.data.models import Generation, Order, Spending, Submission
from imagen.data.repositories.removal import RemovalRepository
from imagen.domain.binning import BinKind
from imagen.domain.edits import Turn
from imagen.domain.errors import Conflict, NotFound
from imagen.domain.events import DomainEvent, OrderDeleted, OrderRestored, ProductsRemoved
from imagen.domain.lifecycle import OrderStatus
from imagen.domain.tagging import TaggedKind
from imagen.media.store import StoredFile
from imagen.services.all import Services
from imagen.services.order_request import OrderRequest
from imagen.services.saved_searches import SearchWording
from tests.fakes.scripted_provider import MODEL
from tests.services.ordering import fulfilled


def made(services: Services, prompt: str, project_id: UUID | None = None) -> tuple[UUID, list[UUID]]:
    placed = services.orders.place(OrderRequest(MODEL, {"prompt": prompt}, project_id=project_id))
    fulfilled(services, placed.id)
    return placed.id, [product.id for product in services.products.list(order_id=placed.id)[0]]


def png(shade: int) -> io.BytesIO:
    stored = io.BytesIO()
    Image.new("RGB", (9, 9), (shade, 60, 90)).save(stored, "PNG")
    stored.seek(0)
    return stored


def imported(services: Services, shade: int) -> UUID:
    product = services.imports.take_file(f"{shade}.png", png(shade)).product
    assert product is not None
    return product.id


def files(production: Production) -> set[Path]:
    return {
        path for root in (production.store._media_root, production.store._thumbnail_root) for path in root.rglob("*.*")
    }


def test_an_order_goes_and_comes_with_its_products(services: Services) -> None:
    project = services.projects.create("Foxes")
    order_id, ids = made(services, "a fox [1..3]", project.id)
    services.keeping.delete(ids[:1])
    told: list[DomainEvent] = []
    services.bus.subscribe(told.append)
    services.bin.delete_order(order_id)
    assert OrderDeleted(order_id, project.id) in told
    assert services.products.count() == 0
    assert services.orders.list().total == 0
    assert services.generations.list().total == 0
    order, alone = services.bin.page().items
    assert (order.kind, order.title, order.detail) == (BinKind.ORDER, "a fox [1..3]", "Order 1 · 2 products")
    assert order.product is not None
    assert (alone.kind, alone.id) == (BinKind.PRODUCT, ids[0])
    services.projects.delete(project.id)
    assert services.bin.restore([order_id]).sentence == "Restored 1 order and the project Foxes."
    assert OrderRestored(order_id, project.id) in told
    assert {product.id for product in services.products.list()[0]} == set(ids[1:])
    assert services.orders.get(order_id).progress.complete == 3


def test_a_product_brings_its_order_back(services: Services) -> None:
    order_id, ids = made(services, "a fox [1..3]")
    services.bin.delete_order(order_id)
    services.bin.restore(ids[:1])
    assert services.orders.get(order_id).number == 1
    assert [item.id for item in services.bin.page().items] == sorted(ids[1:], reverse=True)
    services.undo.undo()
    assert services.bin.counts() == {BinKind.ORDER: 1}
    services.undo.undo()
    assert services.products.count() == 3


def test_an_order_that_is_being_made_stays(at_rest: Production) -> None:
    services = at_rest.services
    placed = services.orders.place(OrderRequest(MODEL, {"prompt": "a fox"}))
    with pytest.raises(Conflict):
        services.bin.delete_order(placed.id)
    services.orders.cancel(placed.id)
    services.bin.delete_order(placed.id)
    with pytest.raises(NotFound):
        services.bin.delete_order(placed.id)


@pytest.mark.parametrize("restored", ["by undo", "from the Bin"])
def test_an_order_that_is_made_since_it_was_restored_does_not_go_again(at_rest: Production, restored: str) -> None:
    services = at_rest.services
    placed = services.orders.place(OrderRequest(MODEL, {"prompt": "a fox"}))
    services.orders.cancel(placed.id)
    services.bin.delete_order(placed.id)
    if restored == "by undo":
        services.undo.undo()
    else:
        services.bin.restore([placed.id])
    services.orders.retry(placed.id)
    left = services.undo.redo() if restored == "by undo" else services.undo.undo()
    assert left is not None
    assert (left.count, left.left) == (0, 1)
    assert services.bin.counts() == {}
    assert services.orders.get(placed.id).progress.pending == 1


def test_nothing_is_made_for_an_order_in_the_bin(at_rest: Production) -> None:
    services = at_rest.services
    placed = services.orders.place(OrderRequest(MODEL, {"prompt": "a fox"}))
    generation = services.generations.list(order_id=placed.id).items[0]
    services.orders.cancel(placed.id)
    services.bin.delete_order(placed.id)
    with pytest.raises(Conflict, match="Restore the order"):
        services.generations.retry(generation.id)
    with services.products._units() as unit:  # as a library may come in that was written before this was refused
        unit.orders.get(placed.id, deleted=True).status = OrderStatus.UNDERWAY
        unit.commit()
    assert services.removing.empty().kept == ("order 1, which is still being made",)
    assert services.bin.ids() == [placed.id]


def test_files_go_when_no_product_has_them(production: Production) -> None:
    services = production.services
    first, second = imported(services, 10), imported(services, 20)
    with services.products._units() as unit:  # the same content once more, as two orders may give it
        twin = unit.products.get(first).model_copy(update={"id": uuid4()})
        unit.products.add(type(twin)(**twin.model_dump()))
        unit.commit()
    whole = files(production)
    services.keeping.delete([first, second])
    told: list[DomainEvent] = []
    services.bus.subscribe(told.append)
    assert services.removing.empty().sentence == "Removed 2 things for good."
    assert any(isinstance(event, ProductsRemoved) and set(event.product_ids) == {first, second} for event in told)
    assert len(files(production)) == len(whole) / 2
    with pytest.raises(NotFound):
        services.products.get(first)
    undone = services.undo.undo()
    assert undone is not None
    assert not undone.is_done


class Meanwhile:
    """Stores files and edits as the store does, and then lets something happen before their products are written."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, production: Production, act: Callable[[], object]) -> None:
        self._ingest, self._act = production.store.ingest, act
        monkeypatch.setattr(production.store, "ingest", self)

    def __call__(self, *args: Any, **options: Any) -> StoredFile:
        stored = self._ingest(*args, **options)
        self._act()
        return stored


class PowerCut(BaseException):
    """What ends everything at once."""


def test_no_file_is_left_that_nobody_knows_of(production: Production, monkeypatch: pytest.MonkeyPatch) -> None:
    services = production.services
    ids = [imported(services, shade) for shade in (1, 2, 3)]
    services.keeping.delete(ids)
    remove = production.store.remove
    removed: list[str] = []

    def ends(path: str, sha256: str) -> None:
        if removed:
            raise PowerCut
        removed.append(path)
        remove(path, sha256)

    monkeypatch.setattr(production.store, "remove", ends)
    with pytest.raises(PowerCut):
        services.removing.empty()
    monkeypatch.undo()
    assert services.bin.counts() == {BinKind.PRODUCT: 3}
    services.removing.empty()
    assert files(production) == set()


def test_a_file_stays_that_comes_again_before_it_goes(production: Production, monkeypatch: pytest.MonkeyPatch) -> None:
    services = production.services
    services.keeping.delete([imported(services, 40)])
    removed = RemovalRepository.products
    came: list[UUID] = []

    def and_comes_again(self: RemovalRepository, ids: Sequence[UUID]) -> list[tuple[str, str]]:
        files = removed(self, ids)
        self.session.commit()
        came.append(imported(services, 40))
        return files

    monkeypatch.setattr(RemovalRepository, "products", and_comes_again)
    services.removing.empty()
    assert services.products.file(came[0]).is_file()


def test_what_is_removed_while_it_comes_again_is_no_product_without_a_file(
    production: Production, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = production.services
    services.keeping.delete([imported(services, 50)])
    Meanwhile(monkeypatch, production, services.removing.empty)
    again = services.imports.take_file("again.png", png(50))
    assert again.product is None
    assert "Import it again" in (again.error or "")
    assert services.products.count() == 0
    once_more = services.imports.take_file("again.png", png(50)).product
    assert once_more is not None
    assert services.products.file(once_more.id).is_file()


def test_a_result_whose_file_is_removed_while_it_comes_is_fetched_again(
    production: Production, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest = production.store.ingest
    stored: list[StoredFile] = []

    def removed_once(*args: Any, **options: Any) -> StoredFile:
        stored.append(ingest(*args, **options))
        if len(stored) == 1:
            production.store.remove(stored[0].path, stored[0].sha256)
        return stored[-1]

    monkeypatch.setattr(production.store, "ingest", removed_once)
    _, ids = made(production.services, "a fox")
    assert len(stored) == 2
    assert production.services.products.file(ids[0]).is_file()


@pytest.mark.parametrize("what", ["project", "source"])
def test_what_is_edited_while_it_is_removed(production: Production, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    services = production.services
    source, project = imported(services, 60), services.projects.create("Foxes")
    services.keeping.move([source], project.id)

    def remove() -> None:
        if what == "project":
            services.projects.delete(project.id)
        else:
            services.keeping.delete([source])
        services.removing.empty()

    Meanwhile(monkeypatch, production, remove)
    if what == "project":
        assert services.editing.edit(source, [Turn(90)]).project_id is None
    else:
        with pytest.raises(NotFound, match="removed for good"):
            services.editing.edit(source, [Turn(90)])


def test_what_comes_into_a_project_that_is_removed_meanwhile_is_of_none(
    production: Production, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = production.services
    project = services.projects.create("Foxes")

    def remove() -> None:
        services.projects.delete(project.id)
        services.removing.empty()

    Meanwhile(monkeypatch, production, remove)
    taken = services.imports.take_file("fox.png", png(70), project.id)
    assert taken.product is not None
    assert taken.product.project_id is None


def test_what_an_unfinished_order_takes_in_is_kept(at_rest: Production, monkeypatch: pytest.MonkeyPatch) -> None:
    services = at_rest.services
    needed, free = imported(services, 30), imported(services, 40)
    placed = services.orders.place(OrderRequest(MODEL, {"prompt": "a fox"}))
    with services.products._units() as unit:
        generation = unit.generations.of_order(placed.id, 1)[0]
        unit.session.connection().exec_driver_sql(
            "INSERT INTO generation_input (id, created_at, updated_at, generation_id, product_id, parameter, order_index) "
            "SELECT ?, created_at, updated_at, id, ?, 'image', 0 FROM generation WHERE id = ?",
            (uuid4().hex, needed.hex, generation.id.hex),
        )
        unit.commit()
    services.keeping.delete([needed, free])
    done = services.removing.empty()
    assert done.count == 1
    assert "1 product that unfinished orders take in" in done.sentence
    assert services.bin.ids() == [needed]
    services.orders.cancel(placed.id)
    assert services.removing.empty().count == 1


def test_an_order_leaves_nothing_but_what_it_cost(services: Services) -> None:
    paid, _ = made(services, "a secret fox [1..2]")
    with services.products._units.reading() as reading:
        was_paid = reading.session.exec(select(Spending).where(Spending.order_id == paid)).first() is not None
        spent = reading.session.exec(select(Spending.amount)).all()
    services.bin.delete_order(paid)
    assert services.removing.remove([paid]).kept == ()
    assert services.bin.counts() == {}
    with services.products._units.reading() as reading:
        assert reading.session.exec(select(Spending.amount)).all() == spent
        orders = reading.session.exec(select(Order)).all()
        assert bool(orders) == was_paid
        assert all(not order.base_parameters and not order.spec_used for order in orders)
        left = reading.session.exec(select(Generation)).all()
        assert all(not one.generation_parameters and one.return_parameters is None for one in left)
        assert all(not one.request for one in reading.session.exec(select(Submission)).all())
        dump = "\n".join(reading.session.connection().connection.iterdump())
    assert "secret fox" not in dump
    for deed in (services.bin.restore, services.removing.remove):
        with pytest.raises(NotFound):
            deed([paid])


def test_what_an_order_cost_does_not_come_back_as_an_order(services: Services) -> None:
    order_id, _ = made(services, "a secret fox [1..2]")
    services.bin.delete_order(order_id)
    services.removing.empty()
    undone = services.undo.undo()
    assert undone is not None
    assert not undone.is_done
    assert services.orders.list().total == 0


def test_things_go_and_what_was_in_them_stays(services: Services) -> None:
    project = services.projects.create("Foxes")
    order_id, ids = made(services, "a fox", project.id)
    services.drafts.save(project.id, {"prompt": "x"}, "here")
    tag, collection = services.tags.create("fox"), services.collections.create("Best")
    services.keeping.tag_things(TaggedKind.PROJECT, [project.id], ["fox"])
    services.keeping.tag(ids, ["fox"])
    services.keeping.collect(ids, collection.id)
    search = services.saved_searches.create(SearchWording("Foxes", "fox"), project.id)
    template = services.templates.of_order(order_id)
    lookup = services.lookups.create("animal", "fox")
    services.templates.delete(template.id)
    services.tags.delete(tag.id)
    services.collections.delete(collection.id)
    services.lookups.delete(lookup.id)
    services.projects.delete(project.id)
    assert services.removing.empty([BinKind.TAG]).count == 1
    assert services.removing.empty().count == 4
    (product,) = services.products.list()[0]
    assert (product.id, product.project_id, product.tags, product.collections) == (ids[0], None, (), ())
    assert services.orders.get(order_id).project_id is None
    assert services.saved_searches.get(search.id).project_id is None
    with services.products._units.reading() as reading:
        broken = list(reading.session.connection().exec_driver_sql("PRAGMA foreign_key_check"))
    assert broken == []


def test_a_generation_forgets_the_product_that_went_into_it(services: Services) -> None:
    source = imported(services, 50)
    order_id, _ = made(services, "a fox")
    with services.products._units() as unit:
        generation_id = unit.session.exec(select(Generation.id).where(col(Generation.order_id) == order_id)).one()
        unit.session.connection().exec_driver_sql(
            "INSERT INTO generation_input (id, created_at, updated_at, generation_id, product_id, parameter, order_index) "
            "SELECT ?, created_at, updated_at, id, ?, 'image', 0 FROM generation WHERE id = ?",
            (uuid4().hex, source.hex, generation_id.hex),
        )
        unit.commit()
    services.keeping.delete([source])
    services.removing.empty()
    assert services.generations.get(generation_id).inputs == ()
