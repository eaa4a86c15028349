"""Tell whether somebody is in the middle of typing, so that half a word is not called wrong."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

from nicegui import background_tasks, ui

PAUSE = 0.8  # seconds after the last key


class TypingPause:
    """Calls `on_pause()` once the typing has paused, where that was asked for."""

    def __init__(self, on_pause: Callable[[], Any]) -> None:
        self._on_pause = on_pause
        self._client = ui.context.client
        self._until = 0.0
        self._waiting: asyncio.Task[None] | None = None

    @property
    def goes_on(self) -> bool:
        """Tell whether a key was pressed a moment ago."""
        return time.monotonic() < self._until

    def key(self) -> None:
        """Note that something was typed."""
        self._until = time.monotonic() + PAUSE

    def done(self) -> None:
        """Note that whoever typed has left the field."""
        self._until = 0.0
        if self._waiting is not None and not self._waiting.done():
            self._waiting.cancel()
            self._on_pause()

    def tell_after(self) -> None:
        """Ask for the call at the next pause; asking again changes nothing."""
        if self._waiting is None or self._waiting.done():
            self._waiting = background_tasks.create(self._wait(), name="pause in typing", context=self._client)

    async def _wait(self) -> None:
        while (left := self._until - time.monotonic()) > 0:
            await asyncio.sleep(left)
        if not self._client.is_deleted:
            self._on_pause()
