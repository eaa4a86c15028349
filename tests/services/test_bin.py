"""The Bin holds what was deleted with what it was part of, and gives some or all of it back."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from imagen.domain.errors import NotFound
from imagen.domain.events import DomainEvent, ProductsRestored
from imagen.services import products
from imagen.services.all import Services
from imagen.services.order_request import OrderRequest
from tests.fakes.scripted_provider import MODEL
from tests.services.ordering import fulfilled


def made(services: Services, prompt: str, project_id: UUID | None = None) -> list[UUID]:
    placed = services.orders.place(OrderRequest(MODEL, {"prompt": prompt}, project_id=project_id))
    fulfilled(services, placed.id)
    return [product.id for product in services.products.list(order_id=placed.id)[0]]


def test_the_bin_tells_what_a_product_was_part_of(services: Services) -> None:
    project = services.projects.create("Foxes")
    (fox,) = made(services, "a fox at dawn", project.id)
    assert services.products.bin().items == []
    services.products.delete([fox])
    (item,) = services.products.bin().items
    assert (item.product.id, item.title, item.model) == (fox, "a fox at dawn", MODEL)
    assert (item.project_id, item.project_name, item.project_is_deleted) == (project.id, "Foxes", False)
    assert item.deleted_at == item.product.deleted_at
    services.projects.delete(project.id)
    assert services.products.bin().items[0].project_is_deleted


def test_what_was_deleted_last_comes_first_in_pages(services: Services) -> None:
    ids = made(services, "[1..5]")
    for product_id in (ids[2], ids[0], ids[4]):
        services.products.delete([product_id])
    first, rest = services.products.bin(limit=2), services.products.bin(page=2, limit=2)
    assert [item.product.id for item in first.items + rest.items] == [ids[4], ids[0], ids[2]]
    assert (first.total, rest.total, rest.page) == (3, 3, 2)


def test_all_of_it_comes_back_at_once(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(products, "_AT_ONCE", 2)
    ids = made(services, "[1..5]")
    services.products.delete(ids)
    assert set(services.products.ids_in_bin()) == set(ids)
    told: list[DomainEvent] = []
    services.bus.subscribe(told.append)
    assert services.products.restore(services.products.ids_in_bin()) == []
    assert services.products.bin().total == 0
    assert {product.id for product in services.products.list()[0]} == set(ids)
    restored = [event.product_ids for event in told if isinstance(event, ProductsRestored)]
    assert [len(some) for some in restored] == [2, 2, 1]
    assert {product_id for some in restored for product_id in some} == set(ids)


def test_a_deleted_project_comes_back_with_its_products(services: Services) -> None:
    project = services.projects.create("Foxes")
    ids = made(services, "[1..3]", project.id)
    services.products.delete(ids)
    services.projects.delete(project.id)
    assert services.products.restore(ids[:1]) == ["Foxes"]
    assert services.projects.get(project.id).product_count == 1
    assert services.products.restore(ids[1:]) == []


def test_one_that_is_not_there_keeps_all_in_the_bin(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(products, "_AT_ONCE", 2)
    ids = made(services, "[1..3]")
    services.products.delete(ids)
    with pytest.raises(NotFound):
        services.products.restore([*ids, uuid4()])
    assert services.products.bin().total == 3
