"""How often providers are asked: about a crowd rarely, and about a run just when such runs are usually over."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

from imagen.providers.base import Progress, RemoteState, Submission
from imagen.services.durations import AT_ONCE
from imagen.services.in_flight import Flight, InFlight
from imagen.services.polling import Polling
from tests.fakes.scripted_provider import Ledger, ScriptedFactory

_KNOWN = "scripted:pictures"


def _flight(seconds_ago: float = 0.0, polls: int = 0, **more: Any) -> Flight:
    unused: Any = None
    submission: Any = _Submission()
    began = time.monotonic() - seconds_ago
    factory = ScriptedFactory(Ledger())
    return Flight(uuid4(), uuid4(), None, factory, submission, 1, unused, polls=polls, began=began, **more)


def _unknown(**more: Any) -> Flight:
    """Give a flight of a model of which nothing has ended yet."""
    made = _flight(**more)
    made.factory.model = replace(made.factory.model, key="scripted:unknown")
    return made


class _Submission:
    def __init__(self) -> None:
        self.handle = self
        self.request_id = uuid4().hex


def _polling(crowd: int = 1, *flights: Flight, telling: frozenset[str] = frozenset()) -> Polling:
    in_flight = InFlight()
    for flight in [*flights, *(_flight() for _ in range(crowd))]:
        in_flight.add(flight)
    unused: Any = None
    made = Polling(unused, in_flight, unused, unused, poll_seconds=1.0, telling=telling)
    for seconds in (2.4, 2.0, 2.2):
        made._durations.note(_KNOWN, seconds)
    return made


def test_each_of_a_crowd_is_asked_about_more_rarely() -> None:
    assert 0.9 <= _polling(1)._next_look(_unknown()) <= 1.1
    assert 9.0 <= _polling(500)._next_look(_unknown()) <= 11.0
    assert _polling(500)._next_look(_unknown(polls=1000)) <= 33.0


def test_the_next_look_comes_when_such_a_run_is_usually_over() -> None:
    polling = _polling(500)
    assert 1.4 <= polling._next_look(_flight(seconds_ago=0.5)) <= 1.6
    assert polling._next_look(_flight(seconds_ago=2.0)) <= 0.1
    assert 1.0 <= polling._next_look(_flight(seconds_ago=10.0)) <= 3.0


def test_the_first_look_comes_when_such_a_run_is_usually_over() -> None:
    fresh, older, long_ago = _flight(), _flight(seconds_ago=1.5), _flight(seconds_ago=20.0)
    polling = _polling(0, fresh, older, long_ago)
    assert 1.9 <= polling.first_look(fresh.generation_id) <= 2.0
    assert 0.4 <= polling.first_look(older.generation_id) <= 0.5
    assert polling.first_look(long_ago.generation_id) == 0.0


def test_what_is_not_known_or_was_not_seen_to_begin_is_looked_at_at_once() -> None:
    unknown, again, taken_up, to_stop = _unknown(), _flight(polls=1), _flight(taken_up=True), _flight(told_to_stop=1)
    polling = _polling(0, unknown, again, taken_up, to_stop)
    for flight in (unknown, again, taken_up, to_stop):
        assert polling.first_look(flight.generation_id) <= AT_ONCE
    assert polling.first_look(uuid4()) <= AT_ONCE
    fresh = _flight()
    assert _polling(0, fresh, telling=frozenset({"scripted"})).first_look(fresh.generation_id) <= AT_ONCE


async def test_a_run_teaches_how_long_such_ones_take_unless_its_beginning_was_not_seen() -> None:
    flights = [_flight(seconds_ago=1.5) for _ in range(20)]
    taken_up = [_flight(seconds_ago=0.1, taken_up=True) for _ in range(3)]
    polling = _polling(0, *flights, *taken_up)
    asleep: Any = _Asleep()
    polling._wakeups = asleep
    for flight in [*flights, *taken_up]:
        flight.factory = _Finished(Progress(RemoteState.SUCCEEDED, seconds=1.2))
        assert await polling.check(flight.generation_id) is None
    assert polling._durations.usual(_KNOWN) == 1.2


class _Asleep:
    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *args: None


class _Finished(ScriptedFactory):
    def __init__(self, progress: Progress) -> None:
        super().__init__(Ledger())
        self.progress = progress

    async def check(self, submission: Submission) -> Progress:
        return self.progress
