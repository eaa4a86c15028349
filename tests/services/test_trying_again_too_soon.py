"""A second "try again" (double click, second tab, API) while the generation is being made already."""

from __future__ import annotations

import pytest

from imagen.domain.errors import Conflict, InvalidTransition
from imagen.domain.lifecycle import GenerationStatus
from imagen.services.all import Services
from imagen.services.views import OrderView
from imagen.worker import tasks
from tests.fakes.scripted_provider import Ledger, ScriptedProvider, wait_until
from tests.services.ordering import fulfilled, only, place


def being_made(services: Services) -> OrderView:
    """Place an order of one, and wait until its provider is at it."""
    placed = place(services, "slow")
    wait_until(lambda: only(services, placed.id).progress == 0.5)
    return placed


def test_what_is_being_made_cannot_be_tried_again(
    services: Services, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "_SECONDS_AFTER_A_MISTAKE", 0.2)
    placed = being_made(services)
    with pytest.raises(InvalidTransition, match="at its provider"):
        services.generations.retry(only(services, placed.id).id)
    ledger.gate.set()
    wait_until(lambda: only(services, placed.id).status is GenerationStatus.COMPLETE, 10)  # paid, so it is kept
    assert len(ledger.attempts) == 1


def test_the_others_go_on(services: Services, ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """One place: what was put back wrongly stands at the head for ever, and all behind it wait."""
    monkeypatch.setattr(ScriptedProvider, "places", 1)
    monkeypatch.setattr(tasks, "_SECONDS_AFTER_A_MISTAKE", 0.2)
    placed = being_made(services)
    with pytest.raises(InvalidTransition, match="at its provider"):
        services.generations.retry(only(services, placed.id).id)
    ledger.gate.set()
    other = place(services, "a fox")
    wait_until(lambda: services.orders.get(other.id).progress.complete == 1, 10)


def test_what_was_cancelled_is_tried_again_when_it_has_been_stopped(services: Services, ledger: Ledger) -> None:
    placed = being_made(services)
    with services.orders._units() as unit:
        unit.generations.get(only(services, placed.id).id).status = GenerationStatus.CANCELLED
        unit.commit()
    with pytest.raises(Conflict, match="being stopped"):
        services.orders.retry(placed.id)
    with pytest.raises(InvalidTransition, match="at its provider"):
        services.generations.retry(only(services, placed.id).id)
    ledger.gate.set()
    wait_until(lambda: only(services, placed.id).status is GenerationStatus.COMPLETE)


def test_one_that_waits_though_it_is_at_its_provider_is_not_bought_again(services: Services, ledger: Ledger) -> None:
    """No act leads there any more; a database of before may hold one."""
    placed = being_made(services)
    with services.orders._units() as unit:
        unit.generations.get(only(services, placed.id).id).status = GenerationStatus.PENDING
        unit.commit()
    services.queue.resume()
    wait_until(lambda: only(services, placed.id).status is GenerationStatus.GENERATING)
    ledger.gate.set()
    assert fulfilled(services, placed.id).progress.complete == 1
    assert len(ledger.attempts) == 1
