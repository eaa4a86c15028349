"""What the workers do when woken; every task carries ids only and may come twice."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any
from uuid import UUID

from huey import Huey

from imagen.services.filling import Filling
from imagen.services.generations import GenerationService
from imagen.services.reconciling import Reconciling
from imagen.services.settling import Settling
from imagen.services.submitting import Submitting
from imagen.services.writing import Writing
from imagen.worker.advancing import Advancing
from imagen.worker.poller import Poller
from imagen.worker.storing import Storing

logger = logging.getLogger(__name__)

_FIRST, _SECOND, _NEXT, _LAST = 30, 20, 10, 0
_SECONDS_AFTER_A_MISTAKE = 5.0
_SECONDS_BETWEEN_LOOKS = 30.0
_SECONDS_UNTIL_LOOKED_FOR = (2.0, 20.0, 120.0)


class Tasks:
    """The tasks of one queue, and the way to ask for them (`imagen.services.wakeups.Wakeups`)."""

    def __init__(self, queue: Huey, poller: Poller, workers: int) -> None:
        self._queue = queue
        self._poller = poller
        self._workers = workers
        self._advancing: Advancing | None = None
        self._advance: Callable[[], Any] | None = None
        self._storing: Storing | None = None
        self._store_on: Callable[[], Any] | None = None
        self._write_on: Callable[[str], Any] | None = None
        self._cancel: Callable[[str], Any] | None = None
        self._find: Callable[[str], Any] | None = None

    def connect(
        self,
        submitting: Submitting,
        settling: Settling,
        writing: Writing,
        generations: GenerationService,
        reconciling: Reconciling,
        filling: Filling,
    ) -> None:
        """Say what carries the tasks out; nothing may be asked for before."""

        advancing = Advancing(
            submitting.advance,
            lambda: self._ask_for(self._advance),
            self._workers,
            lambda: self.advance_later(_SECONDS_AFTER_A_MISTAKE),
        )
        filling.while_waiting = advancing.waiting
        at_once = max(2, self._workers // 4)
        storing = Storing(
            settling.settle, filling, at_once, self._poller.call_later, lambda: self._ask_for(self._store_on)
        )

        def write_on(order_id: str) -> None:
            try:
                writing.write_on(UUID(order_id))
            except Exception:
                logger.exception("Order %s could not be written on; it is tried again", order_id)
                self._poller.call_later(_SECONDS_AFTER_A_MISTAKE, lambda: self.write_on(UUID(order_id)))
            self.advance(self._workers)

        def cancel(generation_id: str) -> None:
            generations.cancel_at_provider(UUID(generation_id))

        def find(generation_id: str) -> None:
            reconciling.look_again(UUID(generation_id))

        self._advancing, self._storing = advancing, storing
        self._advance = self._queue.task(name="advance", priority=_SECOND)(advancing.go_on)
        self._store_on = self._queue.task(name="store_on", priority=_NEXT)(storing.go_on)
        self._write_on = self._queue.task(name="write_on", priority=_LAST)(write_on)
        self._cancel = self._queue.task(name="cancel", priority=_FIRST)(cancel)
        self._find = self._queue.task(name="find", priority=_NEXT)(find)

    def advance(self, times: int = 1) -> None:
        """Wake workers; those that were woken and have not begun yet count, since they will see the news as well."""
        assert self._advancing is not None
        self._advancing.ask(times)

    def keep_looking(self) -> None:
        """Look at the queue now and then without being told, from now on: a wake-up may have been lost."""
        assert self._advancing is not None
        self._advancing.forget_wakeups()
        self.advance()
        self._poller.call_later(_SECONDS_BETWEEN_LOOKS, self.keep_looking)

    def advance_later(self, seconds: float) -> None:
        self._poller.call_later(seconds, self.advance)

    def write_on(self, order_id: UUID) -> None:
        self._ask_for(self._write_on, str(order_id))

    def settle(self, generation_id: UUID) -> None:
        assert self._storing is not None
        self._storing.store(generation_id)

    def settle_later(self, generation_id: UUID, seconds: float) -> None:
        self._poller.call_later(seconds, lambda: self.settle(generation_id))

    def cancel(self, generation_id: UUID) -> None:
        self._ask_for(self._cancel, str(generation_id))

    def cancel_later(self, generation_id: UUID, seconds: float) -> None:
        self._poller.call_later(seconds, lambda: self.cancel(generation_id))

    def look_for(self, generation_id: UUID) -> None:
        for seconds in _SECONDS_UNTIL_LOOKED_FOR:
            self._poller.call_later(seconds, lambda: self._ask_for(self._find, str(generation_id)))

    def watch(self, generation_id: UUID) -> None:
        self._poller.watch(generation_id)

    def _ask_for(self, task: Callable[..., Any] | None, *arguments: str) -> None:
        """Put a message into the queue; where its file cannot be written just now, do so later."""
        assert task is not None
        try:
            task(*arguments)
        except Exception:
            logger.exception("A wake-up could not be put into the queue; it is tried again")
            self._poller.call_later(_SECONDS_AFTER_A_MISTAKE, lambda: self._ask_for(task, *arguments))
