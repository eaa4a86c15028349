"""What was made can be put back into the form, as typed or as it came out."""

from __future__ import annotations

import pytest

from imagen.domain.lifecycle import OrderStatus
from imagen.services.all import Services
from imagen.services.order_request import OrderRequest
from imagen.services.reuse import ReuseWhat
from imagen.services.views import ProductView
from tests.fakes.scripted_provider import MODEL, wait_until


@pytest.fixture
def product(services: Services) -> ProductView:
    request = OrderRequest(MODEL, {"prompt": "a \\[small\\] [red,blue] fox, C:\\dir", "steps": "4,8", "seed": "11,12"})
    placed = services.orders.place(request)
    wait_until(lambda: services.orders.get(placed.id).status is OrderStatus.FULFILLED)
    first = services.generations.list(order_id=placed.id, ascending=True).items[0]
    return first.products[0]


def test_the_template_comes_back_as_it_was_typed(services: Services, product: ProductView) -> None:
    again = services.reuse.product(product.id, ReuseWhat.TEMPLATE, keep_seed=True)
    assert again.parameters == {"prompt": "a \\[small\\] [red,blue] fox, C:\\dir", "steps": "4,8", "seed": "11,12"}
    without = services.reuse.product(product.id, ReuseWhat.TEMPLATE, keep_seed=False)
    assert "seed" not in without.parameters


def test_the_values_expand_to_exactly_what_was_made(services: Services, product: ProductView) -> None:
    again = services.reuse.product(product.id, ReuseWhat.VALUES, keep_seed=True)
    planned = services.plans.plan(again)
    assert planned.count == 1
    assert planned.items[0].parameters == {"prompt": "a [small] red fox, C:\\dir", "steps": 4, "seed": 11}


def test_the_seed_can_be_left_open(services: Services, product: ProductView) -> None:
    again = services.reuse.product(product.id, ReuseWhat.VALUES, keep_seed=False)
    assert "seed" not in services.plans.plan(again).items[0].parameters


def test_what_the_provider_returned_as_seed_is_reused(services: Services) -> None:
    placed = services.orders.place(OrderRequest(MODEL, {"prompt": "a fox"}))
    wait_until(lambda: services.orders.get(placed.id).status is OrderStatus.FULFILLED)
    made = services.generations.list(order_id=placed.id).items[0]
    again = services.reuse.generation(made.id, ReuseWhat.VALUES, keep_seed=True)
    assert services.plans.plan(again).items[0].parameters["seed"] == 7
