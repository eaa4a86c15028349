"""Downloads that take long: others are stored meanwhile, and what waits for their places goes on behind them."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from imagen.bootstrap import Production
from imagen.datafolder import DataFolder
from imagen.providers.base import Result, Submission
from imagen.settings import load_settings
from tests.fakes.scripted_provider import PATHS, Ledger, ScriptedFactory, ScriptedProvider, wait_until
from tests.services.ordering import fulfilled, place
from tests.warm import build


@pytest.fixture
def eight(folder: DataFolder, ledger: Ledger) -> Iterator[Production]:
    made = build(folder, load_settings({"poll_seconds": "0.02", "workers": "8"}, {}), PATHS)
    made.start()
    yield made
    made.stop()


def test_slow_downloads_of_a_few_do_not_keep_others_from_being_stored(
    eight: Production, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    collect, gate, hung = ScriptedFactory.collect, threading.Event(), []

    def slow(self: ScriptedFactory, submission: Submission) -> Result:
        if "hangs" in str(submission.prepared.actual_parameters["prompt"]):
            hung.append(submission)
            gate.wait(120)
        return collect(self, submission)

    monkeypatch.setattr(ScriptedFactory, "collect", slow)
    services = eight.services
    hanging = place(services, "hangs [1..3]")
    wait_until(lambda: len(hung) == 3)
    try:
        other = place(services, "a [1..9] fox")
        wait_until(lambda: services.orders.get(other.id).progress.complete == 9, 20)
    finally:
        print("complete", services.orders.get(other.id).progress, "hung", len(hung))
        gate.set()
    fulfilled(services, other.id)
    fulfilled(services, hanging.id)


def test_what_finds_no_place_behind_slow_downloads_goes_on_when_they_are_stored(
    eight: Production, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    collect, gate = ScriptedFactory.collect, threading.Event()

    def slow(self: ScriptedFactory, submission: Submission) -> Result:
        gate.wait(120)
        return collect(self, submission)

    monkeypatch.setattr(ScriptedFactory, "collect", slow)
    services = eight.services
    placed = place(services, "a [1..12] fox")
    try:
        wait_until(lambda: len(ledger.attempts) == 2 * ScriptedProvider.places, 20)
        time.sleep(0.3)  # nobody is left who looks at the queue
        assert len(ledger.attempts) == 2 * ScriptedProvider.places
    finally:
        gate.set()
    wait_until(lambda: services.orders.get(placed.id).progress.complete == 12, 20)
