"""Orders at civitai through the whole pipeline: each attempt is a purchase of its own, and only people buy again."""

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
