"""The shelf: scripts, styles and fonts that never change under their address are answered from memory once they were asked for.

A page is made of more than fifty of them, and each would pass the web framework, its middlewares and its threads anew.
"""

from __future__ import annotations

from dataclasses import dataclass

from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_BYTES = 512 * 1024
_PREFIXES = ("/static/", "/_nicegui/")
# Whoever has a part or an older answer already is served by the application, which compares and cuts.
_CONDITIONS = frozenset({b"range", b"if-none-match", b"if-modified-since", b"if-range"})
_LASTING = b"max-age=31536000"
_OF_ONE_BROWSER = frozenset({b"set-cookie", b"date"})


@dataclass(frozen=True, slots=True)
class _Kept:
    start: Message
    body: bytes


class Shelf:
    """Keeps whole answers that may be cached for a year; hands on all else to `app`."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._kept: dict[tuple[str, bool], _Kept] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not _is_plain_question(scope):
            await self._app(scope, receive, send)
            return
        # What follows a question mark only makes an address new; the file behind it is the same.
        key = (str(scope["path"]), _takes_gzip(scope))
        kept = self._kept.get(key)
        if kept is None:
            await self._ask(key, scope, receive, send)
            return
        await send(kept.start)
        await send({"type": "http.response.body", "body": kept.body})

    async def _ask(self, key: tuple[str, bool], scope: Scope, receive: Receive, send: Send) -> None:
        """Ask the application, and keep a whole answer; one whose asker went away may end early as if it were whole."""
        start: Message | None = None
        body = bytearray()
        is_left = False

        async def hear() -> Message:
            nonlocal is_left
            message = await receive()
            is_left = is_left or message["type"] == "http.disconnect"
            return message

        async def listen(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = _for_everybody(message) if _is_lasting(message) else None
            elif message["type"] != "http.response.body" or len(body) + len(message.get("body", b"")) > LARGEST_BYTES:
                start = None
            elif start is not None:
                body.extend(message.get("body", b""))
                if not message.get("more_body") and not is_left and _is_whole(start, body):
                    self._kept[key] = _Kept(start, bytes(body))
            await send(message)

        await self._app(scope, hear, listen)


def _is_plain_question(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].startswith(_PREFIXES):
        return False
    return all(name not in _CONDITIONS for name, _ in scope["headers"])


def _takes_gzip(scope: Scope) -> bool:
    return any(name == b"accept-encoding" and b"gzip" in value for name, value in scope["headers"])


def _is_lasting(start: Message) -> bool:
    caching = next((value for name, value in start["headers"] if name.lower() == b"cache-control"), b"")
    return start["status"] == 200 and _LASTING in caching


def _is_whole(start: Message, body: bytearray) -> bool:
    length = next((value for name, value in start["headers"] if name.lower() == b"content-length"), None)
    return length is None or int(length) == len(body)


def _for_everybody(start: Message) -> Message:
    headers = [(name, value) for name, value in start["headers"] if name.lower() not in _OF_ONE_BROWSER]
    return {**start, "headers": headers}
