"""Drives an ASGI application by hand, so that tests can send what no well-behaved client would."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

HOST = "localhost:8787"
NAVIGATION = {"sec-fetch-site": "none", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}

Headers = dict[str, str] | list[tuple[str, str]]


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes
    all_headers: list[tuple[str, str]]

    @property
    def cookie(self) -> str:
        """The first Set-Cookie's name=value."""
        return self.headers.get("set-cookie", "").split(";")[0]


@dataclass
class InnerApp:
    """The application behind the border: remembers what reached it and answers what it is told to."""

    headers: list[tuple[bytes, bytes]] = field(default_factory=lambda: [(b"content-type", b"text/html; charset=utf-8")])
    scopes: list[Any] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    lifespans: int = 0
    error: Exception | None = None

    @property
    def was_reached(self) -> bool:
        return bool(self.scopes)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            self.lifespans += 1
            return
        self.scopes.append(scope)
        if self.error:
            raise self.error
        if scope["type"] == "websocket":
            await self._websocket(receive, send)
            return
        body = b""
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                break
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        self.bodies.append(body)
        await send({"type": "http.response.start", "status": 200, "headers": self.headers})
        await send({"type": "http.response.body", "body": b"inner"})

    async def _websocket(self, receive: Any, send: Any) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        while (await receive())["type"] == "websocket.receive":
            await send({"type": "websocket.send", "text": "heard"})


def _pairs(headers: Headers | None, host: str | None) -> list[tuple[bytes, bytes]]:
    given = list(headers.items()) if isinstance(headers, dict) else list(headers or [])
    pairs = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in given]
    return pairs if host is None else [(b"host", host.encode("latin-1")), *pairs]


def http_scope(
    method: str, path: str, headers: Headers | None, *, host: str | None, query: bytes, peer: str | None
) -> Any:
    raw = path.encode("utf-8", "surrogatepass")
    return {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "scheme": "http", "method": method,
        "path": path, "raw_path": raw, "query_string": query, "root_path": "", "headers": _pairs(headers, host),
        "client": (peer, 50000) if peer else None, "server": ("127.0.0.1", 8787), "state": {},
    }  # fmt: skip


async def request(
    app: Any, method: str, path: str, headers: Headers | None = None, *, host: str | None = HOST, query: bytes = b"",
    body: bytes | list[bytes] = b"", peer: str | None = "127.0.0.1",
) -> Answer:  # fmt: skip
    """Send one request and return its answer; the parts of a list arrive one by one."""
    parts = body if isinstance(body, list) else [body]
    waiting: list[Any] = [
        {"type": "http.request", "body": part, "more_body": index < len(parts) - 1} for index, part in enumerate(parts)
    ]
    sent: list[Any] = []

    async def receive() -> Any:
        if waiting:
            return waiting.pop(0)
        await asyncio.Event().wait()

    async def send(message: Any) -> None:
        sent.append(message)

    await app(http_scope(method, path, headers, host=host, query=query, peer=peer), receive, send)
    starts = [message for message in sent if message["type"] == "http.response.start"]
    assert len(starts) == 1, "an answer starts exactly once"
    assert not sent[-1].get("more_body"), "an answer ends"
    found = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in starts[0]["headers"]]
    content = b"".join(message["body"] for message in sent if message["type"] == "http.response.body")
    return Answer(starts[0]["status"], dict(reversed(found)), content, found)


async def websocket(
    app: Any, headers: Headers | None = None, *, host: str | None = HOST, messages: tuple[str, ...] = (),
    path: str = "/_nicegui_ws/socket.io", before_each: Any = None,
) -> list[Any]:  # fmt: skip
    """Open a websocket, send the messages, hang up, and return all that came back."""
    arriving: list[Any] = [{"type": "websocket.connect"}]
    arriving += [{"type": "websocket.receive", "text": text} for text in messages]
    arriving.append({"type": "websocket.disconnect", "code": 1000})
    sent: list[Any] = []

    async def receive() -> Any:
        message = arriving.pop(0)
        if before_each and message["type"] == "websocket.receive":
            before_each()
        return message

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "websocket", "asgi": {"version": "3.0"}, "scheme": "ws", "path": path, "raw_path": path.encode(),
        "query_string": b"", "headers": _pairs(headers, host), "client": ("127.0.0.1", 50000), "state": {},
        "server": ("127.0.0.1", 8787), "subprotocols": [],
    }  # fmt: skip
    await app(scope, receive, send)
    return sent
