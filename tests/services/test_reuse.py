"""What was made can be put back into the form, as typed or as it came out."""

from __future__ import annotations

import io

import pytest

from imagen.domain.errors import NotFound
from imagen.domain.lifecycle import OrderStatus
from imagen.services.all import Services
from imagen.services.order_request import OrderRequest
from imagen.services.reuse import ReuseWhat
from imagen.services.views import ProductView
from tests.fakes.scripted_provider import MODEL, wait_until
from tests.media.metadata.samples import png, text_chunk


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


def test_what_a_file_says_is_put_into_any_model_and_its_brackets_stay_brackets(services: Services) -> None:
    text = "a [red|blue] fox, (soft:1.2) {x} <lora:fox:0.8>\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 77, Size: 1x1"
    taken = services.imports.take_file("fox.png", io.BytesIO(png(text_chunk("parameters", text)))).product
    assert taken is not None
    reused = services.reuse.on_model(taken.id, MODEL)
    planned = services.plans.plan(reused.request)
    assert planned.count == 1
    assert planned.items[0].parameters == {
        "prompt": "a [red|blue] fox, (soft:1.2) {x} <lora:fox:0.8>",
        "steps": 20,
        "seed": 77,
    }
    assert {left.name for left in reused.left_out} >= {"Guidance", "LoRA fox"}
    assert "seed" not in services.reuse.on_model(taken.id, MODEL, keep_seed=False).request.parameters


def test_what_was_made_here_is_put_into_a_model_by_its_record(services: Services, product: ProductView) -> None:
    again = services.reuse.on_model(product.id, MODEL)
    assert services.plans.plan(again.request).items[0].parameters["prompt"] == "a [small] red fox, C:\\dir"


def test_a_file_without_notes_cannot_be_reused(services: Services) -> None:
    taken = services.imports.take_file("plain.png", io.BytesIO(png())).product
    assert taken is not None
    with pytest.raises(NotFound, match="does not say"):
        services.reuse.on_model(taken.id, MODEL)
