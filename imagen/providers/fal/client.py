"""fal's official client, and its connections beside it, behind the guarded transport; the key is asked for at each call."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx

from imagen.domain.errors import AuthenticationFailed, BadResponse
from imagen.providers.fal.errors import spoken, translate
from imagen.providers.http.addresses import Addresses
from imagen.providers.http.connections import TIMEOUT, Connections, without_cookies
from imagen.providers.http.guard import AsyncGuardedTransport, GuardedTransport
from imagen.providers.http.keys import KeyAuth, ServiceKey
from imagen.providers.remote import json_of
from imagen.providers.surroundings import Surroundings

if TYPE_CHECKING:
    from imagen.providers.fal.sdk import GuardedFalClient

LABEL = "fal.ai"
QUEUE = "https://queue.fal.run"
PLATFORM = "https://api.fal.ai/v1"
OFFICIAL: Mapping[str, str] = {
    "fal_queue_url": QUEUE,
    "fal_run_url": "https://fal.run",
    "fal_rest_url": "https://rest.fal.ai",
    "fal_cdn_url": "https://v3.fal.media",
    "fal_api_url": "https://api.fal.ai",
}


@dataclass
class _Blocking:
    http: httpx.Client
    sdk: GuardedFalClient


class FalClient:
    """Speaks to fal; used from many threads and from the poller's event loop."""

    def __init__(self, surroundings: Surroundings, name: str) -> None:
        self.key = ServiceKey(LABEL, lambda: surroundings.key(name))
        self.addresses = Addresses(OFFICIAL, {part: surroundings.addresses.get(part) for part in OFFICIAL})
        self._connections: Connections[_Blocking, httpx.AsyncClient] = Connections(
            self._blocking, lambda client: client.http.close(), self._async, lambda client: client.aclose()
        )

    def order(self, endpoint: str, body: Mapping[str, Any]) -> None:
        """Put a request into the queue; what the client cannot read is for the purchase around it to judge."""
        self._connections.blocking().sdk.submit(endpoint, dict(body))

    def response(self, url: str) -> httpx.Response:
        """Ask an address of a request, which an answer gave or we made."""
        with spoken():
            return self._connections.blocking().http.get(url)

    async def response_soon(self, url: str, params: Mapping[str, str] | None = None) -> httpx.Response:
        """Ask an address of a request on the running loop."""
        with spoken():
            return await self._connections.of_loop().get(url, params=params)

    def platform(self, path: str, params: Mapping[str, Any], *, needs_key: bool = True) -> httpx.Response:
        """Ask the platform API; what needs no key is asked without where there is none."""
        auth = httpx.USE_CLIENT_DEFAULT if needs_key or self.key.written() else None
        with spoken():
            return self._connections.blocking().http.get(f"{PLATFORM}{path}", params=dict(params), auth=auth)

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
            SyncRequestHandle(request_id, "", "", url, self._connections.blocking().http).cancel()

    def upload(self, content: bytes, content_type: str, file_name: str, seconds: int | None = None) -> str:
        """Store a file on fal's CDN and give its address; a token that ended early is asked for anew, once."""
        sdk = self._connections.blocking().sdk
        with spoken():
            try:
                url = sdk.upload_to_cdn(content, content_type, file_name, seconds)
            except AuthenticationFailed:
                sdk.__dict__["_token_manager"].forget()
                url = sdk.upload_to_cdn(content, content_type, file_name, seconds)
        if not isinstance(url, str) or not url.startswith(("https://", "http://")):
            raise BadResponse("fal.ai stored a file and did not say where.", "Try again later.")
        return url

    def close(self) -> None:
        """Close all connections."""
        self._connections.close()

    def _blocking(self) -> _Blocking:
        from imagen.providers.fal.sdk import HEADERS, GuardedFalClient, to_official_queue

        transport = GuardedTransport(LABEL, self.addresses, translate)
        http = httpx.Client(
            transport=transport,
            headers=HEADERS,
            auth=KeyAuth("Key", self.key),
            timeout=TIMEOUT,
            trust_env=False,
            event_hooks={"request": [to_official_queue]},
        )
        return _Blocking(without_cookies(http), GuardedFalClient(http, transport, self.key))

    def _async(self) -> httpx.AsyncClient:
        from imagen.providers.fal.sdk import HEADERS

        client = httpx.AsyncClient(
            transport=AsyncGuardedTransport(LABEL, self.addresses, translate),
            headers=HEADERS,
            auth=KeyAuth("Key", self.key),
            timeout=TIMEOUT,
            trust_env=False,
        )
        return without_cookies(client)


def list_in(page: Any, name: str) -> list[Any]:
    """Take a list out of an answer. Raises BadResponse when it is not there."""
    found = page.get(name) if isinstance(page, Mapping) else None
    if not isinstance(found, list):
        raise BadResponse("fal.ai answered with something that is no list.", "Try again later.")
    return found
