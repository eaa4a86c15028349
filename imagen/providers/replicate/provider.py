"""The Replicate provider: its catalogue, how models are found and added, and how its connection is tested."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from imagen.domain.errors import BadResponse
from imagen.media.download import Downloader
from imagen.providers.base import ConnectionTest, Model
from imagen.providers.catalogue import CatalogueEntry, FoundModel, read_bundled
from imagen.providers.remote_provider import RemoteProvider
from imagen.providers.replicate import looking_up, references, searching
from imagen.providers.replicate.client import LABEL, ReplicateClient
from imagen.providers.replicate.connection import connection_tests
from imagen.providers.replicate.discovery import FAMILIES
from imagen.providers.replicate.entries import published
from imagen.providers.replicate.factory import ReplicateProductFactory
from imagen.providers.replicate.uploads import ReplicateUploads
from imagen.providers.surroundings import NOWHERE, Surroundings

CATALOGUE = Path(__file__).parent / "catalogue.jsonl.gz"


@cache
def bundled() -> tuple[CatalogueEntry, ...]:
    """Give the models that come with Imagen."""
    return tuple(read_bundled(CATALOGUE))


class ReplicateProvider(RemoteProvider[ReplicateProductFactory]):
    """Run models at replicate.com."""

    name = "replicate"
    label = LABEL
    families = FAMILIES
    description = "Thousands of models of images, video and audio, paid by output or by second. It needs an API token."
    places = 16
    key_page = "https://replicate.com/account/api-tokens"
    requests_page = "https://replicate.com/predictions"

    key_hint = "it begins with r8_."
    adding_hint = "Add it by its link or its name."

    def __init__(self, surroundings: Surroundings = NOWHERE) -> None:
        super().__init__(surroundings)
        self._client = ReplicateClient(surroundings, self.name)
        self._uploads = ReplicateUploads(self._client)
        self._downloader = Downloader(may_be_private=self._client.addresses.is_own_stand_in)

    def bundled(self) -> Sequence[CatalogueEntry]:
        return bundled()

    def recognise(self, reference: str) -> str | None:
        found = references.recognise(reference)
        return None if found is None else found.id

    def look_up(self, model_id: str) -> CatalogueEntry:
        return looking_up.look_up(self._client, model_id, self.bundled_tasks)

    def search(self, words: str, limit: int = 30) -> Sequence[FoundModel]:
        return searching.search(self._client, words, limit)

    def page(self, model_key: str) -> str | None:
        reference = references.read_id(model_key.removeprefix(f"{self.name}:"))
        return references.page_of(reference) if reference else None

    def tests(self) -> Sequence[ConnectionTest]:
        return connection_tests(self._client)

    def close(self) -> None:
        self._client.close()
        self._downloader.close()

    def made(self, model: Model, entry: CatalogueEntry) -> ReplicateProductFactory:
        reference = references.read_id(entry.id)
        if reference is None:
            raise BadResponse(f"{entry.id} is no name of a model at Replicate.", "Add the model anew.")
        family = FAMILIES.factory_class(str(entry.details.get("model") or reference.ref), model.type)
        return family(
            model,
            entry,
            published(entry.document),
            self._downloader,
            self._uploads,
            reference=reference,
            client=self._client,
        )
