"""fal's official client, and its connections beside it, behind the guarded transport; the key is asked for at each call."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import httpx

from imagen.domain.errors import AuthenticationFailed, BadResponse, NotConfigured
from imagen.providers.fal.errors import spoken, translate
from imagen.providers.http.addresses import Addresses
from imagen.providers.http.guard import AsyncGuardedTransport, GuardedTransport
from imagen.providers.remote import json_of
from imagen.providers.surroundings import Surroundings

if TYPE_CHECKING:
    from imagen.providers.fal.sdk import GuardedFalClient

LABEL = "fal.ai"
NO_KEY = "fal.ai has no key yet."
QUEUE = "https://queue.fal.run"
PLATFORM = "https://api.fal.ai/v1"
OFFICIAL: Mapping[str, str] = {
    "fal_queue_url": QUEUE,
    "fal_run_url": "https://fal.run",
    "fal_rest_url": "https://rest.fal.ai",
    "fal_cdn_url": "https://v3.fal.media",
    "fal_api_url": "https://api.fal.ai",
}
_KEY = re.compile(r"[\x21-\x7e]+")
_TIMEOUT = httpx.Timeout(60.0, connect=10.0, pool=30.0)


@dataclass
class _Blocking:
    http: httpx.Client
    sdk: GuardedFalClient


class FalClient:
    """Speaks to fal; used from many threads and from the poller's event loop."""

    def __init__(self, surroundings: Surroundings, name: str) -> None:
        self._surroundings = surroundings
        self._name = name
        self.addresses = Addresses(OFFICIAL, {part: surroundings.addresses.get(part) for part in OFFICIAL})
        self._lock = threading.Lock()
        self._blocking: _Blocking | None = None
        self._of_loop: WeakKeyDictionary[asyncio.AbstractEventLoop, httpx.AsyncClient] = WeakKeyDictionary()

    def key(self) -> str:
        """Give the key as it is now. Raises NotConfigured, or AuthenticationFailed when it cannot be one."""
        key = self._written_key()
        if not key:
            raise NotConfigured(NO_KEY, "Set it in Settings.")
        if not _KEY.fullmatch(key):
            raise AuthenticationFailed("The key of fal.ai has characters that no key has.", "Set it anew in Settings.")
        return key

    def order(self, endpoint: str, body: Mapping[str, Any]) -> None:
        """Put a request into the queue; what the client cannot read is for the purchase around it to judge."""
        self._client().sdk.submit(endpoint, dict(body))

    def response(self, url: str) -> httpx.Response:
        """Ask an address of a request, which an answer gave or we made."""
        with spoken():
            return self._client().http.get(url)

    async def get_soon(self, url: str, params: Mapping[str, str] | None = None) -> Any:
        """Ask for JSON on the running loop."""
        client = self._client_of_loop()
        with spoken():
            return json_of(await client.get(url, params=params))

    def platform(self, path: str, params: Mapping[str, Any], *, needs_key: bool = True) -> httpx.Response:
        """Ask the platform API; what needs no key is asked without where there is none."""
        auth = httpx.USE_CLIENT_DEFAULT if needs_key or self._written_key() else None
        with spoken():
            return self._client().http.get(f"{PLATFORM}{path}", params=dict(params), auth=auth)

    def listed(self, path: str, params: Mapping[str, Any], name: str, *, needs_key: bool = True) -> list[Any]:
        """Ask the platform API for a list that stands under a name."""
        return list_in(json_of(self.platform(path, params, needs_key=needs_key)), name)

    def pages(
        self, path: str, params: Mapping[str, Any], name: str, most: int
    ) -> Iterator[tuple[httpx.Response, list[Any]]]:
        """Go through a list of the platform API page by page."""
        asked = dict(params)
        for _ in range(most):
            response = self.platform(path, asked)
            page = json_of(response)
            yield response, list_in(page, name)
            cursor = page.get("next_cursor")
            if not isinstance(cursor, str) or not cursor or page.get("has_more") is False:
                return
            asked["cursor"] = cursor

    def cancel(self, request_id: str, url: str) -> None:
        """Ask for a request to be stopped."""
        from fal_client.client import SyncRequestHandle

        with spoken():
            SyncRequestHandle(request_id, "", "", url, self._client().http).cancel()

    def upload(self, content: bytes, content_type: str, file_name: str, seconds: int | None = None) -> str:
        """Store a file on fal's CDN and give its address; a token that ended early is asked for anew, once."""
        sdk = self._client().sdk
        with spoken():
            try:
                url = sdk.upload_to_cdn(content, content_type, file_name, seconds)
            except AuthenticationFailed:
                sdk.__dict__["_token_manager"].forget()
                url = sdk.upload_to_cdn(content, content_type, file_name, seconds)
        if not isinstance(url, str) or not url.startswith(("https://", "http://")):
            raise BadResponse("fal stored a file and did not say where.", "Try again later.")
        return url

    def close(self) -> None:
        """Close all connections."""
        with self._lock:
            blocking, self._blocking = self._blocking, None
            on_loops = list(self._of_loop.items())
            self._of_loop.clear()
        if blocking is not None:
            blocking.http.close()
        for loop, client in on_loops:
            if loop.is_running():
                loop.call_soon_threadsafe(_close_on, loop, client)

    def _written_key(self) -> str:
        return (self._surroundings.key(self._name) or "").strip()

    def _client(self) -> _Blocking:
        from imagen.providers.fal.sdk import HEADERS, GuardedFalClient, to_official_queue

        with self._lock:
            if self._blocking is None:
                transport = GuardedTransport(LABEL, self.addresses, translate)
                http = httpx.Client(
                    transport=transport,
                    headers=HEADERS,
                    auth=_Key(self.key),
                    timeout=_TIMEOUT,
                    trust_env=False,
                    event_hooks={"request": [to_official_queue]},
                )
                self._blocking = _Blocking(http, GuardedFalClient(http, transport, self.key))
            return self._blocking

    def _client_of_loop(self) -> httpx.AsyncClient:
        from imagen.providers.fal.sdk import HEADERS

        loop = asyncio.get_running_loop()
        with self._lock:
            if loop not in self._of_loop:
                self._of_loop[loop] = httpx.AsyncClient(
                    transport=AsyncGuardedTransport(LABEL, self.addresses, translate),
                    headers=HEADERS,
                    auth=_Key(self.key),
                    timeout=_TIMEOUT,
                    trust_env=False,
                )
            return self._of_loop[loop]


def list_in(page: Any, name: str) -> list[Any]:
    """Take a list out of an answer. Raises BadResponse when it is not there."""
    found = page.get(name) if isinstance(page, Mapping) else None
    if not isinstance(found, list):
        raise BadResponse("fal answered with something that is no list.", "Try again later.")
    return found


class _Key(httpx.Auth):
    """Puts the key of this moment on each request; the transport takes it off where it does not belong."""

    def __init__(self, ask: Callable[[], str]) -> None:
        self._ask = ask

    def auth_flow(self, request: httpx.Request) -> Iterator[httpx.Request]:  # type: ignore[override]
        request.headers["Authorization"] = f"Key {self._ask()}"
        yield request


def _close_on(loop: asyncio.AbstractEventLoop, client: httpx.AsyncClient) -> None:
    closing = loop.create_task(client.aclose())
    closing.add_done_callback(lambda done: done.exception())
