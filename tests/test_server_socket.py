"""The port that the server listens on: what is answered there leaves at once."""

from __future__ import annotations

import asyncio
import socket
from typing import Any

from imagen.server import _listen
from imagen.settings import load_settings


async def test_connections_send_at_once_instead_of_waiting_for_more() -> None:
    delays: asyncio.Queue[int] = asyncio.Queue()

    def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        accepted: Any = writer.get_extra_info("socket")
        delays.put_nowait(accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        writer.close()

    listening = _listen(load_settings({"port": "0"}, {}))
    async with await asyncio.start_server(connected, sock=listening):
        await asyncio.open_connection(*listening.getsockname()[:2])
        assert await asyncio.wait_for(delays.get(), 10)
