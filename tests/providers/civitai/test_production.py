"""Orders at the simulator through the whole pipeline: made once, stored as real files, each attempt a purchase of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from imagen.bootstrap import Production
from imagen.domain.attention import Resolution
from imagen.domain.lifecycle import GenerationStatus
from imagen.services.order_request import OrderRequest
from tests.fakes.scripted_provider import wait_until
from tests.provider_simulators import Fault, Simulators
from tests.providers.civitai.conftest import SDXL
from tests.providers.production import producing
from tests.services.ordering import fulfilled, needing_attention, only


@pytest.fixture
def production(tmp_path: Path, sims: Simulators) -> Iterator[Production]:
    with producing(tmp_path, sims, "civitai") as made:
        # its price is known, so that faults strike the order, not the question for its price
        assert made.services.plans.ask_for_prices(OrderRequest(SDXL, {"prompt": "a heron"}))
        yield made


def test_an_order_is_made_with_all_that_is_known_of_it(production: Production, sims: Simulators) -> None:
    services = production.services
    order = services.orders.place(OrderRequest(SDXL, {"prompt": "a [cat,dog,fox]", "quantity": 2}))
    fulfilled(services, order.id)
    made = services.generations.list(order_id=order.id).items
    assert sims.ledger.count(service="civitai") == len(made) == 3
    for generation in made:
        detail = services.generations.get(generation.id)
        assert None not in (detail.base_parameters, detail.generation_parameters)
        assert detail.actual_parameters is not None
        assert (detail.return_parameters or {})["seed"] == detail.actual_parameters["seed"]
        assert [submission.cost for submission in detail.submissions] == [16_000]
    products = services.products.list(order_id=order.id)[0]
    assert len(products) == 6
    assert {(product.mime_type, product.width) for product in products} == {("image/jpeg", 1024)}


def test_a_second_attempt_is_a_purchase_of_its_own(production: Production, sims: Simulators) -> None:
    services = production.services
    sims.civitai.faults.add("workflows.submit", Fault.fail("worker exploded"))
    order = services.orders.place(OrderRequest(SDXL, {"prompt": "a heron"}))
    wait_until(lambda: only(services, order.id).status is GenerationStatus.FAILED, 10)
    services.orders.retry(order.id)
    fulfilled(services, order.id)
    first, second = (entry.external_id for entry in sims.ledger.entries(service="civitai"))
    assert first is not None
    assert second is not None
    assert first.endswith("-1")
    assert second == f"{first[:-1]}2"


def test_a_lost_answer_is_found_when_a_person_asks(production: Production, sims: Simulators) -> None:
    services = production.services
    sims.civitai.faults.add("workflows.submit", Fault.drop_after_accept())
    order = services.orders.place(OrderRequest(SDXL, {"prompt": "a heron"}))
    unclear = needing_attention(services, order.id, "unclear")
    services.generations.resolve(unclear.id, Resolution.CHECK)
    fulfilled(services, order.id)
    assert sims.ledger.count() == 1


def test_what_never_arrived_is_bought_only_when_a_person_says_so(production: Production, sims: Simulators) -> None:
    services = production.services
    sims.civitai.faults.add("workflows.submit", Fault.drop_before_accept())
    order = services.orders.place(OrderRequest(SDXL, {"prompt": "a heron"}))
    unclear = needing_attention(services, order.id, "unclear")
    services.generations.resolve(unclear.id, Resolution.CHECK)
    assert needing_attention(services, order.id, "unclear").id == unclear.id
    assert sims.ledger.count() == 0
    services.generations.resolve(unclear.id, Resolution.SUBMIT)
    fulfilled(services, order.id)
    assert sims.ledger.count() == 1


def test_looking_for_what_was_cancelled_while_unclear_buys_nothing(production: Production, sims: Simulators) -> None:
    services = production.services
    sims.civitai.faults.add("workflows.submit", Fault.drop_before_accept())
    order = services.orders.place(OrderRequest(SDXL, {"prompt": "a heron"}))
    unclear = needing_attention(services, order.id, "unclear")
    services.orders.cancel(order.id)
    services.generations.resolve(unclear.id, Resolution.CHECK)
    assert sims.recorder.count(route="workflows.list") >= 1
    assert sims.ledger.count() == 0


def test_no_buzz_pauses_and_loses_nothing(production: Production, sims: Simulators) -> None:
    services = production.services
    sims.civitai.faults.add("workflows.submit", Fault.refuse(403))
    order = services.orders.place(OrderRequest(SDXL, {"prompt": "a stork"}))
    wait_until(lambda: services.models.providers()[0].paused is not None, 10)
    assert "Buzz" in (services.models.providers()[0].paused or "")
    services.queue.resume_provider("civitai")
    fulfilled(services, order.id)
    assert sims.ledger.count() == 1
