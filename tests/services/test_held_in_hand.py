"""An order that was cancelled in somebody's hands is not held by a limit afterwards."""

from __future__ import annotations

import pytest

from imagen.bootstrap import Production
from imagen.domain.events import OrderHeld
from imagen.domain.lifecycle import OrderStatus
from imagen.providers.base import Estimate
from imagen.services.consent import Consent
from imagen.services.order_request import OrderRequest
from tests.fakes.scripted_provider import MODEL, Ledger, ScriptedFactory
from tests.services.test_taking import submitting_of, taking


def test_a_cancelled_order_is_not_held(at_rest: Production, ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    services = at_rest.services
    told: list[object] = []
    services.bus.subscribe(told.append)
    order = services.orders.place(OrderRequest(MODEL, {"prompt": "a fox"}), consent=Consent(spending_limit=2500))
    monkeypatch.setattr(ScriptedFactory, "estimate", lambda self, parameters: Estimate(9000, 0.005))
    source, wakeups = taking(at_rest)
    submitting = submitting_of(at_rest, source, wakeups)
    chosen = source.next()
    assert chosen is not None
    services.orders.cancel(order.id)
    assert not submitting._carry_out(chosen)
    view = services.orders.get(order.id)
    assert view.status is OrderStatus.CANCELLED
    assert [one for one in told if isinstance(one, OrderHeld)] == []
    assert (view.held_reason, view.held_for) == (None, None)


def test_a_fulfilled_order_is_not_held(at_rest: Production, ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its last generation was cancelled alone."""
    services = at_rest.services
    order = services.orders.place(OrderRequest(MODEL, {"prompt": "a fox"}), consent=Consent(spending_limit=2500))
    monkeypatch.setattr(ScriptedFactory, "estimate", lambda self, parameters: Estimate(9000, 0.005))
    source, wakeups = taking(at_rest)
    submitting = submitting_of(at_rest, source, wakeups)
    chosen = source.next()
    assert chosen is not None
    services.generations.cancel(chosen.generation.id)
    assert not submitting._carry_out(chosen)
    view = services.orders.get(order.id)
    assert (view.held_reason, view.held_for) == (None, None), view.status


def test_what_a_limit_held_back_waits_on_as_it_was(
    at_rest: Production, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What would have been sent is no actual parameter set."""
    services = at_rest.services
    order = services.orders.place(OrderRequest(MODEL, {"prompt": "a fox"}), consent=Consent(spending_limit=2500))
    monkeypatch.setattr(ScriptedFactory, "estimate", lambda self, parameters: Estimate(9000, 0.005))
    source, wakeups = taking(at_rest)
    chosen = source.next()
    assert chosen is not None
    assert not submitting_of(at_rest, source, wakeups)._carry_out(chosen)
    with services.orders._units.reading() as reading:
        waiting = reading.generations.get(chosen.generation.id)
    assert (waiting.status, waiting.started_at, waiting.actual_parameters) == ("pending", None, None)
    assert services.orders.get(order.id).held_for is not None
