"""Replicate's official client, blocking and on event loops, behind the guarded transport; the key is asked for at each call."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO
from urllib.parse import quote
from weakref import WeakKeyDictionary

import httpx

from imagen.domain.errors import AuthenticationFailed, BadResponse, NotConfigured
from imagen.providers.http.addresses import Addresses
from imagen.providers.http.guard import AsyncGuardedTransport, GuardedTransport
from imagen.providers.remote import json_of
from imagen.providers.replicate.errors import spoken, translate
from imagen.providers.surroundings import Surroundings

if TYPE_CHECKING:
    from replicate.client import Client

LABEL = "Replicate"
OFFICIAL = "https://api.replicate.com"
ADDRESS = "replicate_url"
NO_KEY = "Replicate has no key yet."
_KEY = re.compile(r"[\x21-\x7e]+")
_SET_LATER = "set-at-each-request"
_TIMEOUT = httpx.Timeout(60.0, connect=10.0, pool=30.0)


@dataclass(frozen=True)
class Target:
    """What carries out a prediction: an official model by its name, a version by its id, or a deployment."""

    model: str = ""
    version: str = ""
    deployment: str = ""


class ReplicateClient:
    """Speaks to Replicate; used from many threads and from the poller's event loop."""

    def __init__(self, surroundings: Surroundings, name: str) -> None:
        self._surroundings = surroundings
        self._name = name
        self.addresses = Addresses({ADDRESS: OFFICIAL}, {ADDRESS: surroundings.addresses.get(ADDRESS)})
        self._lock = threading.Lock()
        self._blocking: Client | None = None
        self._of_loop: WeakKeyDictionary[asyncio.AbstractEventLoop, Client] = WeakKeyDictionary()

    def key(self) -> str:
        """Give the key as it is now. Raises NotConfigured, or AuthenticationFailed when it cannot be one."""
        key = (self._surroundings.key(self._name) or "").strip()
        if not key:
            raise NotConfigured(NO_KEY, "Set it in Settings.")
        if not _KEY.fullmatch(key):
            raise AuthenticationFailed(
                "The key of Replicate has characters that no key has.", "Set it anew in Settings."
            )
        return key

    def order(self, target: Target, body: Mapping[str, Any]) -> None:
        """Create a prediction; what the client cannot read is for the purchase around it to judge."""
        client, inputs = self._client(), dict(body)
        if target.deployment:
            client.deployments.predictions.create(target.deployment, input=inputs)
        elif target.version:
            client.predictions.create(version=target.version, input=inputs)
        else:
            client.models.predictions.create(target.model, input=inputs)

    def get(self, path: str, params: Mapping[str, Any] | None = None) -> Any:
        """Ask for JSON, read as it is: the client's own classes refuse newer words and nulls."""
        return json_of(self.response("GET", path, params=params))

    async def get_soon(self, path: str) -> Any:
        """Ask for JSON on the running loop."""
        client = self._client_of_loop()
        with spoken():
            return json_of(await client._async_request("GET", path))

    def response(self, method: str, path: str, **more: Any) -> httpx.Response:
        """Send a request that buys nothing."""
        with spoken():
            return self._client()._request(method, path, **more)

    def pages(self, path: str, params: Mapping[str, Any], most: int) -> Iterator[tuple[httpx.Response, list[Any]]]:
        """Go through a list page by page; addresses of further pages are followed at this service only."""
        asked: str | None = path
        for _ in range(most):
            if asked is None:
                return
            response = self.response("GET", asked, params=params if asked == path else None)
            page = json_of(response)
            if not isinstance(page, Mapping) or not isinstance(page.get("results"), list):
                raise BadResponse("Replicate answered with something that is no list.", "Try again later.")
            yield response, page["results"]
            asked = self._onward(page.get("next"))

    def cancel(self, prediction_id: str) -> None:
        """Ask for a prediction to be stopped."""
        self.response("POST", f"/v1/predictions/{quote(prediction_id, safe='')}/cancel")

    def upload(self, name: str, file: BinaryIO, content_type: str) -> Mapping[str, Any]:
        """Store a file for a day; gives what Replicate tells about it. Raises BadResponse when it has no address."""
        answer = json_of(self.response("POST", "/v1/files", files={"content": (name, file, content_type)}, data={}))
        urls = answer.get("urls") if isinstance(answer, Mapping) else None
        if not isinstance(urls, Mapping) or not str(urls.get("get", "")).startswith(("https://", "http://")):
            raise BadResponse("Replicate stored a file and did not say where.", "Try again later.")
        found: Mapping[str, Any] = answer
        return found

    def delete_file(self, file_id: str) -> None:
        """Remove a stored file."""
        self.response("DELETE", f"/v1/files/{quote(file_id, safe='')}")

    def close(self) -> None:
        """Close all connections."""
        with self._lock:
            blocking, self._blocking = self._blocking, None
            on_loops = list(self._of_loop.items())
            self._of_loop.clear()
        if blocking is not None:
            blocking._client.close()
        for loop, client in on_loops:
            if loop.is_running():
                loop.call_soon_threadsafe(_close_on, loop, client)

    def _client(self) -> Client:
        with self._lock:
            if self._blocking is None:
                self._blocking = self._made(GuardedTransport(LABEL, self.addresses, translate))
                _ = self._blocking._client  # built here, once, not by two threads at a time
            return self._blocking

    def _client_of_loop(self) -> Client:
        loop = asyncio.get_running_loop()
        with self._lock:
            if loop not in self._of_loop:
                self._of_loop[loop] = self._made(AsyncGuardedTransport(LABEL, self.addresses, translate))
            return self._of_loop[loop]

    def _made(self, transport: GuardedTransport | AsyncGuardedTransport) -> Client:
        from replicate.client import Client

        # Token and address are given so that the client looks for none in the environment.
        return Client(
            api_token=_SET_LATER,
            base_url=OFFICIAL,
            timeout=_TIMEOUT,
            transport=transport,
            auth=_Key(self.key),
            trust_env=False,
        )

    def _onward(self, address: Any) -> str | None:
        if not isinstance(address, str) or not address:
            return None
        try:
            resolved = self.addresses.resolve(httpx.URL(address))
        except (httpx.InvalidURL, ValueError):
            return None
        return str(resolved) if self.addresses.may_see_key(resolved) else None


class _Key(httpx.Auth):
    """Puts the key of this moment on each request; the transport takes it off where it does not belong."""

    def __init__(self, ask: Callable[[], str]) -> None:
        self._ask = ask

    def auth_flow(self, request: httpx.Request) -> Iterator[httpx.Request]:  # type: ignore[override]
        request.headers["Authorization"] = f"Bearer {self._ask()}"
        yield request


def _close_on(loop: asyncio.AbstractEventLoop, client: Client) -> None:
    closing = loop.create_task(client._async_client.aclose())
    closing.add_done_callback(lambda done: done.exception())
