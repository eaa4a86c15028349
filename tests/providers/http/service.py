"""A service at the far end of a transport: it answers what a test told it to, and remembers what came."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import httpx

Reply = httpx.Response | Exception | Callable[[httpx.Request], httpx.Response]


class FakeService(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Answers with each of its replies in turn, then goes on with the last one."""

    def __init__(self, *replies: Reply) -> None:
        self._replies = list(replies)
        self.requests: list[httpx.Request] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        reply = self._replies.pop(0) if len(self._replies) > 1 else self._replies[0]
        if isinstance(reply, Exception):
            raise reply
        return reply if isinstance(reply, httpx.Response) else reply(request)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return self.handle_request(request)


class Broken(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body that ends in the middle."""

    def __iter__(self) -> Iterator[bytes]:
        yield b'{"id":'
        raise httpx.ReadError("the connection was reset")

    async def __aiter__(self):  # type: ignore[no-untyped-def]
        for part in self:
            yield part
