"""Generations that were accepted and cannot be asked about: said at once, and shown to a person when it stays so."""

from __future__ import annotations

import pytest

from imagen.domain.attention import Resolution
from imagen.domain.errors import BadResponse, ImagenError, Unavailable
from imagen.providers.base import Progress, RemoteState, Submission
from imagen.services import polling
from imagen.services.all import Services
from tests.fakes.scripted_provider import Ledger, ScriptedFactory, wait_until
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
    shown = needing_attention(services, order.id, "late")
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
    needing_attention(services, order.id, "late")

    async def running(self: ScriptedFactory, submission: Submission) -> Progress:
        return Progress(RemoteState.RUNNING)

    monkeypatch.setattr(ScriptedFactory, "check", running)
    wait_until(lambda: only(services, order.id).attention is None, 10)
