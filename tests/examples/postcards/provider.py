"""Postcards: a service with one model, as short as a provider on the network can be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import httpx

from imagen.domain.errors import AuthenticationFailed, ImagenError, Rejected
from imagen.media.download import Downloader
from imagen.providers.base import Handle, Model, ModelType, PreparedRequest, Progress, RemoteState, Submission
from imagen.providers.catalogue import CatalogueEntry
from imagen.providers.http.addresses import Addresses
from imagen.providers.http.connections import TIMEOUT, Connections
from imagen.providers.http.guard import AsyncGuardedTransport, GuardedTransport
from imagen.providers.http.keys import KeyAuth, ServiceKey
from imagen.providers.price import Price, Unit
from imagen.providers.remote import RemoteProductFactory, json_of
from imagen.providers.remote_provider import RemoteProvider
from imagen.providers.schema import cog_schemas
from imagen.providers.surroundings import NOWHERE, Surroundings
from imagen.providers.uploads import NoUploads

OFFICIAL = "https://api.postcards.example"
INPUT = {
    "type": "object",
    "required": ["prompt"],
    "properties": {
        "prompt": {"type": "string", "x-order": 0},
        "size": {"type": "string", "enum": ["small", "large"], "default": "small", "x-order": 1},
    },
}
CARD = CatalogueEntry(
    id="card",
    name="Postcard",
    type=ModelType.TEXT_TO_IMAGE,
    family="Postcards",
    document={"components": {"schemas": {"Input": INPUT}}},
    price=Price(20_000, Unit.OUTPUT, "postcards.example/prices"),
)
STATES = {"waiting": RemoteState.QUEUED, "made": RemoteState.SUCCEEDED, "failed": RemoteState.FAILED}


class PostcardsFactory(RemoteProductFactory):
    """Order a card, ask about it, collect it."""

    def __init__(self, *parts: Any, http: Connections[httpx.Client, httpx.AsyncClient]) -> None:
        super().__init__(*parts)
        self._http = http

    def order(self, body: Mapping[str, Any], prepared: PreparedRequest) -> None:
        self._http.blocking().post("/cards", json=body)  # leaves once, whatever happens

    def receipt(self, answer: Any) -> Handle:
        return Handle(str(answer["id"]))

    async def check(self, submission: Submission) -> Progress:
        told = json_of(await self._http.of_loop().get(f"/cards/{submission.handle.request_id}"))
        return Progress(STATES.get(told.get("state"), RemoteState.RUNNING), message=str(told.get("error") or ""))

    def answer(self, submission: Submission) -> Any:
        return json_of(self._http.blocking().get(f"/cards/{submission.handle.request_id}"))["files"]

    def cancel(self, submission: Submission) -> None:
        self._http.blocking().delete(f"/cards/{submission.handle.request_id}")


class PostcardsProvider(RemoteProvider[PostcardsFactory]):
    """Make postcards at postcards.example."""

    name = "postcards"
    label = "Postcards"
    places = 4
    key_hint = "it begins with card_."
    adding_hint = "It has one model only."

    def __init__(self, surroundings: Surroundings = NOWHERE) -> None:
        super().__init__(surroundings)
        at = Addresses({"postcards_url": OFFICIAL}, surroundings.addresses)
        auth = KeyAuth("Bearer", ServiceKey(self.label, lambda: surroundings.key(self.name)))
        same: dict[str, Any] = {"base_url": OFFICIAL, "auth": auth, "timeout": TIMEOUT, "trust_env": False}
        self._http = Connections(
            lambda: httpx.Client(transport=GuardedTransport(self.label, at, translate), **same),
            httpx.Client.close,
            lambda: httpx.AsyncClient(transport=AsyncGuardedTransport(self.label, at, translate), **same),
            httpx.AsyncClient.aclose,
        )
        self._downloader = Downloader(may_be_private=at.is_own_stand_in)

    def bundled(self) -> Sequence[CatalogueEntry]:
        return (CARD,)

    def made(self, model: Model, entry: CatalogueEntry) -> PostcardsFactory:
        form = cog_schemas(entry.document)
        return PostcardsFactory(model, entry, form, self._downloader, NoUploads(), http=self._http)

    def close(self) -> None:
        self._http.close()
        self._downloader.close()


def translate(response: httpx.Response) -> ImagenError:
    """Make our error of a refusal."""
    if response.status_code == 401:
        return AuthenticationFailed("Postcards does not accept the key.", "Set the right one in Settings.")
    return Rejected(f"Postcards refused the request ({response.status_code}).", "Nothing was bought.")
