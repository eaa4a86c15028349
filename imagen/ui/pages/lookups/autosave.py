"""Save by itself when typing pauses: one save at a time, and at once when asked."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from nicegui import background_tasks, ui

QUIET = 0.6


class Autosave:
    """Calls `save` when nothing was requested for a moment; a page that closes meanwhile does not stop it."""

    def __init__(self, save: Callable[[], Awaitable[None]], *, quiet: float = QUIET) -> None:
        self._save = save
        self._quiet = quiet
        self._client = ui.context.client
        self._lock = asyncio.Lock()
        self._stamp = 0
        self._due = False

    def request(self) -> None:
        """Save soon."""
        self._stamp += 1
        self._due = True
        background_tasks.create(self._later(self._stamp), name="autosave", context=self._client)

    async def now(self) -> None:
        """Save at once what is still to be saved."""
        async with self._lock:
            if self._due:
                self._due = False
                await self._save()

    async def _later(self, stamp: int) -> None:
        await asyncio.sleep(self._quiet)
        if stamp == self._stamp:
            await self.now()
