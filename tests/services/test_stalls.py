"""Nothing waits for ever: not for a lost timer, not for a mistake of a provider, not for a database that was busy."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import OperationalError

from imagen.bootstrap import Production
from imagen.data.unit_of_work import UnitOfWork
from imagen.datafolder import DataFolder
from imagen.domain.errors import ModelGone, RateLimited
from imagen.domain.events import GenerationChanged
from imagen.domain.lifecycle import GenerationStatus, OrderStatus
from imagen.providers.base import Handle, PreparedRequest, Result, Submission
from imagen.providers.surroundings import NOWHERE, Surroundings
from imagen.services import settling
from imagen.services.all import Services
from imagen.services.stranded import Stranded
from imagen.services.submitting import Submitting
from imagen.services.taking import Taking
from imagen.settings import load_settings
from imagen.worker import tasks
from tests.fakes.scripted_provider import PATHS, Ledger, ScriptedFactory, ScriptedProvider, _output, wait_until
from tests.services.ordering import fulfilled, needing_attention, only, place
from tests.warm import build

SETTINGS = load_settings({"poll_seconds": "0.02", "workers": "4"}, {})


def test_a_wait_that_a_restart_interrupted_ends_all_the_same(
    folder: DataFolder, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object) -> Handle:
        raise RateLimited("Scripted is busy.", retry_after=timedelta(seconds=1.5))

    with monkeypatch.context() as patch:
        patch.setattr(ScriptedFactory, "submit", busy)
        before = build(folder, SETTINGS, PATHS)
        before.start()
        placed = place(before.services, "a fox")
        wait_until(lambda: _not_before_set(before.services, placed.id))
        before.stop()
    after = build(folder, SETTINGS, PATHS)
    after.start()
    try:
        assert fulfilled(after.services, placed.id).progress.complete == 1
    finally:
        after.stop()


def _not_before_set(services: Services, order_id: object) -> bool:
    with services.orders._units.reading() as reading:
        return reading.queue.earliest_not_before() is not None


def test_a_provider_that_cannot_forget_does_not_hold_up_the_queue(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("meant to fail")

    monkeypatch.setattr(ScriptedProvider, "places", 1)
    monkeypatch.setattr(ScriptedFactory, "release", fail)
    placed = place(services, "a [1..5] fox")
    assert fulfilled(services, placed.id).progress.complete == 5


def test_a_queue_that_could_not_be_looked_at_is_looked_at_again(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Taking._choose
    failures: list[bool] = []

    def fail_at_first(self: Taking) -> object:
        if len(failures) < 12:
            failures.append(True)
            raise RuntimeError("database is locked")
        return real(self)

    monkeypatch.setattr(Taking, "_choose", fail_at_first)
    monkeypatch.setattr(tasks, "_SECONDS_AFTER_A_MISTAKE", 0.02)
    placed = place(services, "a fox")
    assert fulfilled(services, placed.id).progress.complete == 1


def test_an_intent_that_could_not_be_stored_is_no_purchase(
    services: Services, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Submitting._write_intent
    failures: list[bool] = []

    def fail_once(self: Submitting, *arguments: object) -> object:
        if not failures:
            failures.append(True)
            raise OSError("No space left on device")
        return real(self, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Submitting, "_write_intent", fail_once)
    monkeypatch.setattr(tasks, "_SECONDS_AFTER_A_MISTAKE", 0.02)
    placed = place(services, "a fox")
    assert fulfilled(services, placed.id).progress.complete == 1
    assert len(ledger.attempts) == 1


def test_writing_that_broke_off_goes_on(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    from imagen.services import writing

    real = writing.write_chunk
    failures: list[bool] = []

    def fail_once(*arguments: object) -> None:
        if not failures:
            failures.append(True)
            raise RuntimeError("database is locked")
        real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(writing, "write_chunk", fail_once)
    monkeypatch.setattr(tasks, "_SECONDS_AFTER_A_MISTAKE", 0.02)
    placed = place(services, "a [1..80] fox")
    assert fulfilled(services, placed.id).progress.complete == 80


def test_an_absurd_wait_is_cut_short(services: Services, ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object) -> Handle:
        raise RateLimited("Scripted is busy.", retry_after=timedelta.max)

    monkeypatch.setattr(ScriptedFactory, "submit", busy)
    placed = place(services, "a fox")
    wait_until(lambda: _not_before_set(services, placed.id), 5)
    assert only(services, placed.id).status is GenerationStatus.PENDING
    assert services.orders.cancel(placed.id).status is OrderStatus.CANCELLED


def test_a_result_that_never_can_be_stored_comes_before_a_person(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A provider that gives two outputs one number would otherwise be fetched from for ever."""

    def twins(self: ScriptedFactory, submission: Submission) -> Result:
        raise ValueError("meant to fail")

    monkeypatch.setattr(settling, "_SECONDS_AFTER_A_MISTAKE", 0.01)
    monkeypatch.setattr(ScriptedFactory, "collect", twins)
    placed = place(services, "a fox")
    assert "could not be stored" in (needing_attention(services, placed.id, "result").attention_note or "")


def test_outputs_of_one_number_are_all_kept(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    def twins(self: ScriptedFactory, submission: Submission) -> Result:
        return Result([_output("one"), _output("two")])

    monkeypatch.setattr(ScriptedFactory, "collect", twins)
    placed = place(services, "a fox")
    fulfilled(services, placed.id)
    assert only(services, placed.id).output_count == 2


@pytest.mark.parametrize("error", [ModelGone("Scripted has no such model."), RuntimeError("meant to fail")])
def test_what_cannot_be_taken_up_after_a_start_comes_before_a_person(
    folder: DataFolder, ledger: Ledger, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    before = build(folder, SETTINGS, PATHS)
    before.start()
    placed = place(before.services, "slow")
    wait_until(lambda: only(before.services, placed.id).progress == 0.5)
    before.stop()

    def gone(*_: object) -> ScriptedFactory:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(ScriptedProvider, "factory", gone)
        during = build(folder, SETTINGS, PATHS)
        during.start()
        needing_attention(during.services, placed.id, "result")
        during.stop()
    ledger.gate.set()
    after = build(folder, SETTINGS, PATHS)
    after.start()
    try:
        assert fulfilled(after.services, placed.id).progress.complete == 1
        assert len(ledger.attempts) == 1
    finally:
        after.stop()


def test_a_wait_cancelled_meanwhile_is_over(
    services: Services, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(self: ScriptedFactory, prepared: PreparedRequest) -> Handle:
        services.orders.cancel(placed_id[0])
        raise RateLimited("Scripted is busy.", retry_after=timedelta(seconds=60))

    services.queue.pause()
    placed = place(services, "a fox")
    placed_id = [placed.id]
    with monkeypatch.context() as patch:
        patch.setattr(ScriptedFactory, "submit", busy)
        services.queue.resume()
        wait_until(lambda: only(services, placed.id).status is GenerationStatus.CANCELLED)
    stopped = only(services, placed.id)
    assert (stopped.attention, stopped.completed_at is not None) == (None, True)


def test_trying_a_cancelled_order_again_writes_what_cancelling_cut_off(at_rest: Production, ledger: Ledger) -> None:
    services = at_rest.services
    placed = place(services, "a [1..90] fox")
    services.orders.cancel(placed.id)
    assert services.orders.get(placed.id).progress.planned < 90
    at_rest.start()
    services.orders.retry(placed.id)
    assert fulfilled(services, placed.id).progress.complete == 90


@pytest.mark.parametrize("is_stored", [False, True])
def test_a_generation_whose_taking_was_reported_as_failed_is_taken_again(
    services: Services, ledger: Ledger, monkeypatch: pytest.MonkeyPatch, is_stored: bool
) -> None:
    """A commit that ends in an error may have been written all the same."""
    real = UnitOfWork.commit
    failures: list[bool] = []

    def fail_once(self: UnitOfWork) -> None:
        taking = any(isinstance(one, GenerationChanged) and one.status == "generating" for one in self._events)
        if not taking or failures:
            real(self)
            return
        failures.append(True)
        if is_stored:
            real(self)
        raise OperationalError("COMMIT", {}, sqlite3.OperationalError("disk I/O error"))

    monkeypatch.setattr(UnitOfWork, "commit", fail_once)
    monkeypatch.setattr(tasks, "_SECONDS_AFTER_A_MISTAKE", 0.02)
    placed = place(services, "a fox")
    assert fulfilled(services, placed.id).progress.complete == 1
    assert len(ledger.attempts) == 1


def test_only_the_very_taking_that_broke_off_is_put_back(at_rest: Production) -> None:
    placed = place(at_rest.services, "a fox")
    units = at_rest.services.orders._units
    stranded = Stranded(units)
    with units() as unit:
        (earlier,) = unit.queue.upcoming({"scripted": 1}, datetime.now(UTC))
        taken_at = datetime.now(UTC)
        assert unit.queue.take(earlier.id, taken_at, {})
        unit.commit()
    stranded.add(earlier.id, taken_at - timedelta(seconds=1))
    stranded.take_back()
    assert only(at_rest.services, placed.id).status is GenerationStatus.GENERATING
    stranded.add(earlier.id, taken_at)
    stranded.take_back()
    assert only(at_rest.services, placed.id).status is GenerationStatus.PENDING


def test_the_database_is_not_locked_while_providers_are_loaded(
    folder: DataFolder, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = build(folder, SETTINGS, PATHS)
    placed = place(before.services, "a fox")
    before.stop()
    made, locked = ScriptedProvider.__init__, []

    def loaded(self: ScriptedProvider, surroundings: Surroundings = NOWHERE) -> None:
        with closing(sqlite3.connect(folder.database, timeout=0)) as other:
            try:
                other.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                locked.append(True)
        made(self, surroundings)

    monkeypatch.setattr(ScriptedProvider, "__init__", loaded)
    after = build(folder, SETTINGS, PATHS)
    after.start()
    try:
        assert fulfilled(after.services, placed.id).progress.complete == 1
        assert locked == []
    finally:
        after.stop()
