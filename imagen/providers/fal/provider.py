"""The fal provider: its catalogue, how models are found and added, and how its connection is tested."""

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
from imagen.providers.fal import looking_up, references
from imagen.providers.fal.client import LABEL, NO_KEY, FalClient
from imagen.providers.fal.connection import connection_tests
from imagen.providers.fal.discovery import factory_class
from imagen.providers.fal.entries import published
from imagen.providers.fal.factory import FalProductFactory
from imagen.providers.fal.prices import Prices
from imagen.providers.fal.uploads import Uploads
from imagen.providers.price import Price
from imagen.providers.surroundings import NOWHERE, Surroundings

CATALOGUE = Path(__file__).parent / "catalogue.jsonl.gz"


@cache
def bundled() -> tuple[CatalogueEntry, ...]:
    """Give the models that come with Imagen."""
    return tuple(read_bundled(CATALOGUE))


def _tasks(endpoint: str) -> tuple[str, ...]:
    """Give the task of a model that came with Imagen, for where fal's newer word on it names none that we know."""
    return tuple(str(entry.type) for entry in bundled() if entry.id == endpoint and entry.type)


class FalProvider(Provider):
    """Run models at fal.ai."""

    name = "fal"
    label = LABEL
    description = (
        "Fast images, video and audio by hundreds of models, paid by output, second or megapixel. It needs an API key."
    )
    places = 8  # a new account has two runs at once; the rest waits in fal's own queue, which tells its place

    def __init__(self, surroundings: Surroundings = NOWHERE) -> None:
        super().__init__(surroundings)
        self._around = surroundings
        self._client = FalClient(surroundings, self.name)
        self._uploads = Uploads(self._client)
        self._prices = Prices(self._client)
        self._downloader = Downloader(may_be_private=self._client.addresses.is_own_stand_in)
        self._lock = threading.Lock()
        self._seen: tuple[Sequence[CatalogueEntry] | None, Mapping[str, CatalogueEntry]] = (None, {})
        self._factories: dict[str, tuple[CatalogueEntry, FalProductFactory]] = {}

    def models(self) -> Sequence[Model]:
        return [model for entry in self._entries().values() if (model := self._model(entry)) is not None]

    def factory(self, model_key: str) -> FalProductFactory:
        entry = self._entries().get(model_key.removeprefix(f"{self.name}:"))
        if entry is None:
            raise ModelGone(f"{model_key} is not in the catalogue of fal.", "Add it by its link or its endpoint.")
        with self._lock:
            known = self._factories.get(entry.id)
            if known is None or (known[0] is not entry and known[0] != entry):
                known = (entry, self._made(entry))
                self._factories[entry.id] = known
            return known[1]

    def problem(self) -> str | None:
        key = self._around.key(self.name)
        return None if key and key.strip() else f"{NO_KEY} Set it in Settings; it has two parts with a colon between."

    def recognise(self, reference: str) -> str | None:
        return references.recognise(reference, self._entries())

    def look_up(self, model_id: str) -> CatalogueEntry:
        return looking_up.look_up(self._client, self._prices, model_id, _tasks)

    def search(self, words: str, limit: int = 30) -> Sequence[FoundModel]:
        return looking_up.search(self._client, words, limit)

    def price(self, model_key: str) -> Price | None:
        endpoint = model_key.removeprefix(f"{self.name}:")
        entry, told = self._entries().get(endpoint), self._prices.known(endpoint)
        return told.as_price() if told else entry.price if entry else None

    def page(self, model_key: str) -> str | None:
        return f"https://fal.ai/models/{model_key.removeprefix(f'{self.name}:')}"

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

    def _made(self, entry: CatalogueEntry) -> FalProductFactory:
        model = self._model(entry)
        if model is None:
            raise ModelGone(f"{entry.name} cannot be run here. {entry.why_not}".strip(), "Choose another model.")
        if references.read_id(entry.id) is None:
            raise ModelGone(f"{entry.id} is no endpoint of fal.", "Add the model anew.")
        made = factory_class(entry.id, model.type)
        return made(
            model,
            entry,
            published(entry.document, entry.id),
            self._downloader,
            client=self._client,
            uploads=self._uploads,
            prices=self._prices,
        )
