"""The connections to one service: one for all threads, one for each event loop, made on first use, closed together."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

import httpx

BlockingT = TypeVar("BlockingT")
AsyncT = TypeVar("AsyncT")
ClientT = TypeVar("ClientT", httpx.Client, httpx.AsyncClient)
TIMEOUT = httpx.Timeout(60.0, connect=10.0, pool=30.0)


class _NoCookies(httpx.Cookies):
    """Takes no cookie: no service needs one, and reading each answer for them costs as much as sending the request."""

    def extract_cookies(self, response: httpx.Response) -> None:
        return None


def without_cookies(client: ClientT) -> ClientT:
    """Let a client neither take nor send cookies."""
    client._cookies = _NoCookies()
    return client


class Connections(Generic[BlockingT, AsyncT]):
    """Hands out clients; each is told how it is made and how it is closed."""

    def __init__(
        self,
        make: Callable[[], BlockingT],
        close: Callable[[BlockingT], None],
        make_async: Callable[[], AsyncT],
        close_async: Callable[[AsyncT], Coroutine[Any, Any, None]],
    ) -> None:
        self._make, self._close = make, close
        self._make_async, self._close_async = make_async, close_async
        self._lock = threading.Lock()
        self._blocking: BlockingT | None = None
        self._of_loop: WeakKeyDictionary[asyncio.AbstractEventLoop, AsyncT] = WeakKeyDictionary()

    def blocking(self) -> BlockingT:
        """Give the client for threads."""
        with self._lock:
            if self._blocking is None:
                self._blocking = self._make()
            return self._blocking

    def of_loop(self) -> AsyncT:
        """Give the client of the running loop."""
        loop = asyncio.get_running_loop()
        with self._lock:
            if loop not in self._of_loop:
                self._of_loop[loop] = self._make_async()
            return self._of_loop[loop]

    def close(self) -> None:
        """Close all clients; those of loops that run close on them."""
        with self._lock:
            blocking, self._blocking = self._blocking, None
            on_loops = list(self._of_loop.items())
            self._of_loop.clear()
        if blocking is not None:
            self._close(blocking)
        for loop, client in on_loops:
            if loop.is_running():
                loop.call_soon_threadsafe(self._close_on, loop, client)

    def _close_on(self, loop: asyncio.AbstractEventLoop, client: AsyncT) -> None:
        closing = loop.create_task(self._close_async(client))
        closing.add_done_callback(lambda done: done.exception())
