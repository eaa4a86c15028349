"""The fal provider: its catalogue, how models are found and added, and how its connection is tested."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from imagen.domain.errors import ModelGone
from imagen.media.download import Downloader
from imagen.providers.base import ConnectionTest, Model
from imagen.providers.catalogue import CatalogueEntry, FoundModel, read_bundled
from imagen.providers.fal import looking_up, references
from imagen.providers.fal.client import LABEL, FalClient
from imagen.providers.fal.connection import connection_tests
from imagen.providers.fal.discovery import FAMILIES
from imagen.providers.fal.entries import published
from imagen.providers.fal.factory import FalProductFactory
from imagen.providers.fal.prices import Prices
from imagen.providers.fal.uploads import FalUploads
from imagen.providers.price import Price
from imagen.providers.remote_provider import RemoteProvider
from imagen.providers.surroundings import NOWHERE, Surroundings

CATALOGUE = Path(__file__).parent / "catalogue.jsonl.gz"


@cache
def bundled() -> tuple[CatalogueEntry, ...]:
    """Give the models that come with Imagen."""
    return tuple(read_bundled(CATALOGUE))


class FalProvider(RemoteProvider[FalProductFactory]):
    """Run models at fal.ai."""

    name = "fal"
    label = LABEL
    families = FAMILIES
    description = (
        "Fast images, video and audio by hundreds of models, paid by output, second or megapixel. It needs an API key."
    )
    places = 8  # a new account has two runs at once; the rest waits in fal's own queue, which tells its place
    key_page = "https://fal.ai/dashboard/keys"
    requests_page = "https://fal.ai/dashboard/requests"

    key_hint = "it has two parts with a colon between."
    adding_hint = "Add it by its link or its endpoint."

    def __init__(self, surroundings: Surroundings = NOWHERE) -> None:
        super().__init__(surroundings)
        self._client = FalClient(surroundings, self.name)
        self._uploads = FalUploads(self._client)
        self._prices = Prices(self._client)
        self._downloader = Downloader(may_be_private=self._client.addresses.is_own_stand_in)

    def bundled(self) -> Sequence[CatalogueEntry]:
        return bundled()

    def price(self, model_key: str) -> Price | None:
        told = self._prices.known(model_key.removeprefix(f"{self.name}:"))
        return (told.as_price() if told else None) or super().price(model_key)

    def tells_price(self, model: Model) -> bool:
        return not self._prices.has_none(model.key.removeprefix(f"{self.name}:"))

    def learn_prices(self) -> bool:
        return self._prices.learn(entry.id for entry in self.entries().values() if entry.type is not None)

    def recognise(self, reference: str) -> str | None:
        return references.recognise(reference, self.entries())

    def look_up(self, model_id: str) -> CatalogueEntry:
        return looking_up.look_up(self._client, self._prices, model_id, self.bundled_tasks)

    def search(self, words: str, limit: int = 30) -> Sequence[FoundModel]:
        return looking_up.search(self._client, words, limit)

    def page(self, model_key: str) -> str | None:
        return f"https://fal.ai/models/{model_key.removeprefix(f'{self.name}:')}"

    def tests(self) -> Sequence[ConnectionTest]:
        return connection_tests(self._client)

    def close(self) -> None:
        self._client.close()
        self._downloader.close()

    def made(self, model: Model, entry: CatalogueEntry) -> FalProductFactory:
        if references.read_id(entry.id) is None:
            raise ModelGone(f"{entry.id} is no endpoint of fal.ai.", "Add the model anew.")
        family = FAMILIES.factory_class(entry.id, model.type)
        return family(
            model,
            entry,
            published(entry.document, entry.id),
            self._downloader,
            self._uploads,
            client=self._client,
            prices=self._prices,
        )
