"""One HTTP server on many loopback ports, in a thread of its own."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol


class Protocol(H11Protocol):
    """HTTP that lets the application reach the connection below, to break it."""

    def connection_made(self, transport: Any) -> None:
        """Put the connection into the scope of its requests."""
        super().connection_made(transport)
        inner = self.app

        async def with_transport(scope: Any, receive: Any, send: Any) -> None:
            scope["simulators.transport"] = transport
            await inner(scope, receive, send)

        self.app = with_transport


class QuickServer(uvicorn.Server):
    """A server that ends at once, and breaks what still hangs."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()

    async def main_loop(self) -> None:
        """Wait until told to end."""
        self.loop, self.over = asyncio.get_running_loop(), asyncio.Event()
        self.ready.set()
        await self.over.wait()

    def end(self) -> None:
        """End, told from another thread."""
        self.loop.call_soon_threadsafe(self.over.set)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Close the ports and every connection."""
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            connection.transport.abort()


def bind(port: int = 0) -> socket.socket:
    """Return a socket on a loopback port (0: any free one), not yet listening."""
    # by its protocol asyncio knows that it is to send at once, not 40 ms later together with what comes next
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.bind(("127.0.0.1", port))
    return bound


class ServerThread:
    """Run an application on sockets until stopped."""

    def __init__(self, application: Any, sockets: list[socket.socket]) -> None:
        config = uvicorn.Config(
            application,
            http=Protocol,
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            date_header=False,
            server_header=False,
            timeout_keep_alive=60,
            backlog=2048,
        )
        self._server = QuickServer(config)
        self._sockets = sockets
        self._thread = threading.Thread(target=self._run, name="provider-simulators", daemon=True)

    def start(self) -> None:
        """Listen; return when requests are taken.

        Raises RuntimeError when the server does not come up.
        """
        for one in self._sockets:
            one.listen(2048)
        self._thread.start()
        if not self._server.ready.wait(30):
            raise RuntimeError("The simulators' server did not start.")

    def stop(self) -> None:
        """Close every connection, also those that hang, and end the thread."""
        self._server.end()
        self._thread.join(10)
        for one in self._sockets:
            one.close()

    def _run(self) -> None:
        with contextlib.suppress(asyncio.CancelledError):
            asyncio.run(self._server.serve(sockets=self._sockets))
