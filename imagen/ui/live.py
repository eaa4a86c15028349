"""Keep a part of a page in step with what happens: refresh at once, then at most so often, however much happens."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from nicegui import background_tasks, ui

from imagen.domain.events import DomainEvent
from imagen.ui.bridge import Bridge


class Live:
    """Calls `refresh` for events that are wanted, with at least `pause` seconds between two calls, until the page is gone.

    Create it while the page is being built; it begins with a first refresh unless told otherwise.
    """

    def __init__(
        self,
        bridge: Bridge,
        refresh: Callable[[], Awaitable[None]],
        wants: Callable[[DomainEvent], bool],
        *,
        pause: float = 0.3,
        begin: bool = True,
    ) -> None:
        self._refresh = refresh
        self._wants = wants
        self._pause = pause
        self._client = ui.context.client
        self._due = False
        self._running = False
        bridge.happened.subscribe(self._heard)
        if begin:
            self.request()

    def request(self) -> None:
        """Ask for a refresh as if something had happened."""
        self._due = True
        if not self._running and not self._client.is_deleted:
            self._running = True
            background_tasks.create(self._run(), name="live refresh", context=self._client)

    def _heard(self, event: DomainEvent) -> None:
        if self._wants(event):
            self.request()

    async def _run(self) -> None:
        try:
            while self._due and not self._client.is_deleted:
                self._due = False
                await self._refresh()
                await asyncio.sleep(self._pause)
        finally:
            self._running = False
