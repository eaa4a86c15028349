"""Generations that were accepted and cannot be asked about: said at once, and shown to a person when it stays so."""

from __future__ import annotations

import asyncio

import pytest

from imagen.bootstrap import Production
from imagen.domain.attention import Resolution
from imagen.domain.errors import AuthenticationFailed, BadResponse, ImagenError, Unavailable
from imagen.domain.events import ProviderPaused
from imagen.providers.base import Progress, RemoteState, Submission
from imagen.services import polling
from imagen.services.all import Services
from tests.fakes.scripted_provider import Ledger, ScriptedFactory, ScriptedProvider, wait_until
from tests.services.ordering import fulfilled, needing_attention, only, place


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[ImagenError]:
    """What asking is answered with, as long as there is something."""
    left: list[ImagenError] = []

    async def check(self: ScriptedFactory, submission: Submission) -> Progress:
        if left:
            raise left[0]
        return Progress(RemoteState.SUCCEEDED)

    monkeypatch.setattr(ScriptedFactory, "check", check)
    monkeypatch.setattr(polling, "_SLOWEST", 0.05)
    return left


def test_what_the_provider_does_not_know_is_shown_to_a_person(
    services: Services, ledger: Ledger, answers: list[ImagenError]
) -> None:
    answers.append(BadResponse("Scripted does not know this request."))
    order = place(services, "a fox")
    shown = needing_attention(services, order.id, "unheard-of")
    assert "Scripted does not know this request." in (shown.attention_note or "")
    assert "time this model should take" not in (shown.attention_note or "")
    answers.clear()
    services.generations.resolve(shown.id, Resolution.CHECK)
    assert fulfilled(services, order.id).progress.complete == 1
    assert len(ledger.accepted) == 1


def test_what_passes_by_itself_needs_nobody_and_says_why(
    services: Services, ledger: Ledger, answers: list[ImagenError]
) -> None:
    answers.append(Unavailable("Scripted is away."))
    order = place(services, "a fox")
    wait_until(lambda: "Scripted is away." in only(services, order.id).progress_note, 10)
    wait_until(lambda: next(iter(services.generations._in_flight)).failures > 10, 10)
    assert only(services, order.id).attention is None
    answers.clear()
    assert fulfilled(services, order.id).progress.complete == 1


def test_one_that_can_be_asked_about_again_needs_nobody_any_more(
    services: Services, ledger: Ledger, answers: list[ImagenError], monkeypatch: pytest.MonkeyPatch
) -> None:
    answers.append(BadResponse("Scripted stammers."))
    order = place(services, "a fox")
    needing_attention(services, order.id, "unheard-of")

    async def running(self: ScriptedFactory, submission: Submission) -> Progress:
        return Progress(RemoteState.RUNNING)

    monkeypatch.setattr(ScriptedFactory, "check", running)
    wait_until(lambda: only(services, order.id).attention is None, 10)


def test_what_a_provider_tells_nothing_of_holds_up_nothing_else(
    services: Services, ledger: Ledger, answers: list[ImagenError]
) -> None:
    answers.append(BadResponse("Scripted does not know this request."))
    order = place(services, f"a [1..{2 * ScriptedProvider.places}] fox")
    wait_until(lambda: len(ledger.accepted) == 2 * ScriptedProvider.places)
    answers.clear()
    services.generations.resolve_all(order.id, Resolution.CHECK)
    assert fulfilled(services, order.id).progress.complete == 2 * ScriptedProvider.places
    assert len(ledger.attempts) == 2 * ScriptedProvider.places


def test_a_key_that_is_refused_when_asking_pauses_the_provider_with_one_notice(
    production: Production, services: Services, ledger: Ledger, answers: list[ImagenError]
) -> None:
    told: list[ProviderPaused] = []
    services.bus.subscribe(lambda event: told.append(event) if isinstance(event, ProviderPaused) else None)
    answers.append(AuthenticationFailed("Scripted does not accept the key.", "Set the right one."))
    order = place(services, f"a [1..{2 * ScriptedProvider.places}] fox")
    wait_until(lambda: told)
    assert "Scripted does not accept the key." in told[0].reason
    wait_until(lambda: all(flight.failures > 3 for flight in production.polling._in_flight))
    assert len(told) == 1
    assert len(ledger.attempts) == ScriptedProvider.places, "nothing more is bought meanwhile"
    answers.clear()
    assert fulfilled(services, order.id).progress.complete == 2 * ScriptedProvider.places


def test_a_mended_key_brings_the_asking_forward_and_old_refusals_count_no_more(
    production: Production, services: Services, answers: list[ImagenError], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "_SLOWEST", 3600.0)
    answers.append(AuthenticationFailed("Scripted does not accept the key."))
    order = place(services, "a fox")
    flights = production.polling._in_flight
    wait_until(lambda: any(flight.failures >= 2 for flight in flights))
    flight = next(iter(flights))
    flight.failures = 12  # by now it is asked about rarely
    answers.clear()
    services.queue.resume_provider("scripted")
    assert fulfilled(services, order.id).progress.complete == 1
    flight.failures = 12
    asked_before = production.polling._mended_at["scripted"] - 1
    asyncio.run(production.polling._pause_if_refused(flight, AuthenticationFailed("Too late."), asked_before))
    assert services.queue.state().providers[0].paused is None
