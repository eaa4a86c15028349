"""A server that knows nothing of civitai: it keeps what it is asked, and gives recorded replies in their order."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from imagen.providers.civitai.provider import CivitaiProvider
from imagen.providers.surroundings import Surroundings
from tests.provider_simulators.core.catalogue import rows

KEY = "civ_test_key"
FOLDER = "civitai-client-js-0.2.0-beta.86"


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
    """The server: where it is, what it gives next, what it was asked."""

    address: str = ""
    replies: list[dict[str, Any]] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)

    def provider(self) -> CivitaiProvider:
        """Make a provider that speaks to this server alone."""
        addresses = {"civitai_url": self.address, "civitai_orchestration_url": self.address}
        return CivitaiProvider(Surroundings(key=lambda name: KEY, addresses=addresses))

    def give(self, *scenarios: str) -> None:
        """Answer the next requests as these scenarios were answered."""
        self.replies += [exchange["response"] for name in scenarios for exchange in scenario(name)]


def scenario(name: str) -> list[dict[str, Any]]:
    """Give the exchanges of a recorded scenario."""
    found = (row for row in rows("transcripts") if row["folder"] == FOLDER and row["scenario"] == name)
    exchanges: list[dict[str, Any]] = next(found)["exchanges"]
    return exchanges


@contextmanager
def replaying() -> Iterator[Replayed]:
    """Run the server for the length of a `with`."""
    state = Replayed()

    class Handler(BaseHTTPRequestHandler):
        def handle_all(self) -> None:
            length = int(self.headers.get("content-length") or 0)
            link = urlsplit(self.path)
            query = [list(pair) for pair in parse_qsl(link.query, keep_blank_values=True)]
            headers = {name.lower(): value for name, value in self.headers.items()}
            state.asked.append(Asked(self.command, link.path, query, headers, self.rfile.read(length)))
            reply = state.replies.pop(0)
            body = reply["body"]
            sent = (
                b"" if body in (None, "<0 bytes>") else (body if isinstance(body, str) else json.dumps(body)).encode()
            )
            self.send_response(reply["status"])
            for name, value in reply["headers"].items():
                if name != "content-length":
                    self.send_header(name, value)
            if reply["status"] != 204:
                self.send_header("content-length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        do_GET = do_POST = do_PUT = do_DELETE = handle_all

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
