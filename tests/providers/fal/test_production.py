"""Orders at the simulator through the whole pipeline: made once, stored as real files, found again when an answer is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from imagen.bootstrap import Production
from imagen.domain.attention import Resolution
from imagen.services.order_request import OrderRequest
from tests.fakes.scripted_provider import wait_until
from tests.provider_simulators import Fault, Simulators
from tests.providers.fal.conftest import SCHNELL
from tests.providers.production import producing
from tests.services.ordering import fulfilled, needing_attention, only


@pytest.fixture
def production(tmp_path: Path, sims: Simulators) -> Iterator[Production]:
    with producing(tmp_path, sims, "fal") as made:
        yield made


def test_an_order_is_made_with_all_that_is_known_of_it(production: Production, sims: Simulators) -> None:
    services = production.services
    order = services.orders.place(OrderRequest(SCHNELL, {"prompt": "a [cat,dog,fox]", "num_images": 2}))
    fulfilled(services, order.id)
    made = services.generations.list(order_id=order.id).items
    assert sims.ledger.count(service="fal") == len(made) == 3
    assert set(sims.ledger.by_input().values()) == {1}
    for generation in made:
        detail = services.generations.get(generation.id)
        assert None not in (detail.base_parameters, detail.generation_parameters)
        assert detail.actual_parameters is not None
        assert (detail.return_parameters or {})["seed"] == detail.actual_parameters["seed"]
    products = services.products.list(order_id=order.id)[0]
    assert len(products) == 6
    assert {(product.mime_type, product.width) for product in products} == {("image/jpeg", 1024)}


def test_a_lost_answer_is_found_when_a_person_asks(production: Production, sims: Simulators) -> None:
    services = production.services
    sims.fal.faults.add("queue.submit", Fault.drop_after_accept())
    order = services.orders.place(OrderRequest(SCHNELL, {"prompt": "a heron"}))
    unclear = needing_attention(services, order.id, "unclear")
    services.generations.resolve(unclear.id, Resolution.CHECK)
    fulfilled(services, order.id)
    assert sims.ledger.count() == 1


def test_a_newcomers_order_waits_and_goes_on(production: Production, sims: Simulators) -> None:
    services = production.services
    sims.fal.faults.add("queue.submit", Fault.refuse(429, retry_after=1))
    order = services.orders.place(OrderRequest(SCHNELL, {"prompt": "a crane"}))
    fulfilled(services, order.id)
    assert only(services, order.id).error_message is None
    assert sims.ledger.count() == 1


def test_no_credit_pauses_and_loses_nothing(production: Production, sims: Simulators) -> None:
    services = production.services
    sims.fal.faults.add("queue.submit", Fault.refuse(403, "exhausted"))
    order = services.orders.place(OrderRequest(SCHNELL, {"prompt": "a stork"}))
    wait_until(lambda: services.models.providers()[0].paused is not None, 10)
    assert "credit" in (services.models.providers()[0].paused or "")
    services.queue.resume_provider("fal")
    fulfilled(services, order.id)
    assert sims.ledger.count() == 1
