"""How often providers are asked: about a crowd rarely, and about a run just when such runs are usually over."""

from __future__ import annotations

import time
from typing import Any
from uuid import uuid4

from imagen.services.durations import Durations
from imagen.services.in_flight import Flight, InFlight
from imagen.services.polling import Polling
from tests.fakes.scripted_provider import Ledger, ScriptedFactory


def _flight(seconds_ago: float = 0.0, polls: int = 0) -> Flight:
    unused: Any = None
    submission: Any = _Submission()
    began = time.monotonic() - seconds_ago
    return Flight(uuid4(), uuid4(), None, ScriptedFactory(Ledger()), submission, 1, unused, polls=polls, began=began)


class _Submission:
    def __init__(self) -> None:
        self.handle = self
        self.request_id = uuid4().hex


def _polling(crowd: int = 1) -> Polling:
    flights = InFlight()
    for _ in range(crowd):
        flights.add(_flight())
    unused: Any = None
    return Polling(unused, flights, unused, unused, poll_seconds=1.0)


def test_each_of_a_crowd_is_asked_about_more_rarely() -> None:
    assert 0.9 <= _polling(1)._next_look(_flight()) <= 1.1
    assert 9.0 <= _polling(500)._next_look(_flight()) <= 11.0
    assert _polling(500)._next_look(_flight(polls=1000)) <= 33.0


def test_the_next_look_comes_when_such_a_run_is_usually_over() -> None:
    polling = _polling(500)
    model = _flight().factory.model.key
    for seconds in (2.4, 2.0, 2.2):
        polling._durations.note(model, seconds)
    assert 1.4 <= polling._next_look(_flight(seconds_ago=0.5)) <= 1.6
    assert polling._next_look(_flight(seconds_ago=2.0)) <= 0.1
    assert 1.0 <= polling._next_look(_flight(seconds_ago=10.0)) <= 3.0


def test_what_is_usual_is_known_after_some_runs_and_forgotten_with_time() -> None:
    durations = Durations()
    durations.note("a", 1.0)
    durations.note("a", 5.0)
    assert durations.usual("a") is None
    durations.note("a", 6.0)
    assert durations.usual("a") == 1.0
    for _ in range(20):
        durations.note("a", 7.0)
    assert durations.usual("a") == 7.0
    assert durations.usual("b") is None
