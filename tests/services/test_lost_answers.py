"""A submission whose answer was lost is looked for at its provider without being asked to, and never bought again for that."""

from __future__ import annotations

import time
from datetime import datetime

import pytest

from imagen.domain.attention import Resolution
from imagen.providers.base import Handle, PreparedRequest
from imagen.services.all import Services
from imagen.worker import tasks
from tests.fakes.scripted_provider import Ledger, ScriptedProvider, wait_until
from tests.services.ordering import fulfilled, needing_attention, only, place


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "_SECONDS_UNTIL_LOOKED_FOR", (0.05, 0.2, 0.4))


@pytest.mark.usefixtures("soon")
def test_it_is_found_and_finished_by_itself(services: Services, ledger: Ledger) -> None:
    placed = place(services, "unclear")
    assert fulfilled(services, placed.id).progress.complete == 1
    assert len(ledger.attempts) == 1
    assert only(services, placed.id).attention is None


@pytest.mark.usefixtures("soon")
def test_it_is_looked_for_again_where_the_list_comes_late(
    services: Services, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    real = ScriptedProvider.find

    def late(self: ScriptedProvider, model_key: str, prepared: PreparedRequest, since: datetime) -> Handle | None:
        asked.append(prepared.generation_id)
        return real(self, model_key, prepared, since) if len(asked) == 3 else None

    monkeypatch.setattr(ScriptedProvider, "find", late)
    placed = place(services, "unclear")
    fulfilled(services, placed.id)
    assert len(asked) == 3
    assert len(ledger.attempts) == 1


@pytest.mark.usefixtures("soon")
def test_what_a_person_has_given_up_is_not_looked_for(
    services: Services, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ScriptedProvider, "lists", False)
    placed = place(services, "unclear")
    generation = needing_attention(services, placed.id, "unclear")
    services.generations.resolve(generation.id, Resolution.GIVE_UP)
    monkeypatch.setattr(ScriptedProvider, "lists", True)
    time.sleep(0.6)
    assert only(services, placed.id).error_kind == "given-up"
    assert len(ledger.attempts) == 1


@pytest.mark.usefixtures("soon")
def test_what_is_not_listed_stays_for_a_person(
    services: Services, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ScriptedProvider, "lists", False)
    placed = place(services, "unclear")
    wait_until(lambda: "no such request in its list" in (only(services, placed.id).attention_note or ""))
    assert only(services, placed.id).attention == "unclear"
    assert len(ledger.attempts) == 1
