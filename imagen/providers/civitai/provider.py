"""The civitai provider: its catalogue, how models are found and added, and how its connection is tested."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path

from imagen.domain.errors import ModelGone
from imagen.media.download import Downloader
from imagen.providers.base import ConnectionTest, Handle, Model, PreparedRequest, Provider
from imagen.providers.catalogue import CatalogueEntry, FoundModel, read_bundled
from imagen.providers.civitai import looking_up, references, searching
from imagen.providers.civitai.client import LABEL, NO_KEY, CivitaiClient
from imagen.providers.civitai.connection import connection_tests
from imagen.providers.civitai.discovery import factory_class
from imagen.providers.civitai.factory import CivitaiProductFactory
from imagen.providers.civitai.recipes import Recipe
from imagen.providers.civitai.uploads import Uploads
from imagen.providers.schema import civitai_schemas
from imagen.providers.surroundings import NOWHERE, Surroundings

CATALOGUE = Path(__file__).parent / "catalogue.jsonl.gz"


@cache
def bundled() -> tuple[CatalogueEntry, ...]:
    """Give the models that come with Imagen."""
    return tuple(read_bundled(CATALOGUE))


@cache
def bundled_recipes() -> Mapping[str, Recipe]:
    """Give the recipes that checkpoints are carried out by."""
    made = (Recipe.of_entry(entry) for entry in bundled() if entry.id == entry.details.get("recipe"))
    return {recipe.name: recipe for recipe in made if recipe is not None}


class CivitaiProvider(Provider):
    """Generate at civitai.com."""

    name = "civitai"
    label = LABEL
    description = (
        "Checkpoints and LoRAs of a large community, and closed models beside them, paid in Buzz. It needs a key."
    )
    places = 8

    def __init__(self, surroundings: Surroundings = NOWHERE) -> None:
        super().__init__(surroundings)
        self._around = surroundings
        self._client = CivitaiClient(surroundings, self.name)
        self._uploads = Uploads(self._client)
        self._downloader = Downloader(may_be_private=self._client.addresses.is_own_stand_in)
        self._lock = threading.Lock()
        self._factories: dict[str, tuple[CatalogueEntry, CivitaiProductFactory]] = {}

    def models(self) -> Sequence[Model]:
        return [model for entry in self._entries().values() if (model := self._model(entry)) is not None]

    def factory(self, model_key: str) -> CivitaiProductFactory:
        entry = self._entries().get(model_key.removeprefix(f"{self.name}:"))
        if entry is None:
            raise ModelGone(f"{model_key} is not in the catalogue of civitai.", "Add it by its link or its AIR.")
        with self._lock:
            known = self._factories.get(entry.id)
            if known is None or known[0] != entry:
                known = (entry, self._made(entry))
                self._factories[entry.id] = known
            return known[1]

    def problem(self) -> str | None:
        key = self._around.key(self.name)
        return (
            None if key and key.strip() else f"{NO_KEY} Set it in Settings; your account page at civitai.com makes one."
        )

    def recognise(self, reference: str) -> str | None:
        written = reference.strip()
        return written if written in self._entries() else references.recognise(written)

    def look_up(self, model_id: str) -> CatalogueEntry:
        known = next((entry for entry in bundled() if entry.id == model_id and "air" not in entry.details), None)
        return known or looking_up.look_up(self._client, model_id, bundled_recipes())

    def search(self, words: str, limit: int = 30) -> Sequence[FoundModel]:
        return searching.search(self._client, words, limit, services=self.problem() is None)

    def page(self, model_key: str) -> str | None:
        return references.page_of(model_key.removeprefix(f"{self.name}:").removesuffix(references.VARIANT))

    def tests(self) -> Sequence[ConnectionTest]:
        return connection_tests(self._client)

    def find(self, model_key: str, prepared: PreparedRequest, since: datetime) -> Handle | None:
        return self.factory(model_key).find(prepared, since)

    def close(self) -> None:
        self._client.close()
        self._downloader.close()

    def _entries(self) -> Mapping[str, CatalogueEntry]:
        """Give all models by id: those that came with Imagen, and the newest word on each."""
        known = {entry.id: entry for entry in bundled()}
        known.update((entry.id, entry) for entry in self._around.added(self.name))
        return known

    def _model(self, entry: CatalogueEntry) -> Model | None:
        if entry.type is None:
            return None
        return Model(f"{self.name}:{entry.id}", self.name, entry.name, entry.type, entry.family, entry.description)

    def _made(self, entry: CatalogueEntry) -> CivitaiProductFactory:
        model = self._model(entry)
        if model is None:
            raise ModelGone(f"{entry.name} cannot be run here. {entry.why_not}".strip(), "Choose another model.")
        made = factory_class(str(entry.details.get("recipe") or entry.id), model.type)
        return made(
            model, entry, civitai_schemas(entry.document), self._downloader, client=self._client, uploads=self._uploads
        )
