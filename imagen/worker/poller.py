"""One thread with an event loop of its own that asks the providers about everything in flight, each when its time has come."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
from collections.abc import Awaitable, Callable
from uuid import UUID

logger = logging.getLogger(__name__)

Check = Callable[[UUID], Awaitable[float | None]]
FirstLook = Callable[[UUID], float]

_AT_ONCE = 64
_CLOSING = 3.0  # seconds


class Poller:
    """Hold one timer for each generation in flight; a thousand of them cost no thread."""

    def __init__(self) -> None:
        self._check: Check | None = None
        self._first_look: FirstLook | None = None
        self._loop = _quick_loop()
        self._thread = threading.Thread(target=self._run, name="poller", daemon=True)
        self._timers: dict[UUID, asyncio.TimerHandle] = {}
        self._asking: set[UUID] = set()
        self._again: set[UUID] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._places = asyncio.Semaphore(_AT_ONCE)
        self._rests = False

    def start(self, check: Check, first_look: FirstLook) -> None:
        """Begin; `check` asks about one generation and gives the seconds until the next time, or None for no more.

        `first_look` gives the seconds until the first time. Both are called on the poller's thread alone.
        """
        self._check = check
        self._first_look = first_look
        self._thread.start()

    def rest(self) -> None:
        """Ask no more; the loop goes on, so that what is connected on it can be closed there."""
        if self._thread.is_alive():
            asyncio.run_coroutine_threadsafe(self._give_up(), self._loop).result(5)

    def stop(self) -> None:
        """Ask no more, and wait for the thread to end."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(5)

    def watch(self, generation_id: UUID) -> None:
        """Ask about a generation from now on; from any thread. Watching again brings the next look forward."""
        self._post(lambda: self._watch(generation_id))

    def look_now(self, generation_id: UUID) -> None:
        """Ask about a generation at once, because there is news; from any thread."""
        self._post(lambda: self._schedule(generation_id, 0))

    def call_later(self, seconds: float, act: Callable[[], None]) -> None:
        """Do something quick after some seconds; from any thread."""
        self._post(lambda: self._loop.call_later(seconds, act))

    def _post(self, act: Callable[[], object]) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed: the application is stopping
            self._loop.call_soon_threadsafe(act)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_forever()
        finally:
            self._loop.run_until_complete(self._give_up())
            if closing := asyncio.all_tasks(self._loop):  # of the connections that were used here
                self._loop.run_until_complete(asyncio.wait(closing, timeout=_CLOSING))
            self._loop.close()

    async def _give_up(self) -> None:
        self._rests = True
        for timer in self._timers.values():
            timer.cancel()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _watch(self, generation_id: UUID) -> None:
        assert self._first_look is not None
        self._schedule(generation_id, self._first_look(generation_id))

    def _schedule(self, generation_id: UUID, seconds: float) -> None:
        if self._rests:
            return
        if generation_id in self._asking:
            self._again.add(generation_id)
            return
        known = self._timers.pop(generation_id, None)
        if known is not None:
            known.cancel()
        self._timers[generation_id] = self._loop.call_later(seconds, self._begin, generation_id)

    def _begin(self, generation_id: UUID) -> None:
        self._timers.pop(generation_id, None)
        self._asking.add(generation_id)
        task = self._loop.create_task(self._ask(generation_id))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _ask(self, generation_id: UUID) -> None:
        assert self._check is not None
        pause: float | None = None
        try:
            async with self._places:
                pause = await self._check(generation_id)
        except Exception:
            logger.exception("Looking after generation %s failed", generation_id)
            pause = 5.0
        finally:
            self._asking.discard(generation_id)
        if generation_id in self._again:  # also after the last look: it may have been about an older purchase
            self._again.discard(generation_id)
            self._schedule(generation_id, 0)
        elif pause is not None:
            self._schedule(generation_id, pause)


def _quick_loop() -> asyncio.AbstractEventLoop:
    """Make a loop of uvloop where it is installed, as the server's is."""
    try:
        import uvloop
    except ImportError:  # on Windows
        return asyncio.new_event_loop()
    return uvloop.new_event_loop()
