"""The poller asks when it is time, at once when there is news, and never twice at a time."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import Iterator
from uuid import UUID

import pytest

from imagen.domain.ids import new_id
from imagen.worker.poller import Poller


@pytest.fixture
def poller() -> Iterator[Poller]:
    made = Poller()
    yield made
    made.stop()


def test_asking_goes_on_until_there_is_nothing_more_to_ask(poller: Poller) -> None:
    asked: Counter[UUID] = Counter()
    over = threading.Event()

    async def check(generation_id: UUID) -> float | None:
        asked[generation_id] += 1
        if asked[generation_id] == 3:
            over.set()
            return None
        return 0.01

    poller.start(check, lambda _: 0.01)
    generation_id = new_id()
    poller.watch(generation_id)
    assert over.wait(10)
    settled = threading.Event()
    poller.call_later(0.1, settled.set)
    assert settled.wait(10)
    assert asked == {generation_id: 3}


def test_news_bring_the_next_look_forward(poller: Poller) -> None:
    looked = threading.Semaphore(0)

    async def check(_: UUID) -> float | None:
        looked.release()
        return 3600

    poller.start(check, lambda _: 3600)
    generation_id = new_id()
    poller.watch(generation_id)
    poller.look_now(generation_id)
    assert looked.acquire(timeout=10)
    poller.look_now(generation_id)
    assert looked.acquire(timeout=10)


def test_news_during_a_look_lead_to_one_more_look(poller: Poller) -> None:
    looks = 0
    again = threading.Event()
    generation_id = new_id()

    async def check(_: UUID) -> float | None:
        nonlocal looks
        looks += 1
        if looks == 1:
            for _ in range(5):
                poller.look_now(generation_id)
            await asyncio.sleep(0.05)
            return 3600
        again.set()
        return None

    poller.start(check, lambda _: 0)
    poller.watch(generation_id)
    assert again.wait(10)
    assert looks == 2


def test_a_failing_look_ends_nothing(poller: Poller) -> None:
    good = threading.Event()

    async def check(generation_id: UUID) -> float | None:
        if generation_id == bad:
            raise RuntimeError("meant to fail")
        good.set()
        return None

    bad = new_id()
    poller.start(check, lambda generation_id: 0 if generation_id == bad else 0.05)
    poller.watch(bad)
    poller.watch(new_id())
    assert good.wait(10)


def test_at_rest_nothing_is_asked_and_what_is_on_the_loop_can_still_be_closed(poller: Poller) -> None:
    asked: Counter[UUID] = Counter()
    begun, given_up, closed = threading.Event(), threading.Event(), threading.Event()
    loops: list[asyncio.AbstractEventLoop] = []

    async def check(generation_id: UUID) -> float | None:
        asked[generation_id] += 1
        loops.append(asyncio.get_running_loop())
        begun.set()
        try:
            await asyncio.sleep(3600)
        finally:
            given_up.set()
        return 0.0

    async def close() -> None:
        await asyncio.sleep(0.05)
        closed.set()

    poller.start(check, lambda _: 0.0)
    poller.watch(new_id())
    assert begun.wait(10)
    poller.rest()
    assert given_up.is_set()
    poller.look_now(new_id())
    asyncio.run_coroutine_threadsafe(close(), loops[0])
    poller.stop()
    assert closed.is_set()
    assert asked.total() == 1
