"""fal's official client with every connection of its own replaced by ours: no backup hosts, no retries, no key elsewhere."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from fal_client import client as official
from fal_client.client import REST_URL, USER_AGENT, CDNToken, StorageSettings, SyncClient

from imagen.domain.errors import BadResponse
from imagen.providers.remote import json_of

_TOKEN_URL = f"{REST_URL}/storage/auth/token"
_EARLY = timedelta(minutes=1)
_SECONDS = 60.0
OFFICIAL_QUEUE = "https://queue.fal.run/"
HEADERS = {"User-Agent": USER_AGENT}


def to_official_queue(request: httpx.Request) -> None:
    """Undo what `FAL_QUEUE_RUN_HOST` in the environment does to the client: only our settings say where the queue is."""
    address, elsewhere = str(request.url), official.QUEUE_URL_FORMAT
    if elsewhere != OFFICIAL_QUEUE and address.startswith(elsewhere):
        request.url = httpx.URL(OFFICIAL_QUEUE + address.removeprefix(elsewhere))
        request.headers["host"] = request.url.netloc.decode("ascii")


class GuardedFalClient(SyncClient):
    """The official client upon a connection that it is given; its key is put on by that connection."""

    def __init__(self, http: httpx.Client, transport: httpx.BaseTransport, key: Callable[[], str]) -> None:
        super().__init__(key="set-at-each-request", default_timeout=_SECONDS)
        self.__dict__["_client"] = http
        self.__dict__["_token_manager"] = _Tokens(http, key)
        self.__dict__["_transport"] = transport

    def _get_cdn_client(self) -> httpx.Client:
        token = self._token_manager.get_token()
        return httpx.Client(
            transport=self.__dict__["_transport"],
            headers={**HEADERS, "Authorization": f"{token.token_type} {token.token}"},
            timeout=self.default_timeout,
            trust_env=False,
        )

    def upload_to_cdn(self, content: bytes, content_type: str, file_name: str, seconds: int | None = None) -> str:
        """Upload by a token of the CDN, and by nothing else; give the address. `seconds` is how long it is kept."""
        lifecycle = StorageSettings(expires_in=seconds) if seconds else None
        return self.upload(
            content, content_type, file_name, repository="fal_v3", fallback_repository=[], lifecycle=lifecycle
        )


class _Tokens:
    """Hands out upload tokens, asked for over our connection; another key gets another token."""

    def __init__(self, http: httpx.Client, key: Callable[[], str]) -> None:
        self._http = http
        self._key = key
        self._lock = threading.Lock()
        self._known: tuple[str, CDNToken] | None = None

    def get_token(self) -> CDNToken:
        key = self._key()
        with self._lock:
            if self._known is None or self._known[0] != key or self._known[1].is_expired():
                self._known = (key, self._asked())
            return self._known[1]

    def forget(self) -> None:
        """Ask for a new token next time."""
        with self._lock:
            self._known = None

    def _asked(self) -> CDNToken:
        headers = {"Accept": "application/json", "Content-Type": "application/json"}
        answer = json_of(self._http.post(_TOKEN_URL, params={"storage_type": "fal-cdn-v3"}, headers=headers, json={}))
        token = answer.get("token") if isinstance(answer, dict) else None
        if not isinstance(token, str) or not token.isascii() or not token.isprintable():
            raise BadResponse("fal.ai gave no token for uploads.", "Try again later.")
        return CDNToken(token, _word(answer.get("token_type")), "", _until(answer.get("expires_at")))


def _word(told: Any) -> str:
    return told if isinstance(told, str) and told.isalpha() and told.isascii() else "Bearer"


def _until(told: Any) -> datetime:
    """Read when a token ends; one whose end cannot be read is used once."""
    try:
        read = datetime.fromisoformat(told.replace("Z", "+00:00"))
    except (AttributeError, ValueError):
        return datetime.now(UTC)
    return (read if read.tzinfo else read.replace(tzinfo=UTC)) - _EARLY
