"""What an order is said to cost before it is placed, where its generations differ."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from imagen.domain.errors import CostNotConfirmed, PriceUnknown
from imagen.providers.base import Estimate, PreparedRequest
from imagen.services.all import Services
from imagen.services.consent import Consent
from imagen.services.order_request import OrderRequest
from tests.fakes.scripted_provider import MODEL, Ledger, ScriptedFactory
from tests.services.ordering import fulfilled

DOLLAR = 1_000_000


@pytest.fixture(autouse=True)
def fifty_steps_are_dear(monkeypatch: pytest.MonkeyPatch) -> None:
    def estimate(self: ScriptedFactory, parameters: Mapping[str, Any]) -> Estimate:
        return Estimate(DOLLAR if parameters["steps"] == 50 else 1_000, None)

    monkeypatch.setattr(ScriptedFactory, "estimate", estimate)


@pytest.mark.parametrize("owls", [100, 498, 500, 600, 3_862])
def test_the_dear_half_of_an_order_is_not_overlooked(services: Services, ledger: Ledger, owls: int) -> None:
    plan = services.plans.plan(OrderRequest(MODEL, {"prompt": f"owl [1..{owls}]", "steps": "49..50"}))
    assert plan.count == 2 * owls
    assert plan.cost == pytest.approx(owls * (DOLLAR + 1_000), rel=0.2)


def test_a_few_dear_ones_of_many_are_counted_when_they_are_ordered(services: Services, ledger: Ledger) -> None:
    with pytest.raises(CostNotConfirmed) as refused:
        services.orders.place(OrderRequest(MODEL, {"prompt": "owl [1..97]", "steps": "1..50"}))
    assert refused.value.amount == 97 * DOLLAR + 97 * 49 * 1_000


def test_one_of_each_kind_is_estimated_where_the_factory_says_what_its_cost_hangs_on(
    services: Services, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []

    def estimate(self: ScriptedFactory, parameters: Mapping[str, Any]) -> Estimate:
        seen.append(parameters["steps"])
        return Estimate(parameters["steps"], None)

    monkeypatch.setattr(ScriptedFactory, "estimate", estimate)
    monkeypatch.setattr(ScriptedFactory, "cost_names", lambda self: frozenset({"steps"}))
    services.queue.pause()
    services.orders.place(OrderRequest(MODEL, {"prompt": "owl [1..200]", "steps": "1..3"}))
    priced, seen[:] = seen[:3], []
    assert priced == [1, 2, 3]
    assert services.plans.plan(OrderRequest(MODEL, {"prompt": "owl [1..2000]", "steps": "1..3"})).cost == pytest.approx(
        12_000, rel=0.2
    )


def test_a_price_that_cannot_be_worked_out_is_unknown_and_holds_nobody_up(
    services: Services, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.queue.pause()
    before = services.orders.place(OrderRequest(MODEL, {"prompt": "a fox"}))

    def broken(self: ScriptedFactory, parameters: Mapping[str, Any]) -> Estimate:
        raise OverflowError("cannot convert float infinity to integer")

    def asked(self: ScriptedFactory, prepared: PreparedRequest) -> Estimate:
        raise KeyError("price")

    monkeypatch.setattr(ScriptedFactory, "estimate", broken)
    monkeypatch.setattr(ScriptedFactory, "quote", asked)
    monkeypatch.setattr(ScriptedFactory, "asks_for_price", True)
    request = OrderRequest(MODEL, {"prompt": "an owl"})
    assert services.plans.plan(request).needs_ceiling
    assert not services.plans.ask_for_prices(request)
    with pytest.raises(PriceUnknown):
        services.orders.place(request)
    after = services.orders.place(request, consent=Consent(ceiling=1_000))
    services.queue.resume()
    assert fulfilled(services, before.id).progress.complete == fulfilled(services, after.id).progress.complete == 1
    assert services.spending.view().today.spent == 2 * 2_500
