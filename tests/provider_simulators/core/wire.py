"""Sending replies, whole or spoilt: everything that a network or a proxy can do to an answer."""

from __future__ import annotations

import asyncio
import http
import json
import re
from datetime import datetime, timedelta
from typing import Any

from tests.provider_simulators.core.clock import Clock
from tests.provider_simulators.core.faults import Fault
from tests.provider_simulators.core.messages import Reply

PIECE = 65_536
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|\+00:00)")


class Wire:
    """One connection's way back to the client."""

    def __init__(self, scope: Any, receive: Any, send: Any, clock: Clock) -> None:
        self._transport = scope["simulators.transport"]
        self._receive = receive
        self._send = send
        self._clock = clock

    async def reply(self, reply: Reply) -> None:
        """Send a reply as it is."""
        if reply.stream is not None:
            await self._start(reply, None)
            async for piece in reply.stream:
                await self._send({"type": "http.response.body", "body": piece, "more_body": True})
            await self._send({"type": "http.response.body", "body": b""})
            return
        await self._start(reply, len(reply.body))
        await self._send({"type": "http.response.body", "body": reply.body})

    async def drop(self) -> None:
        """Break the connection."""
        self._transport.abort()
        await self._gone()

    async def hang(self, seconds: float) -> None:
        """Say nothing until the time is over or the client has gone, then break the connection."""
        try:
            await asyncio.wait_for(self._gone(), seconds)
        except TimeoutError:
            await self.drop()

    async def slowly(self, reply: Reply, seconds: float, pieces: int) -> None:
        """Send a body in pieces with pauses."""
        await self._start(reply, len(reply.body))
        size = max(1, -(-len(reply.body) // pieces))
        for start in range(0, len(reply.body), size):
            await asyncio.sleep(seconds / pieces)
            piece = reply.body[start : start + size]
            await self._send({"type": "http.response.body", "body": piece, "more_body": True})
        await self._send({"type": "http.response.body", "body": b""})

    async def padded(self, reply: Reply, size: int) -> None:
        """Send a body with zeros up to a size, as fast as the client takes it."""
        size = max(size, len(reply.body))
        await self._start(reply, size)
        await self._send({"type": "http.response.body", "body": reply.body, "more_body": True})
        left = size - len(reply.body)
        while left > 0:
            piece = bytes(min(PIECE * 16, left))
            left -= len(piece)
            await self._send({"type": "http.response.body", "body": piece, "more_body": True})
        await self._send({"type": "http.response.body", "body": b""})

    async def raw(self, reply: Reply, announced: int) -> None:
        """Write a reply past the HTTP layer with any length in its header, then close."""
        phrase = http.HTTPStatus(reply.status).phrase
        lines = [f"HTTP/1.1 {reply.status} {phrase}", f"content-length: {announced}", "connection: close"]
        lines += [f"{name}: {value}" for name, value in reply.headers.items()]
        self._transport.write("\r\n".join([*lines, "", ""]).encode() + reply.body)
        self._transport.close()
        await self._gone()

    async def _start(self, reply: Reply, length: int | None) -> None:
        headers = {"date": self._clock.http_date(), **reply.headers}
        if length is not None and reply.status != 204:
            headers["content-length"] = str(length)
        pairs = [(name.encode(), value.encode("latin-1", "replace")) for name, value in headers.items()]
        await self._send({"type": "http.response.start", "status": reply.status, "headers": pairs})

    async def _gone(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass


def html_page(status: int) -> Reply:
    """Return the error page of a proxy."""
    title = f"{status} {http.HTTPStatus(status).phrase}"
    text = f"<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{title}</h1></center>\r\n"
    return Reply.text(text + "<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n", status, "text/html")


async def send_spoilt(wire: Wire, reply: Reply, fault: Fault) -> int:
    """Send a reply with a fault of the reply's stage; return the status that went out, 0 for none."""
    match fault.kind:
        case "drop_after_accept":
            await wire.drop()
            return 0
        case "hang_after_accept":
            await wire.hang(fault["seconds"])
            return 0
        case "cut_body":
            cut = Reply(reply.status, reply.body[: int(len(reply.body) * fault["keep"])], reply.headers)
            await wire.raw(cut, len(reply.body))
        case "wrong_length":
            await wire.raw(reply, max(0, len(reply.body) + fault["by"]))
        case "slow_headers":
            await asyncio.sleep(fault["seconds"])
            await wire.reply(reply)
        case "slow_body":
            await wire.slowly(reply, fault["seconds"], fault["pieces"])
        case "huge_body":
            await wire.padded(reply, fault["size"])
        case _:
            reply = changed(reply, fault)
            await wire.reply(reply)
    return reply.status


def changed(reply: Reply, fault: Fault) -> Reply:
    """Return a reply whose content a fault has changed.

    Raises ValueError for a fault that changes no content.
    """
    headers = reply.headers
    match fault.kind:
        case "html_after_accept":
            return html_page(fault["status"])
        case "truncate":
            return Reply(reply.status, reply.body[: int(len(reply.body) * fault["keep"])], headers)
        case "content_type":
            return Reply(reply.status, reply.body, {**headers, "content-type": fault["name"]})
        case "garbage":
            return Reply(reply.status, fault["text"].encode(), headers)
        case "empty_body":
            return Reply(reply.status, b"", headers)
        case "clock_skew":
            return _skewed(reply, fault["seconds"])
        case "without" | "with_fields":
            data = reply.data()
            for path in fault.options.get("fields", []):
                _set(data, path.split("."), None, leave_out=True)
            for path, value in fault.options.get("values", {}).items():
                _set(data, path.split("."), value)
            return Reply(reply.status, json.dumps(data).encode(), headers)
    raise ValueError(f"The fault {fault.kind} changes no reply.")


def _skewed(reply: Reply, seconds: float) -> Reply:
    def moved(found: re.Match[str]) -> str:
        moment = datetime.fromisoformat(found[0]) + timedelta(seconds=seconds)
        return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    text = TIME.sub(moved, reply.body.decode("utf-8", "surrogateescape"))
    skewed = Clock()
    skewed.skew = seconds
    return Reply(reply.status, text.encode("utf-8", "surrogateescape"), {**reply.headers, "date": skewed.http_date()})


def _set(data: Any, path: list[str], value: Any, *, leave_out: bool = False) -> None:
    for step in path[:-1]:
        data = data[int(step)] if isinstance(data, list) else (data or {}).get(step)
    if isinstance(data, list):
        data[int(path[-1])] = value
    elif isinstance(data, dict) and leave_out:
        data.pop(path[-1], None)
    elif isinstance(data, dict):
        data[path[-1]] = value
