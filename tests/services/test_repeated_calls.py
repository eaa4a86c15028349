"""A call that is sent twice, because its answer was lost or somebody pressed twice, pays once."""

from __future__ import annotations

from uuid import UUID

import pytest

from imagen.domain.attention import Resolution
from imagen.domain.errors import Conflict
from imagen.domain.lifecycle import GenerationStatus
from imagen.services.all import Services
from tests.fakes.scripted_provider import Ledger, ScriptedProvider, wait_until
from tests.services.ordering import fulfilled, needing_attention, only, place


def _failed(services: Services, order_id: UUID, attempts: int, ledger: Ledger) -> UUID:
    wait_until(lambda: len(ledger.attempts) == attempts and only(services, order_id).status is GenerationStatus.FAILED)
    return only(services, order_id).id


def test_a_generation_is_tried_again_once_for_each_key(services: Services, ledger: Ledger) -> None:
    placed = place(services, "fails")
    generation_id = _failed(services, placed.id, 1, ledger)
    services.generations.retry(generation_id, "press-1")
    _failed(services, placed.id, 2, ledger)
    assert services.generations.retry(generation_id, "press-1").status is GenerationStatus.FAILED
    services.generations.retry(generation_id, "press-2")
    _failed(services, placed.id, 3, ledger)


def test_an_order_is_tried_again_once_for_each_key(services: Services, ledger: Ledger) -> None:
    placed = place(services, "fails")
    _failed(services, placed.id, 1, ledger)
    services.orders.retry(placed.id, "press-1")
    _failed(services, placed.id, 2, ledger)
    assert services.orders.retry(placed.id, "press-1").progress.failed == 1
    services.orders.retry(placed.id, "press-2")
    _failed(services, placed.id, 3, ledger)


def test_a_decision_is_taken_once_for_each_key(services: Services, ledger: Ledger) -> None:
    placed = place(services, "unclear")
    generation = needing_attention(services, placed.id, "unclear")
    services.generations.resolve(generation.id, Resolution.SUBMIT, "press-1")
    wait_until(lambda: len(ledger.attempts) == 2)
    needing_attention(services, placed.id, "unclear")
    services.generations.resolve(generation.id, Resolution.SUBMIT, "press-1")
    with pytest.raises(Conflict, match="another call"):
        services.generations.resolve(generation.id, Resolution.GIVE_UP, "press-1")
    with pytest.raises(Conflict, match="another call"):
        services.orders.retry(placed.id, "press-1")
    assert only(services, placed.id).attention == "unclear"
    services.generations.resolve(generation.id, Resolution.GIVE_UP, "press-2")
    assert fulfilled(services, placed.id).progress.failed == 1
    assert len(ledger.attempts) == 2


def test_a_decision_about_a_whole_order_is_taken_once_for_each_key(
    services: Services, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ScriptedProvider, "lists", False)
    placed = place(services, "unclear [1..3]")
    wait_until(lambda: services.orders.get(placed.id).progress.attention == 3)
    assert services.generations.resolve_all(placed.id, Resolution.SUBMIT, "press-1") == 3
    wait_until(lambda: len(ledger.attempts) == 6 and services.orders.get(placed.id).progress.attention == 3)
    assert services.generations.resolve_all(placed.id, Resolution.SUBMIT, "press-1") == 3
    assert services.orders.get(placed.id).progress.attention == 3
    assert services.generations.resolve_all(placed.id, Resolution.GIVE_UP, "press-2") == 3
    assert fulfilled(services, placed.id).progress.failed == 3
    assert len(ledger.attempts) == 6


def test_a_key_that_came_with_nothing_to_do_is_not_spent(services: Services, ledger: Ledger) -> None:
    placed = place(services, "slow")
    wait_until(lambda: only(services, placed.id).progress == 0.5)
    with pytest.raises(Conflict):
        services.orders.retry(placed.id, "press-1")
    services.orders.cancel(placed.id)
    wait_until(lambda: only(services, placed.id).status is GenerationStatus.CANCELLED)
    ledger.gate.set()
    services.orders.retry(placed.id, "press-1")
    assert fulfilled(services, placed.id).progress.complete == 1
