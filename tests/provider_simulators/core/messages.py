"""Requests and replies as plain records, which faults can change before they go out."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote

if TYPE_CHECKING:
    from tests.provider_simulators.core.faults import Fault


@dataclass
class Incoming:
    """One request: header names are small letters, `path` is as sent (still quoted)."""

    method: str
    path: str
    query: list[tuple[str, str]]
    headers: dict[str, str]
    body: bytes
    params: dict[str, str] = field(default_factory=dict)
    job_faults: list[Fault] = field(default_factory=list)
    number: int = 0

    def get(self, name: str, default: str = "") -> str:
        """Return the last value of a query field."""
        return dict(self.query).get(name, default)

    def get_all(self, name: str) -> list[str]:
        """Return all values of a query field; `a,b` counts as two."""
        return [part for key, value in self.query if key == name for part in value.split(",") if part]

    def flag(self, name: str) -> bool:
        """Return whether a query field says yes."""
        return self.get(name).lower() in {"1", "true", "yes"}

    def number_of(self, name: str, default: int, most: int) -> int:
        """Return a query field as a count between 1 and `most`; nonsense counts as the default."""
        text = self.get(name)
        return max(1, min(int(text), most)) if text.isdigit() else default

    def json(self) -> Any:
        """Return the body read as JSON.

        Raises ValueError when it is none.
        """
        return json.loads(self.body)

    def bearer(self, word: str = "Bearer") -> str | None:
        """Return the key behind a word such as Bearer or Key in the Authorization header."""
        scheme, _, key = self.headers.get("authorization", "").partition(" ")
        return key.strip() if scheme.lower() == word.lower() and key.strip() else None


@dataclass
class Reply:
    """One answer, not yet sent."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    stream: AsyncIterator[bytes] | None = None

    @classmethod
    def of(cls, data: Any, status: int = 200, *, kind: str = "application/json", **headers: str) -> Reply:
        """Make a JSON reply; header names are written with `_` for `-`."""
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        return cls(status, json.dumps(data).encode(), {"content-type": kind, **names})

    @classmethod
    def text(cls, text: str, status: int = 200, kind: str = "text/plain") -> Reply:
        """Make a reply of text."""
        return cls(status, text.encode(), {"content-type": kind})

    def data(self) -> Any:
        """Return the body read as JSON, or None when it is none."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None


async def read_request(scope: Any, receive: Any) -> Incoming:
    """Read a whole ASGI request."""
    parts: list[bytes] = []
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            break
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            break
    raw = scope.get("raw_path") or scope["path"].encode()
    return Incoming(
        method=scope["method"],
        path=raw.decode("latin-1").partition("?")[0],
        query=parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True),
        headers={name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]},
        body=b"".join(parts),
    )


def plain(segment: str) -> str:
    """Return a part of a path without percent signs."""
    return unquote(segment)
