"""The Replicate provider: its catalogue, how models are found and added, and how its connection is tested."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path

from imagen.domain.errors import BadResponse, ModelGone
from imagen.media.download import Downloader
from imagen.providers.base import ConnectionTest, Handle, Model, PreparedRequest, Provider
from imagen.providers.catalogue import CatalogueEntry, FoundModel, read_bundled
from imagen.providers.price import Price
from imagen.providers.replicate import looking_up, references, searching
from imagen.providers.replicate.client import LABEL, NO_KEY, ReplicateClient
from imagen.providers.replicate.connection import connection_tests
from imagen.providers.replicate.discovery import factory_class
from imagen.providers.replicate.entries import published
from imagen.providers.replicate.factory import ReplicateProductFactory
from imagen.providers.replicate.uploads import Uploads
from imagen.providers.surroundings import NOWHERE, Surroundings

CATALOGUE = Path(__file__).parent / "catalogue.jsonl.gz"


@cache
def bundled() -> tuple[CatalogueEntry, ...]:
    """Give the models that come with Imagen."""
    return tuple(read_bundled(CATALOGUE))


def _tasks(ref: str) -> tuple[str, ...]:
    """Give the task of a model that came with Imagen: a newer word on it does not make it another one."""
    return tuple(str(entry.type) for entry in bundled() if entry.id == ref and entry.type)


class ReplicateProvider(Provider):
    """Run models at replicate.com."""

    name = "replicate"
    label = LABEL
    description = "Thousands of models of images, video and audio, paid by output or by second. It needs an API token."
    places = 16

    def __init__(self, surroundings: Surroundings = NOWHERE) -> None:
        super().__init__(surroundings)
        self._around = surroundings
        self._client = ReplicateClient(surroundings, self.name)
        self._uploads = Uploads(self._client)
        self._downloader = Downloader(may_be_private=self._client.addresses.is_own_stand_in)
        self._lock = threading.Lock()
        self._seen: tuple[Sequence[CatalogueEntry] | None, Mapping[str, CatalogueEntry]] = (None, {})
        self._factories: dict[str, tuple[CatalogueEntry, ReplicateProductFactory]] = {}

    def models(self) -> Sequence[Model]:
        return [model for entry in self._entries().values() if (model := self._model(entry)) is not None]

    def factory(self, model_key: str) -> ReplicateProductFactory:
        entry = self._entries().get(model_key.removeprefix(f"{self.name}:"))
        if entry is None:
            raise ModelGone(f"{model_key} is not in the catalogue of Replicate.", "Add it by its link or its name.")
        with self._lock:
            known = self._factories.get(entry.id)
            if known is None or (known[0] is not entry and known[0] != entry):
                known = (entry, self._made(entry))
                self._factories[entry.id] = known
            return known[1]

    def problem(self) -> str | None:
        key = self._around.key(self.name)
        return None if key and key.strip() else f"{NO_KEY} Set it in Settings; it begins with r8_."

    def recognise(self, reference: str) -> str | None:
        found = references.recognise(reference)
        return None if found is None else found.id

    def look_up(self, model_id: str) -> CatalogueEntry:
        return looking_up.look_up(self._client, model_id, _tasks)

    def search(self, words: str, limit: int = 30) -> Sequence[FoundModel]:
        return searching.search(self._client, words, limit)

    def price(self, model_key: str) -> Price | None:
        entry = self._entries().get(model_key.removeprefix(f"{self.name}:"))
        return entry.price if entry else None

    def page(self, model_key: str) -> str | None:
        reference = references.read_id(model_key.removeprefix(f"{self.name}:"))
        return references.page_of(reference) if reference else None

    def tests(self) -> Sequence[ConnectionTest]:
        return connection_tests(self._client)

    def find(self, model_key: str, prepared: PreparedRequest, since: datetime) -> Handle | None:
        return self.factory(model_key).find(prepared, since)

    def close(self) -> None:
        self._client.close()
        self._downloader.close()

    def _entries(self) -> Mapping[str, CatalogueEntry]:
        """Give all models by id: those that came with Imagen, and the newest word on each."""
        added, (seen, known) = self._around.added(self.name), self._seen
        if added is not seen or not isinstance(added, tuple):
            known = {entry.id: entry for entry in (*bundled(), *added)}
            self._seen = (added, known)
        return known

    def _model(self, entry: CatalogueEntry) -> Model | None:
        if entry.type is None:
            return None
        return Model(f"{self.name}:{entry.id}", self.name, entry.name, entry.type, entry.family, entry.description)

    def _made(self, entry: CatalogueEntry) -> ReplicateProductFactory:
        model, reference = self._model(entry), references.read_id(entry.id)
        if model is None:
            raise ModelGone(f"{entry.name} cannot be run here. {entry.why_not}".strip(), "Choose another model.")
        if reference is None:
            raise BadResponse(f"{entry.id} is no name of a model at Replicate.", "Add the model anew.")
        made = factory_class(str(entry.details.get("model") or reference.ref), model.type)
        return made(
            model,
            entry,
            published(entry.document),
            self._downloader,
            reference=reference,
            client=self._client,
            uploads=self._uploads,
        )
