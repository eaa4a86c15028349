"""Two people, or two tabs, decide about the same generation: it is bought once more at most."""

from __future__ import annotations

import threading
from datetime import timedelta
from uuid import UUID

import pytest

from imagen.bootstrap import Production
from imagen.domain.attention import Resolution
from imagen.domain.errors import Conflict
from imagen.domain.lifecycle import GenerationStatus
from imagen.providers.base import PreparedRequest, Result, Submission
from imagen.services.all import Services
from imagen.services.deciding import Deciding
from tests.fakes.scripted_provider import Ledger, ScriptedFactory, ScriptedProvider, wait_until
from tests.services.ordering import fulfilled, needing_attention, only, place


def test_buying_again_in_two_tabs_buys_once(
    services: Services, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    placed = place(services, "unclear slow")
    generation = needing_attention(services, placed.id, "unclear")
    seen = services.generations
    both_looked, first_is_done = threading.Barrier(2), threading.Event()
    real = Deciding.resolve

    def held_up(self: Deciding, *arguments: object) -> None:
        both_looked.wait(5)
        if threading.current_thread().name == "second":
            first_is_done.wait(5)
        real(self, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Deciding, "resolve", held_up)
    monkeypatch.setattr(ScriptedFactory, "submit", _accepting(ScriptedFactory.submit))
    refused: list[Exception] = []

    def decide() -> None:
        try:
            seen.resolve(generation.id, Resolution.SUBMIT)
        except Conflict as error:
            refused.append(error)

    first, second = threading.Thread(target=decide, name="first"), threading.Thread(target=decide, name="second")
    first.start()
    second.start()
    first.join()
    wait_until(lambda: len(ledger.attempts) == 2)
    wait_until(lambda: only(services, placed.id).status is GenerationStatus.GENERATING)
    first_is_done.set()
    second.join()
    assert len(refused) == 1
    ledger.gate.set()
    fulfilled(services, placed.id)
    assert len(ledger.attempts) == 2


def _accepting(real: object) -> object:
    def submit(self: ScriptedFactory, prepared: PreparedRequest) -> object:
        plain = dict(prepared.actual_parameters) | {"prompt": "slow"}
        return real(self, PreparedRequest(prepared.generation_id, plain))  # type: ignore[operator]

    return submit


def test_a_result_given_up_while_it_is_fetched_leaves_the_new_purchase_alone(
    services: Services, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The decision looks just before the fetch begins, and so does not see it."""
    monkeypatch.setattr(Deciding, "_is_being_stored", lambda *_: False)
    monkeypatch.setattr(ScriptedFactory, "patience", timedelta())
    fetching, go_on = threading.Event(), threading.Event()
    real = ScriptedFactory.collect

    def slowly(self: ScriptedFactory, submission: Submission) -> Result:
        if submission.handle.request_id == "request-1":
            fetching.set()
            go_on.wait(10)
        return real(self, submission)

    monkeypatch.setattr(ScriptedFactory, "collect", slowly)
    placed = place(services, "slow")
    late = needing_attention(services, placed.id, "late")
    ledger.gate.set()
    assert fetching.wait(10)
    ledger.gate.clear()
    services.generations.resolve(late.id, Resolution.SUBMIT)
    wait_until(lambda: len(ledger.accepted) == 2)
    wait_until(lambda: _states(services, late.id)[-1] == "accepted")
    go_on.set()
    wait_until(lambda: "request-1" in ledger.released)
    assert _states(services, late.id) == ["abandoned", "accepted"]
    ledger.gate.set()
    fulfilled(services, placed.id)
    assert _states(services, late.id) == ["abandoned", "done"]


def test_looking_for_a_lost_answer_twice_at_once_is_no_mistake(
    services: Services, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    placed = place(services, "unclear")
    generation = needing_attention(services, placed.id, "unclear")
    asked, go_on = threading.Event(), threading.Event()
    real = ScriptedProvider.find

    def slowly(self: ScriptedProvider, *arguments: object) -> object:
        if threading.current_thread().name == "slow":
            asked.set()
            go_on.wait(10)
        return real(self, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(ScriptedProvider, "find", slowly)
    failed: list[BaseException] = []

    def check() -> None:
        try:
            services.generations.resolve(generation.id, Resolution.CHECK)
        except BaseException as error:
            failed.append(error)

    slow = threading.Thread(target=check, name="slow")
    slow.start()
    assert asked.wait(10)
    services.generations.resolve(generation.id, Resolution.CHECK)
    fulfilled(services, placed.id)
    go_on.set()
    slow.join()
    assert failed == []
    assert only(services, placed.id).status is GenerationStatus.COMPLETE


def test_an_answer_found_too_late_leaves_the_new_purchase_alone(
    services: Services, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody looks for the lost answer while somebody else buys again."""
    placed = place(services, "unclear slow")
    generation = needing_attention(services, placed.id, "unclear")
    asked, go_on = threading.Event(), threading.Event()

    def nothing(*_: object) -> None:
        asked.set()
        go_on.wait(10)

    monkeypatch.setattr(ScriptedProvider, "find", nothing)
    monkeypatch.setattr(ScriptedFactory, "submit", _accepting(ScriptedFactory.submit))
    slow = threading.Thread(target=lambda: services.generations.resolve(generation.id, Resolution.CHECK))
    slow.start()
    assert asked.wait(10)
    services.generations.resolve(generation.id, Resolution.SUBMIT)
    wait_until(lambda: _states(services, generation.id)[-1] == "accepted")
    go_on.set()
    slow.join()
    assert _states(services, generation.id) == ["abandoned", "accepted"]
    ledger.gate.set()
    fulfilled(services, placed.id)


def _states(services: Services, generation_id: UUID) -> list[str]:
    return [s.state for s in services.generations.get(generation_id).submissions]


def test_a_late_submission_given_up_is_stopped_at_the_provider(
    production: Production, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ScriptedFactory, "patience", timedelta())
    services = production.services
    placed = place(services, "slow")
    late = needing_attention(services, placed.id, "late")
    services.generations.resolve(late.id, Resolution.GIVE_UP)
    wait_until(lambda: ledger.cancelled == ["request-1"])
