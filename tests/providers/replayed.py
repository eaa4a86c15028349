"""A server that knows no service: it gives recorded replies one after the other, whatever is asked, and keeps what was asked."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.provider_simulators.core.catalogue import rows

_OF_THE_CONNECTION = {"content-length", "connection", "transfer-encoding"}


@dataclass
class Asked:
    """One request as it came."""

    method: str
    path: str
    query: list[list[str]]
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body) if self.body else None


@dataclass
class Replayed:
    """Replies still to give, and requests so far; `url` is where to ask.

    With `by_request`, each method and path has replies of its own, the last of them for ever, and any other gets 404.
    """

    replies: list[dict[str, Any] | None]
    url: str = ""
    asked: list[Asked] = field(default_factory=list)
    by_request: dict[tuple[str, str], list[dict[str, Any]]] = field(default_factory=dict)

    def reply_to(self, asked: Asked) -> dict[str, Any] | None:
        """Keep a request, and give its reply."""
        self.asked.append(asked)
        if self.by_request:
            mine = self.by_request.get((asked.method, asked.path)) or [{"status": 404, "headers": {}, "body": {}}]
            return mine.pop(0) if len(mine) > 1 else mine[0]
        return self.replies.pop(0) if self.replies else {"status": 599, "headers": {}, "body": {}}


def exchanges_of(folder: str, scenario: str) -> list[dict[str, Any]]:
    """Give the recorded exchanges of one scenario of a client."""
    found = next(row for row in rows("transcripts") if (row["folder"], row["scenario"]) == (folder, scenario))
    exchanges: list[dict[str, Any]] = found["exchanges"]
    return exchanges


@contextmanager
def replaying(*replies: dict[str, Any] | None) -> Iterator[Replayed]:
    """Serve replies for the length of a `with`; None breaks the connection."""
    state = Replayed(list(replies))

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            query = [list(pair) for pair in parse_qsl(parts.query, keep_blank_values=True)]
            reply = state.reply_to(Asked(self.command, parts.path, query, headers, body))
            if reply is None:
                self.close_connection = True
                return
            content = _content(reply["body"]) if reply["status"] != 204 else b""
            self.send_response(reply["status"])
            for name, value in reply["headers"].items():
                if name.lower() not in _OF_THE_CONNECTION:
                    self.send_header(name, value)
            if reply["status"] != 204:
                self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_DELETE = do_QUERY = answer

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    state.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()


def _content(body: Any) -> bytes:
    if body in (None, "<0 bytes>"):
        return b""
    return (body if isinstance(body, str) else json.dumps(body)).encode()
