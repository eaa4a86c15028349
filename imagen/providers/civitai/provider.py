"""The civitai provider: its catalogue, how models are found and added, and how its connection is tested."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from imagen.media.download import Downloader
from imagen.providers.base import FROM_WORDS, ConnectionTest, Model
from imagen.providers.catalogue import CatalogueEntry, FoundModel, read_bundled
from imagen.providers.civitai import looking_up, references, searching
from imagen.providers.civitai.client import LABEL, CivitaiClient
from imagen.providers.civitai.connection import connection_tests
from imagen.providers.civitai.discovery import FAMILIES
from imagen.providers.civitai.factory import CivitaiProductFactory
from imagen.providers.civitai.recipes import Recipe
from imagen.providers.civitai.uploads import CivitaiUploads
from imagen.providers.remote_provider import RemoteProvider
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


class CivitaiProvider(RemoteProvider[CivitaiProductFactory]):
    """Generate at civitai.com."""

    name = "civitai"
    label = LABEL
    description = (
        "Checkpoints and LoRAs of a large community, and closed models beside them, paid in Buzz. It needs a key."
    )
    places = 8
    key_page = "https://civitai.com/user/account"
    requests_page = "https://civitai.com/user/transactions"

    key_hint = "your account page at civitai.com makes one."
    adding_hint = "Add it by its link or its AIR."

    def __init__(self, surroundings: Surroundings = NOWHERE) -> None:
        super().__init__(surroundings)
        self._client = CivitaiClient(surroundings, self.name)
        self._uploads = CivitaiUploads(self._client)
        self._downloader = Downloader(may_be_private=self._client.addresses.is_own_stand_in)

    def bundled(self) -> Sequence[CatalogueEntry]:
        return bundled()

    def tells_price(self, model: Model) -> bool:
        """Leave out models that work on files: those would go up for it."""
        return model.type in FROM_WORDS

    def recognise(self, reference: str) -> str | None:
        written = reference.strip()
        meant = written if written in self.entries() else references.recognise(written)
        if meant is None or not meant.startswith("model-versions/"):
            return meant
        return next(iter(self.known_as(meant)), meant)

    def known_as(self, model_id: str) -> Sequence[str]:
        return [known for known in self.entries() if references.is_meant(known, model_id)]

    def called(self, model_id: str) -> str:
        return references.called(model_id)

    def look_up(self, model_id: str) -> CatalogueEntry:
        known = next((entry for entry in bundled() if entry.id == model_id and "air" not in entry.details), None)
        return known or _as_bundled(looking_up.look_up(self._client, model_id, bundled_recipes()))

    def search(self, words: str, limit: int = 30) -> Sequence[FoundModel]:
        return searching.search(self._client, words, limit, services=self.problem() is None)

    def page(self, model_key: str) -> str | None:
        return references.page_of(model_key.removeprefix(f"{self.name}:").removesuffix(references.VARIANT))

    def tests(self) -> Sequence[ConnectionTest]:
        return connection_tests(self._client)

    def close(self) -> None:
        self._client.close()
        self._downloader.close()

    def made(self, model: Model, entry: CatalogueEntry) -> CivitaiProductFactory:
        family = FAMILIES.factory_class(str(entry.details.get("recipe") or entry.id), model.type)
        return family(
            model, entry, civitai_schemas(entry.document), self._downloader, self._uploads, client=self._client
        )


def _as_bundled(entry: CatalogueEntry) -> CatalogueEntry:
    """Keep the name by which people know a checkpoint that comes with Imagen, whatever its page calls it."""
    known = next((one for one in bundled() if one.id == entry.id), None)
    return entry if known is None else replace(entry, name=known.name, family=known.family)
