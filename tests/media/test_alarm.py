"""The alarm rings when it should, once, and not when it was silenced or set anew."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from imagen.media.alarm import Alarm

_LONG = 600.0


class Bell:
    def __init__(self) -> None:
        self.rung = 0
        self.heard = threading.Event()

    def ring(self) -> None:
        self.rung += 1
        self.heard.set()


@pytest.fixture
def bell() -> Bell:
    return Bell()


@pytest.fixture
def alarm(bell: Bell) -> Iterator[Alarm]:
    made = Alarm(bell.ring)
    yield made
    made.close()


def test_it_rings_when_a_job_takes_too_long(alarm: Alarm, bell: Bell) -> None:
    alarm.ring_in(0.01)
    assert bell.heard.wait(30)
    assert bell.rung == 1


def test_it_rings_for_a_short_job_after_a_long_one(alarm: Alarm, bell: Bell) -> None:
    """The thread sleeps for the long one yet."""
    alarm.ring_in(_LONG)
    alarm.silence()
    alarm.ring_in(0.01)
    assert bell.heard.wait(30)


def test_it_rings_for_a_job_that_comes_when_the_thread_sleeps_without_end(alarm: Alarm, bell: Bell) -> None:
    alarm.ring_in(0.01)
    assert bell.heard.wait(30)
    bell.heard.clear()
    alarm.ring_in(0.01)
    assert bell.heard.wait(30)
    assert bell.rung == 2


def test_what_was_silenced_does_not_ring_for_the_next(alarm: Alarm, bell: Bell) -> None:
    alarm.ring_in(0.05)
    alarm.silence()
    alarm.ring_in(_LONG)
    assert not bell.heard.wait(0.2)


def test_its_thread_ends_with_it(bell: Bell) -> None:
    alarm = Alarm(bell.ring)
    alarm.ring_in(_LONG)
    assert alarm._thread is not None
    alarm.close()
    alarm._thread.join(30)
    assert not alarm._thread.is_alive()
    assert bell.rung == 0
