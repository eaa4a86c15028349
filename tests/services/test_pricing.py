"""What an order is said to cost before it is placed, where its generations differ."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from imagen.domain.errors import CostNotConfirmed
from imagen.providers.base import Estimate
from imagen.services.all import Services
from imagen.services.order_request import OrderRequest
from tests.fakes.scripted_provider import MODEL, Ledger, ScriptedFactory

DOLLAR = 1_000_000


@pytest.fixture(autouse=True)
def fifty_steps_are_dear(monkeypatch: pytest.MonkeyPatch) -> None:
    def estimate(self: ScriptedFactory, parameters: Mapping[str, Any]) -> Estimate:
        return Estimate(DOLLAR if parameters["steps"] == 50 else 1_000, None)

    monkeypatch.setattr(ScriptedFactory, "estimate", estimate)


@pytest.mark.parametrize("owls", [100, 498, 500, 600, 3_862])
def test_the_dear_half_of_an_order_is_not_overlooked(services: Services, ledger: Ledger, owls: int) -> None:
    plan = services.plans.plan(OrderRequest(MODEL, {"prompt": f"owl [1..{owls}]", "steps": "49..50"}))
    assert (plan.count, plan.cost) == (2 * owls, pytest.approx(owls * (DOLLAR + 1_000), rel=0.2))


def test_a_few_dear_ones_of_many_are_counted_when_they_are_ordered(services: Services, ledger: Ledger) -> None:
    with pytest.raises(CostNotConfirmed) as refused:
        services.orders.place(OrderRequest(MODEL, {"prompt": "owl [1..97]", "steps": "1..50"}))
    assert refused.value.amount == 97 * DOLLAR + 97 * 49 * 1_000
