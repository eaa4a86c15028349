"""Carry domain events from the threads where they happen to the event loop, where open pages listen."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from nicegui import Event, app

from imagen.domain.events import DomainEvent
from imagen.services.bus import EventBus
from imagen.ui.shared_reads import SharedReads


class Bridge:
    """One NiceGUI event for all domain events; pages subscribe closures of their own and filter by kind and project.

    `count` tells how many events have been handed over, which is how pages know that nothing has happened between.
    """

    def __init__(self, bus: EventBus) -> None:
        self.happened: Event[DomainEvent] = Event()
        self.count = 0
        self.reads = SharedReads(lambda: self.count)
        self._bus = bus
        self._loop: asyncio.AbstractEventLoop | None = None
        self._unsubscribe: Callable[[], None] = lambda: None
        app.on_startup(self._start)
        app.on_shutdown(self._stop)

    def _start(self) -> None:
        self._unsubscribe()
        self._loop = asyncio.get_running_loop()
        self._unsubscribe = self._bus.subscribe(self._carry)

    def _stop(self) -> None:
        self._unsubscribe()
        self._loop = None

    def _carry(self, event: DomainEvent) -> None:
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self._emit, event)

    def _emit(self, event: DomainEvent) -> None:
        self.count += 1
        self.happened.emit(event)
