"""Replicate's official client, blocking and on event loops, behind the guarded transport; the key is asked for at each call."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO
from urllib.parse import quote

import httpx

from imagen.domain.errors import BadResponse
from imagen.providers.http.addresses import Addresses
from imagen.providers.http.connections import TIMEOUT, Connections, without_cookies
from imagen.providers.http.guard import AsyncGuardedTransport, GuardedTransport
from imagen.providers.http.keys import KeyAuth, ServiceKey
from imagen.providers.remote import json_of
from imagen.providers.replicate.errors import spoken, translate
from imagen.providers.surroundings import Surroundings

if TYPE_CHECKING:
    from replicate.client import Client

LABEL = "Replicate"
OFFICIAL = "https://api.replicate.com"
ADDRESS = "replicate_url"
_SET_LATER = "set-at-each-request"


@dataclass(frozen=True)
class Target:
    """What carries out a prediction: an official model by its name, a version by its id, or a deployment."""

    model: str = ""
    version: str = ""
    deployment: str = ""


class ReplicateClient:
    """Speaks to Replicate; used from many threads and from the poller's event loop."""

    def __init__(self, surroundings: Surroundings, name: str) -> None:
        self.key = ServiceKey(LABEL, lambda: surroundings.key(name))
        self.addresses = Addresses({ADDRESS: OFFICIAL}, {ADDRESS: surroundings.addresses.get(ADDRESS)})
        self._connections: Connections[Client, Client] = Connections(
            self._blocking,
            lambda client: client._client.close(),
            self._on_loop,
            lambda client: client._async_client.aclose(),
        )

    def order(self, target: Target, body: Mapping[str, Any]) -> None:
        """Create a prediction; what the client cannot read is for the purchase around it to judge."""
        client, inputs = self._connections.blocking(), dict(body)
        if target.deployment:
            client.deployments.predictions.create(target.deployment, input=inputs)
        elif target.version:
            client.predictions.create(version=target.version, input=inputs)
        else:
            client.models.predictions.create(target.model, input=inputs)

    def get(self, path: str, params: Mapping[str, Any] | None = None) -> Any:
        """Ask for JSON, read as it is: the client's own classes refuse newer words and nulls."""
        return json_of(self.response("GET", path, params=params))

    async def response_soon(self, path: str) -> httpx.Response:
        """Ask on the running loop."""
        client = self._connections.of_loop()
        with spoken():
            return await client._async_request("GET", path)

    def response(self, method: str, path: str, **more: Any) -> httpx.Response:
        """Send a request that buys nothing."""
        with spoken():
            return self._connections.blocking()._request(method, path, **more)

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
        self._connections.close()

    def _blocking(self) -> Client:
        made = self._made(GuardedTransport(LABEL, self.addresses, translate))
        without_cookies(made._client)  # built here, once, not by two threads at a time
        return made

    def _on_loop(self) -> Client:
        made = self._made(AsyncGuardedTransport(LABEL, self.addresses, translate))
        without_cookies(made._async_client)
        return made

    def _made(self, transport: GuardedTransport | AsyncGuardedTransport) -> Client:
        from replicate.client import Client

        # Token and address are given so that the client looks for none in the environment.
        return Client(
            api_token=_SET_LATER,
            base_url=OFFICIAL,
            timeout=TIMEOUT,
            transport=transport,
            auth=KeyAuth("Bearer", self.key),
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
