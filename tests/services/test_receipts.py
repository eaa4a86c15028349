"""A provider's receipt belongs to one attempt, is kept whatever happens, and never stands for another attempt."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest

from imagen.datafolder import DataFolder
from imagen.domain.attention import Resolution
from imagen.domain.errors import Conflict, Rejected, SubmissionUnclear
from imagen.domain.lifecycle import GenerationStatus
from imagen.providers.base import Handle, PreparedRequest, Progress, RemoteState, Result, Submission
from imagen.services.all import Services
from imagen.services.submitting import Submitting
from imagen.services.views import SubmissionView
from imagen.settings import load_settings
from tests.fakes.scripted_provider import PATHS, Ledger, ScriptedFactory, wait_until
from tests.services.ordering import fulfilled, needing_attention, only, place
from tests.warm import build


def attempts(services: Services, generation_id: UUID) -> tuple[SubmissionView, ...]:
    return tuple(services.generations.get(generation_id).submissions)


def _forgetting_the_second(real: Callable[..., Handle]) -> Callable[..., Handle]:
    """Accept the first attempt; the second never arrives, and its answer is lost."""

    def submit(self: ScriptedFactory, prepared: PreparedRequest) -> Handle:
        if prepared.generation_id in self._ledger.attempts:
            self._ledger.attempts.append(prepared.generation_id)
            raise SubmissionUnclear("Scripted's answer was lost.")
        return real(self, prepared)

    return submit


def test_what_an_earlier_attempt_bought_is_not_taken_for_a_lost_one(
    services: Services, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ScriptedFactory, "submit", _forgetting_the_second(ScriptedFactory.submit))
    placed = place(services, "fails")
    wait_until(lambda: only(services, placed.id).status is GenerationStatus.FAILED)
    generation = services.generations.retry(only(services, placed.id).id)
    needing_attention(services, placed.id, "unclear")
    shown = services.generations.resolve(generation.id, Resolution.CHECK)
    assert (shown.status, shown.attention) == (GenerationStatus.GENERATING, "unclear")
    assert [(a.state, a.provider_request_id) for a in attempts(services, generation.id)] == [
        ("done", "request-1"),
        ("unknown", None),
    ]


def test_a_restart_does_not_take_an_earlier_purchase_for_a_lost_one_either(
    folder: DataFolder, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = load_settings({"poll_seconds": "0.02", "workers": "4"}, {})
    monkeypatch.setattr(ScriptedFactory, "submit", _forgetting_the_second(ScriptedFactory.submit))
    before = build(folder, settings, PATHS)
    before.start()
    placed = place(before.services, "fails")
    wait_until(lambda: only(before.services, placed.id).status is GenerationStatus.FAILED)
    before.services.generations.retry(only(before.services, placed.id).id)
    needing_attention(before.services, placed.id, "unclear")
    before.stop()
    after = build(folder, settings, PATHS)
    assert after.start().unclear == 1
    try:
        assert only(after.services, placed.id).attention == "unclear"
    finally:
        after.stop()


def test_a_result_faster_than_its_receipt_keeps_the_receipt(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Submitting._write_acceptance
    noted: list[str] = []

    def after_the_result(self: Submitting, *arguments: object) -> bool:
        flight = next(iter(self._in_flight))
        self._wakeups.watch(flight.generation_id)
        wait_until(lambda: services.generations.get(flight.generation_id).summary.status is GenerationStatus.COMPLETE)
        try:
            return real(self, *arguments)  # type: ignore[arg-type]
        except BaseException as error:
            noted.append(repr(error))
            raise

    monkeypatch.setattr(Submitting, "_write_acceptance", after_the_result)
    placed = place(services, "a fox")
    fulfilled(services, placed.id)
    generation = only(services, placed.id)
    wait_until(lambda: attempts(services, generation.id)[0].provider_request_id == "request-1", 5)
    assert attempts(services, generation.id)[0].state == "done"
    assert noted == []


def test_a_receipt_that_could_not_be_stored_is_stored_with_the_result(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> bool:
        raise OSError("No space left on device")

    monkeypatch.setattr(Submitting, "_write_acceptance", fail)
    placed = place(services, "a fox")
    fulfilled(services, placed.id)
    assert attempts(services, only(services, placed.id).id)[0].provider_request_id == "request-1"


def test_one_receipt_for_two_generations_loses_neither_result(
    services: Services, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some services answer the same request from memory, with the receipt of the first."""
    monkeypatch.setattr(ScriptedFactory, "submit", lambda *_: Handle("request-1"))
    placed = place(services, "a [1,2] fox")
    assert fulfilled(services, placed.id).progress.complete == 2


def test_a_job_that_the_provider_forgot_comes_before_a_person(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def gone(*_: object) -> Progress:
        raise Rejected("Scripted knows no such request.")

    monkeypatch.setattr(ScriptedFactory, "patience", timedelta())
    monkeypatch.setattr(ScriptedFactory, "check", gone)
    placed = place(services, "a fox")
    late = needing_attention(services, placed.id, "late")
    assert "Scripted knows no such request." in (late.attention_note or "")
    services.generations.resolve(late.id, Resolution.GIVE_UP)
    assert only(services, placed.id).status is GenerationStatus.FAILED


def test_a_decision_that_could_not_be_stored_loses_sight_of_nothing(
    services: Services, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    from imagen.data.unit_of_work import UnitOfWork

    monkeypatch.setattr(ScriptedFactory, "patience", timedelta())
    placed = place(services, "slow")
    late = needing_attention(services, placed.id, "late")

    def full(*_: object) -> None:
        raise OSError("No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(UnitOfWork, "commit", full)
        with pytest.raises(OSError, match="No space"):
            services.generations.resolve(late.id, Resolution.SUBMIT)
    ledger.gate.set()
    assert fulfilled(services, placed.id).progress.complete == 1
    assert len(ledger.attempts) == 1


def test_news_of_an_old_purchase_do_not_silence_a_new_one(
    services: Services, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The old one is asked about while it is given up and bought again; its end is not the new one's."""
    monkeypatch.setattr(ScriptedFactory, "patience", timedelta())
    placed = place(services, "slow")
    late = needing_attention(services, placed.id, "late")
    real, asked, go_on = ScriptedFactory.check, threading.Event(), threading.Event()

    async def slowly(self: ScriptedFactory, submission: Submission) -> Progress:
        if submission.handle.request_id == "request-1":
            import asyncio

            asked.set()
            await asyncio.to_thread(go_on.wait, 10)
            return Progress(RemoteState.FAILED, message="The old one failed.")
        return await real(self, submission)

    monkeypatch.setattr(ScriptedFactory, "check", slowly)
    assert asked.wait(10)
    services.generations.resolve(late.id, Resolution.SUBMIT)
    wait_until(lambda: len(attempts(services, late.id)) == 2 and attempts(services, late.id)[1].state == "accepted")
    ledger.gate.set()
    go_on.set()
    assert fulfilled(services, placed.id).progress.complete == 1


@pytest.mark.parametrize("together", [False, True])
@pytest.mark.parametrize("resolution", [Resolution.SUBMIT, Resolution.GIVE_UP])
def test_a_result_that_is_being_fetched_is_not_given_up(
    services: Services, ledger: Ledger, monkeypatch: pytest.MonkeyPatch, resolution: Resolution, together: bool
) -> None:
    """It comes after its time, and in the moment in which it is fetched somebody decides that it will not come."""
    monkeypatch.setattr(ScriptedFactory, "patience", timedelta())
    real, asked, go_on = ScriptedFactory.collect, threading.Event(), threading.Event()

    def slowly(self: ScriptedFactory, submission: Submission) -> Result:
        asked.set()
        assert go_on.wait(10)
        return real(self, submission)

    monkeypatch.setattr(ScriptedFactory, "collect", slowly)
    placed = place(services, "slow")
    late = needing_attention(services, placed.id, "late")
    ledger.gate.set()
    assert asked.wait(10)
    try:
        if together:
            assert services.generations.resolve_all(placed.id, resolution) == 0
        else:
            with pytest.raises(Conflict, match="being stored"):
                services.generations.resolve(late.id, resolution)
    finally:
        go_on.set()
    assert fulfilled(services, placed.id).progress.complete == 1
    assert len(ledger.attempts) == 1


def test_a_restart_shows_what_has_no_receipt_of_its_own(
    folder: DataFolder, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It shares the receipt of another generation, so after a restart nobody could ask about it: a person decides."""
    settings = load_settings({"poll_seconds": "0.02", "workers": "4"}, {})
    monkeypatch.setattr(ScriptedFactory, "submit", lambda *_: Handle("request-1"))

    async def runs(*_: object) -> Progress:
        return Progress(RemoteState.RUNNING)

    monkeypatch.setattr(ScriptedFactory, "check", runs)
    before = build(folder, settings, PATHS)
    before.start()
    placed = place(before.services, "a [1,2] fox")
    made = before.services.generations.list(order_id=placed.id).items
    wait_until(lambda: all(_accepted(before.services, one.id) for one in made))
    before.stop()
    after = build(folder, settings, PATHS)
    recovered = after.start()
    try:
        shown = after.services.generations.list(order_id=placed.id).items
        assert (recovered.resumed, recovered.unclear) == (1, 1)
        assert sorted(one.attention or "" for one in shown) == ["", "unclear"]
    finally:
        after.stop()


def _accepted(services: Services, generation_id: UUID) -> bool:
    return [one.state for one in attempts(services, generation_id)] == ["accepted"]
