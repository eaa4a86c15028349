"""A cap on the bytes of a request's body, counted as they arrive and not as they were announced."""

from __future__ import annotations

from starlette.types import Message, Receive, Scope, Send

from imagen.border.answers import answer_error
from imagen.domain.errors import TooLarge


def too_large(limit: int) -> TooLarge:
    """Return the error for a body above the limit, in bytes."""
    size = f"{limit / 1024 / 1024:g} MB" if limit >= 1024 * 1024 else f"{limit:,} bytes"
    return TooLarge(f"The request is larger than {size}.", "Send less at once.")


class LimitedBody:
    """Counts one request's body; above the limit it answers 413 by itself and silences the application."""

    def __init__(self, scope: Scope, receive: Receive, send: Send, limit: int) -> None:
        self._scope = scope
        self._receive = receive
        self._send = send
        self._limit = limit
        self._count = 0
        self._has_started = False
        self.is_exceeded = False

    async def receive(self) -> Message:
        """Hand on a part of the body; the application sees a lost connection once it was too much."""
        if self.is_exceeded:
            return {"type": "http.disconnect"}
        message = await self._receive()
        if message["type"] != "http.request":
            return message
        self._count += len(message.get("body", b""))
        if self._count <= self._limit:
            return message
        self.is_exceeded = True
        if not self._has_started:
            # The rest of the body is not read, so the connection cannot serve another request.
            await answer_error(self._scope, self._send, too_large(self._limit), [(b"connection", b"close")])
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        """Hand on the application's answer, unless ours was given already."""
        if self.is_exceeded and not self._has_started:
            return
        self._has_started = True
        await self._send(message)
