"""civitai's two APIs on httpx behind the guarded transport; the key is asked for at each call."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import httpx

from imagen.domain.errors import BadResponse
from imagen.providers.civitai.errors import spoken, translate
from imagen.providers.http.addresses import Addresses
from imagen.providers.http.connections import TIMEOUT, Connections, without_cookies
from imagen.providers.http.guard import AsyncGuardedTransport, GuardedTransport
from imagen.providers.http.keys import ServiceKey
from imagen.providers.remote import json_of
from imagen.providers.surroundings import Surroundings

LABEL = "civitai"
SITE = "civitai_url"
ORCHESTRATION = "civitai_orchestration_url"
OFFICIAL: Mapping[str, str] = {SITE: "https://civitai.com", ORCHESTRATION: "https://orchestration.civitai.com"}
WORKFLOWS = "/v2/consumer/workflows"
BLOBS = "/v2/consumer/blobs"


class CivitaiClient:
    """Speaks to civitai; used from many threads and from the poller's event loop."""

    def __init__(self, surroundings: Surroundings, name: str) -> None:
        self.key = ServiceKey(LABEL, lambda: surroundings.key(name))
        self.addresses = Addresses(OFFICIAL, {part: surroundings.addresses.get(part) for part in OFFICIAL})
        self._connections: Connections[httpx.Client, httpx.AsyncClient] = Connections(
            self._blocking,
            lambda client: client.close(),
            self._on_loop,
            lambda client: client.aclose(),
        )

    def order(self, body: Mapping[str, Any]) -> None:
        """Submit a workflow; what is answered is for the purchase around it to read."""
        self._send("POST", WORKFLOWS, params={"wait": "0"}, json=body)

    def price(self, body: Mapping[str, Any]) -> Any:
        """Ask what a workflow would cost. Raises ValueError for a body with an `externalId`.

        civitai would keep the priced workflow under that id, and answer the real order with it.
        """
        if "externalId" in body:
            raise ValueError("A price is never asked for under the id of an order.")
        return json_of(self._send("POST", WORKFLOWS, params={"whatif": "true"}, json=body))

    async def workflow_soon(self, workflow_id: str) -> httpx.Response:
        """Ask for a workflow on the running loop."""
        with spoken():
            return await self._connections.of_loop().get(_workflow(workflow_id), headers=self._keyed())

    def workflow(self, workflow_id: str) -> Any:
        """Ask for a workflow; its addresses of files are fresh."""
        return json_of(self._send("GET", _workflow(workflow_id)))

    def workflows(self, params: Mapping[str, Any]) -> Any:
        """Ask for a page of the account's workflows."""
        return self.get(WORKFLOWS, params)

    def cancel(self, workflow_id: str) -> None:
        """Ask for a workflow to be stopped."""
        self._send("PUT", _workflow(workflow_id), json={"status": "canceled"})

    def get(self, path: str, params: Mapping[str, Any] | None = None) -> Any:
        """Ask the orchestration API for JSON."""
        return json_of(self._send("GET", path, params=params))

    def site(self, path: str, params: Mapping[str, Any] | None = None, *, with_key: bool = False) -> Any:
        """Ask the site's API for JSON; it tells of models without a key too."""
        headers = self._keyed() if with_key or self.key.written() else {}
        url = f"{self.addresses.base(SITE)}/api/v1{path}"
        with spoken():
            return json_of(self._connections.blocking().get(url, params=params, headers=headers))

    def upload(self, content: bytes, content_type: str) -> Mapping[str, Any]:
        """Store a file; gives the blob that civitai made of it. Raises BadResponse when that cannot be read."""
        offered = self.get(f"{BLOBS}/upload")
        address = offered.get("uploadUrl") if isinstance(offered, Mapping) else None
        if not isinstance(address, str) or not address.startswith(("https://", "http://")):
            raise BadResponse("civitai did not say where to send a file.", "Try again later.")
        with spoken():
            stored = json_of(
                self._connections.blocking().post(address, content=content, headers={"content-type": content_type})
            )
        return _blob(stored)

    def refreshed(self, blob_id: str) -> Mapping[str, Any]:
        """Give a blob with a fresh address."""
        return _blob(self.get(f"{BLOBS}/{_part(blob_id)}/refresh"))

    def close(self) -> None:
        """Close all connections."""
        self._connections.close()

    def _send(self, method: str, path: str, **more: Any) -> httpx.Response:
        headers = self._keyed()
        with spoken():
            return self._connections.blocking().request(method, path, headers=headers, **more)

    def _keyed(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.key()}"}

    def _blocking(self) -> httpx.Client:
        transport = GuardedTransport(LABEL, self.addresses, translate)
        return without_cookies(httpx.Client(transport=transport, **self._settings()))

    def _on_loop(self) -> httpx.AsyncClient:
        transport = AsyncGuardedTransport(LABEL, self.addresses, translate)
        return without_cookies(httpx.AsyncClient(transport=transport, **self._settings()))

    def _settings(self) -> dict[str, Any]:
        base = self.addresses.base(ORCHESTRATION)
        return {"base_url": base, "timeout": TIMEOUT, "trust_env": False, "follow_redirects": False}


def _workflow(workflow_id: str) -> str:
    return f"{WORKFLOWS}/{_part(workflow_id)}"


def _part(text: str) -> str:
    return quote(text, safe="")


def _blob(answer: Any) -> Mapping[str, Any]:
    if not isinstance(answer, Mapping) or not isinstance(answer.get("id"), str):
        raise BadResponse("civitai stored a file and did not say which.", "Try again later.")
    return answer
