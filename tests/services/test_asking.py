"""Asking about an order again tells what was asked, when and what came of it, and does not blame the order for the asking."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from imagen.domain.attention import Resolution
from imagen.domain.errors import BadResponse, ImagenError, InsufficientCredit, Unavailable
from imagen.providers.base import Progress, RemoteState, Submission
from imagen.services import polling
from imagen.services.all import Services
from imagen.services.views import GenerationView
from tests.fakes.scripted_provider import Ledger, ScriptedFactory, ScriptedProvider, wait_until
from tests.services.ordering import needing_attention, only, place

_MOMENT = r"on \d+ \w+ at \d\d:\d\d"


def lost(services: Services) -> GenerationView:
    return needing_attention(services, place(services, "unclear").id, "unclear")


def checked(services: Services, generation: GenerationView) -> str:
    return services.generations.resolve(generation.id, Resolution.CHECK).attention_note or ""


def refusing(monkeypatch: pytest.MonkeyPatch, error: ImagenError) -> None:
    def find(*_: object) -> None:
        raise error

    monkeypatch.setattr(ScriptedProvider, "find", find)


def test_what_is_not_listed_is_told_with_the_time(
    services: Services, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ScriptedProvider, "lists", False)
    note = checked(services, lost(services))
    assert re.fullmatch(
        rf"Its answer was lost, so it may have been bought\. Asked Scripted {_MOMENT}: no such request in its list\.",
        note,
    )


def test_a_refused_question_is_not_taken_for_a_refused_order(
    services: Services, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusing(monkeypatch, InsufficientCredit("The account has no credit.", "Top it up, then resume."))
    note = checked(services, lost(services))
    assert "this question was refused, not the order: The account has no credit." in note
    assert "Whether the order was taken is still unknown." in note
    assert "check again, or look through its own list of requests." in note


def test_what_could_not_tell_is_to_be_asked_later(
    services: Services, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusing(monkeypatch, Unavailable("Scripted cannot be reached."))
    note = checked(services, lost(services))
    assert "it could not tell: Scripted cannot be reached." in note
    assert "refused" not in note


def test_a_key_replaced_since_may_be_of_another_account(
    services: Services, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ScriptedProvider, "lists", False)
    services.keys.set("scripted", "the-first-key-0123456789")
    generation = lost(services)
    services.keys.set("scripted", "the-first-key-0123456789")
    assert "another account" not in checked(services, generation)
    services.keys.set("scripted", "the-second-key-0123456789")
    assert "the new one may belong to another account" in checked(services, generation)


@pytest.fixture
def unheard_of(services: Services, ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> GenerationView:
    async def check(self: ScriptedFactory, submission: Submission) -> Progress:
        raise BadResponse("Scripted does not know this request.")

    monkeypatch.setattr(ScriptedFactory, "check", check)
    monkeypatch.setattr(polling, "_SLOWEST", 0.05)
    return needing_attention(services, place(services, "a fox").id, "unheard-of")


def test_the_same_answer_is_told_as_a_new_one(
    services: Services, unheard_of: GenerationView, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = unheard_of.attention_note or ""
    assert re.search(rf"Asked {_MOMENT}, the answer was: Scripted does not know this request\.", first)
    monkeypatch.setattr("imagen.services.asking_words._when", lambda: "later")
    services.generations.resolve(unheard_of.id, Resolution.CHECK)
    wait_until(lambda: "Asked later, the answer was" in (only(services, unheard_of.order_id).attention_note or ""))
    assert only(services, unheard_of.order_id).attention == "unheard-of"


def test_an_accepted_one_may_be_of_another_account_too(services: Services, unheard_of: GenerationView) -> None:
    services.keys.set("scripted", "another-key-0123456789")
    services.generations.resolve(unheard_of.id, Resolution.CHECK)
    wait_until(lambda: "another account" in (only(services, unheard_of.order_id).attention_note or ""))


def test_one_that_runs_still_is_told_so(services: Services, ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ScriptedFactory, "patience", timedelta())
    late = needing_attention(services, place(services, "slow").id, "late")

    async def running(self: ScriptedFactory, submission: Submission) -> Progress:
        return Progress(RemoteState.RUNNING)

    monkeypatch.setattr(ScriptedFactory, "check", running)
    services.generations.resolve(late.id, Resolution.CHECK)
    wait_until(lambda: "it is on its way still." in (only(services, late.order_id).attention_note or ""))
    ledger.gate.set()


def test_what_another_purchase_may_cost_is_known(
    services: Services, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ScriptedProvider, "lists", False)
    assert lost(services).expected_cost == 2500
