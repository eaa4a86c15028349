"""The service of the README's example: one card a request, counted."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from PIL import Image

KEY = "card_1234"


@dataclass
class PostcardService:
    """Where it is, what was ordered; with `loses_answers` an order is taken and never answered."""

    url: str = ""
    ordered: list[dict[str, Any]] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)
    loses_answers: bool = False

    def answer(self, method: str, path: str, key: str, body: bytes) -> tuple[int, bytes] | None:
        if path.endswith(".png"):
            return 200, _picture()
        if key != f"Bearer {KEY}":
            return 401, b"{}"
        if method == "POST":
            self.ordered.append(json.loads(body))
            return None if self.loses_answers else (201, json.dumps({"id": len(self.ordered)}).encode())
        if method == "DELETE":
            self.cancelled.append(path.rsplit("/", 1)[-1])
        return 200, json.dumps({"state": "made", "files": [f"{self.url}/files/card.png"], "paper": "matt"}).encode()


def _picture() -> bytes:
    into = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(into, "PNG")
    return into.getvalue()


@contextmanager
def postcard_service() -> Iterator[PostcardService]:
    """Run the service for the length of a `with`."""
    service = PostcardService()

    class Handler(BaseHTTPRequestHandler):
        def handle_all(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            answer = service.answer(self.command, self.path, self.headers.get("authorization", ""), body)
            if answer is None:
                self.close_connection = True
                return
            self.send_response(answer[0])
            self.send_header("content-type", "image/png" if self.path.endswith(".png") else "application/json")
            self.send_header("content-length", str(len(answer[1])))
            self.end_headers()
            self.wfile.write(answer[1])

        do_GET = do_POST = do_DELETE = handle_all

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    service.url = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
