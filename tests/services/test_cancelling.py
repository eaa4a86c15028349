"""Cancelling reaches the purchase that was meant, surely, and no other one."""

from __future__ import annotations

from uuid import UUID

import pytest

from imagen.bootstrap import Production
from imagen.data.models import Generation
from imagen.domain.errors import RateLimited, Unavailable
from imagen.domain.lifecycle import GenerationStatus
from imagen.providers.base import Handle, Submission
from imagen.services import generations
from imagen.services.all import Services
from tests.fakes.scripted_provider import Ledger, ScriptedFactory, wait_until
from tests.services.ordering import fulfilled, only, place


def test_a_cancel_that_comes_late_leaves_a_new_purchase_alone(production: Production, ledger: Ledger) -> None:
    """The wake-up may have waited behind others until the generation had ended and was bought again."""
    services = production.services
    placed = place(services, "slow")
    wait_until(lambda: only(services, placed.id).progress == 0.5)
    services.generations.cancel(only(services, placed.id).id)
    wait_until(lambda: only(services, placed.id).status is GenerationStatus.CANCELLED)
    services.generations.retry(only(services, placed.id).id)
    wait_until(lambda: len(ledger.accepted) == 2 and only(services, placed.id).progress == 0.5)
    services.generations.cancel_at_provider(only(services, placed.id).id)
    ledger.gate.set()
    assert fulfilled(services, placed.id).progress.complete == 1
    assert ledger.cancelled == ["request-1"]


@pytest.mark.parametrize("error", [Unavailable("Scripted is away."), RuntimeError("meant to fail")])
def test_a_provider_that_cannot_be_told_is_told_again(
    services: Services, ledger: Ledger, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    real = ScriptedFactory.cancel
    failures: list[bool] = []

    def fail_once(self: ScriptedFactory, submission: Submission) -> None:
        if not failures:
            failures.append(True)
            raise error
        real(self, submission)

    monkeypatch.setattr(generations, "_SECONDS_BEFORE_TELLING_AGAIN", 0.02, raising=False)
    monkeypatch.setattr(ScriptedFactory, "cancel", fail_once)
    placed = place(services, "slow")
    wait_until(lambda: only(services, placed.id).progress == 0.5)
    services.orders.cancel(placed.id)
    wait_until(lambda: only(services, placed.id).status is GenerationStatus.CANCELLED, 5)
    assert ledger.cancelled == ["request-1"]


@pytest.mark.parametrize("whole_order", [True, False])
def test_what_was_cancelled_waits_for_nothing_any_more(
    services: Services, monkeypatch: pytest.MonkeyPatch, whole_order: bool
) -> None:
    def busy(*_: object) -> Handle:
        raise RateLimited("Scripted is busy.")

    monkeypatch.setattr(ScriptedFactory, "submit", busy)
    placed = place(services, "a fox")
    wait_until(lambda: _row(services, placed.id).waiting_for == "provider")
    if whole_order:
        services.orders.cancel(placed.id)
    else:
        services.generations.cancel(only(services, placed.id).id)
    stopped = _row(services, placed.id)
    assert (stopped.status, stopped.waiting_for, stopped.waiting_note, stopped.not_before) == (
        GenerationStatus.CANCELLED,
        None,
        None,
        None,
    )


def _row(services: Services, order_id: UUID) -> Generation:
    with services.orders._units.reading() as reading:
        return reading.generations.of_order(order_id, 1)[0]
