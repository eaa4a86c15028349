"""The Bin holds what was deleted with what it was part of, and gives some or all of it back."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from imagen.data.repositories import journal
from imagen.domain.binning import BinKind
from imagen.domain.errors import NotFound
from imagen.domain.events import DomainEvent, ProductsRestored
from imagen.services import acts, announcing
from imagen.services.all import Services
from imagen.services.order_request import OrderRequest
from tests.fakes.scripted_provider import MODEL
from tests.services.ordering import fulfilled


def made(services: Services, prompt: str, project_id: UUID | None = None) -> list[UUID]:
    placed = services.orders.place(OrderRequest(MODEL, {"prompt": prompt}, project_id=project_id))
    fulfilled(services, placed.id)
    return [product.id for product in services.products.list(order_id=placed.id)[0]]


def _in_twos(monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name in ((acts, "HELD"), (announcing, "AT_ONCE"), (journal, "AT_ONCE")):
        monkeypatch.setattr(module, name, 2)


def test_the_bin_tells_what_a_product_was_part_of(services: Services) -> None:
    project = services.projects.create("Foxes")
    (fox,) = made(services, "a fox at dawn", project.id)
    assert services.bin.page().items == []
    services.keeping.delete([fox])
    (item,) = services.bin.page().items
    assert (item.id, item.title, item.model) == (fox, "a fox at dawn", MODEL)
    assert (item.project_id, item.project_name, item.project_is_deleted) == (project.id, "Foxes", False)
    assert item.product is not None
    assert item.deleted_at == item.product.deleted_at
    services.projects.delete(project.id)
    first, second = services.bin.page().items
    assert (first.kind, first.title, first.detail) == (BinKind.PROJECT, "Foxes", "1 order")
    assert second.project_is_deleted


def test_what_was_deleted_last_comes_first_in_pages(services: Services) -> None:
    ids = made(services, "[1..5]")
    for product_id in (ids[2], ids[0], ids[4]):
        services.keeping.delete([product_id])
    first, rest = services.bin.page(limit=2), services.bin.page(page=2, limit=2)
    assert [item.id for item in first.items + rest.items] == [ids[4], ids[0], ids[2]]
    assert (first.total, rest.total, rest.page) == (3, 3, 2)


def test_all_of_it_comes_back_at_once(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    _in_twos(monkeypatch)
    ids = made(services, "[1..5]")
    services.keeping.delete(ids)
    assert set(services.bin.ids()) == set(ids)
    told: list[DomainEvent] = []
    services.bus.subscribe(told.append)
    assert services.bin.restore(services.bin.ids()).sentence == "Restored 5 products."
    assert services.bin.page().total == 0
    assert {product.id for product in services.products.list()[0]} == set(ids)
    restored = [event.product_ids for event in told if isinstance(event, ProductsRestored)]
    assert [len(some) for some in restored] == [2, 2, 1]
    assert {product_id for some in restored for product_id in some} == set(ids)


def test_a_deleted_project_comes_back_with_its_products(services: Services) -> None:
    project = services.projects.create("Foxes")
    ids = made(services, "[1..3]", project.id)
    services.keeping.delete(ids)
    services.projects.delete(project.id)
    assert services.bin.restore(ids[:1]).sentence == "Restored 1 product and the project Foxes."
    assert services.project_overview.get(project.id).product_count == 1
    assert services.bin.restore(ids[1:]).sentence == "Restored 2 products."


def test_one_that_is_not_there_keeps_all_in_the_bin(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    _in_twos(monkeypatch)
    ids = made(services, "[1..3]")
    services.keeping.delete(ids)
    with pytest.raises(NotFound):
        services.bin.restore([*ids, uuid4()])
    assert services.bin.page().total == 3
