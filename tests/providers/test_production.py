"""Orders at the simulators through the whole pipeline: bought once, found again when an answer is lost, and none is lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from imagen.domain.attention import Resolution
from imagen.services.all import Services
from imagen.services.order_request import OrderRequest
from tests.fakes.scripted_provider import wait_until
from tests.provider_simulators import Fault, Simulators
from tests.providers.production import producing
from tests.services.ordering import fulfilled, needing_attention, only


@dataclass(frozen=True)
class Shop:
    """A provider: what is ordered there, the field that says how many, the route that buys, and what two of it are.

    `broke` is its refusal for lack of money, and `lacks` what is said then; `cost` is of two, in micro-dollars.
    """

    name: str
    model: str
    outputs: str
    route: str
    broke: Fault
    lacks: str
    cost: int
    made: tuple[str, int]


SHOPS = (
    Shop(
        "replicate",
        "replicate:black-forest-labs/flux-schnell",
        "num_outputs",
        "predictions.create",
        Fault.refuse(402),
        "credit",
        6_000,
        ("image/webp", 1024),
    ),
    Shop(
        "fal",
        "fal:fal-ai/flux/schnell",
        "num_images",
        "queue.submit",
        Fault.refuse(403, "exhausted"),
        "credit",
        50_000,
        ("image/jpeg", 1024),
    ),
    Shop(
        "civitai",
        "civitai:urn:air:sdxl:checkpoint:civitai:101055@128078",
        "quantity",
        "workflows.submit",
        Fault.refuse(403),
        "Buzz",
        16_000,
        ("image/jpeg", 1024),
    ),
)


@pytest.fixture(params=SHOPS, ids=lambda shop: shop.name)
def shop(request: pytest.FixtureRequest) -> Shop:
    chosen: Shop = request.param
    return chosen


@pytest.fixture
def services(tmp_path: Path, sims: Simulators, shop: Shop) -> Iterator[Services]:
    with producing(tmp_path, sims, shop.name) as made:
        # where it can be asked for, the price is known: faults strike the order, not the question for its price
        made.services.plans.ask_for_prices(OrderRequest(shop.model, {"prompt": "a heron"}))
        yield made.services


def test_an_order_is_made_with_all_that_is_known_of_it(services: Services, sims: Simulators, shop: Shop) -> None:
    order = services.orders.place(OrderRequest(shop.model, {"prompt": "a [cat,dog,fox]", shop.outputs: 2}))
    fulfilled(services, order.id)
    made = services.generations.list(order_id=order.id).items
    assert sims.ledger.count(service=shop.name) == len(made) == 3
    assert set(sims.ledger.by_input().values()) == {1}
    for generation in made:
        detail = services.generations.get(generation.id)
        assert None not in (detail.base_parameters, detail.generation_parameters)
        assert detail.actual_parameters is not None
        assert (detail.return_parameters or {})["seed"] == detail.actual_parameters["seed"]
        assert [submission.cost for submission in detail.submissions] == [shop.cost]
    products = services.products.list(order_id=order.id)[0]
    assert len(products) == 6
    assert {(product.mime_type, product.width) for product in products} == {shop.made}


def test_a_lost_answer_is_found_when_a_person_asks(services: Services, sims: Simulators, shop: Shop) -> None:
    getattr(sims, shop.name).faults.add(shop.route, Fault.drop_after_accept())
    order = services.orders.place(OrderRequest(shop.model, {"prompt": "a heron"}))
    unclear = needing_attention(services, order.id, "unclear")
    services.generations.resolve(unclear.id, Resolution.CHECK)
    fulfilled(services, order.id)
    assert sims.ledger.count() == 1


def test_a_newcomers_order_waits_and_goes_on(services: Services, sims: Simulators, shop: Shop) -> None:
    getattr(sims, shop.name).faults.add(shop.route, Fault.refuse(429, retry_after=1))
    order = services.orders.place(OrderRequest(shop.model, {"prompt": "a crane"}))
    fulfilled(services, order.id)
    assert only(services, order.id).error_message is None
    assert sims.ledger.count() == 1


def test_no_credit_pauses_and_loses_nothing(services: Services, sims: Simulators, shop: Shop) -> None:
    getattr(sims, shop.name).faults.add(shop.route, shop.broke)
    order = services.orders.place(OrderRequest(shop.model, {"prompt": "a stork"}))
    wait_until(lambda: services.models.providers()[0].paused is not None, 10)
    assert shop.lacks in (services.models.providers()[0].paused or "")
    services.queue.resume_provider(shop.name)
    fulfilled(services, order.id)
    assert sims.ledger.count() == 1
