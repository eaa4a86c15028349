"""A record of every request with its headers, so that tests can see where keys went."""

from __future__ import annotations

import threading
from dataclasses import asdict, dataclass
from typing import Any

from tests.provider_simulators.core.messages import Incoming


@dataclass
class Recorded:
    """One request as it arrived, and how it was answered (`status` 0: the connection was broken)."""

    number: int
    at: float
    origin: str
    service: str
    route: str
    method: str
    path: str
    query: list[tuple[str, str]]
    headers: dict[str, str]
    size: int
    body: bytes
    status: int | None = None
    fault: str | None = None

    @property
    def authorization(self) -> str | None:
        """Return the Authorization header, if one came."""
        return self.headers.get("authorization")

    def as_json(self) -> dict[str, Any]:
        """Return the request as plain data; the body as text, cut at 10,000 characters."""
        return {**asdict(self), "body": self.body[:10_000].decode("utf-8", "replace")}


class Recorder:
    """Keep what came in; bodies over 1 MB are dropped, their size stays."""

    def __init__(self) -> None:
        self._requests: list[Recorded] = []
        self._lock = threading.Lock()

    def add(self, incoming: Incoming, *, at: float, origin: str, service: str, route: str) -> Recorded:
        """Write down a request before anything is done about it."""
        with self._lock:
            recorded = Recorded(
                number=len(self._requests) + 1,
                at=at,
                origin=origin,
                service=service,
                route=route,
                method=incoming.method,
                path=incoming.path,
                query=incoming.query,
                headers=incoming.headers,
                size=len(incoming.body),
                body=incoming.body if len(incoming.body) <= 1_000_000 else b"",
            )
            self._requests.append(recorded)
        return recorded

    def all(self, **fields: Any) -> list[Recorded]:
        """Return requests whose fields equal the given ones (origin, service, route, method …), oldest first."""
        with self._lock:
            found = list(self._requests)
        return [one for one in found if all(getattr(one, name) == value for name, value in fields.items())]

    def count(self, **fields: Any) -> int:
        """Return how many requests with these fields came."""
        return len(self.all(**fields))

    def with_key(self, secret: str) -> list[Recorded]:
        """Return requests that carry a secret anywhere: in a header, the address or the body."""
        marked = secret.encode()
        return [
            one
            for one in self.all()
            if any(secret in value for value in one.headers.values())
            or secret in one.path
            or any(secret in value for pair in one.query for value in pair)
            or marked in one.body
        ]

    def clear(self) -> None:
        """Forget the requests so far; the ledger keeps what was accepted."""
        with self._lock:
            self._requests.clear()
