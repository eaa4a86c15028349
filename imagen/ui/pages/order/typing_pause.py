"""Tell whether somebody is in the middle of typing, so that half a word is not called wrong."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

from nicegui import ui

PAUSE = 0.8  # seconds after the last key


class TypingPause:
    """Calls `on_pause()` once the typing has paused, where that was asked for."""

    def __init__(self, on_pause: Callable[[], Any]) -> None:
        self._on_pause = on_pause
        self._client = ui.context.client
        self._until = 0.0
        self._waiting: asyncio.TimerHandle | None = None

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
        if self._waiting is not None:
            self._waiting.cancel()
            self._tell()

    def tell_after(self) -> None:
        """Ask for the call at the next pause; asking again changes nothing."""
        if self._waiting is None:
            left = max(0.0, self._until - time.monotonic())
            self._waiting = asyncio.get_running_loop().call_later(left, self._tell)

    def _tell(self) -> None:
        self._waiting = None
        if self._client.is_deleted:
            return
        if self.goes_on:
            self.tell_after()
        else:
            with self._client:
                self._on_pause()
