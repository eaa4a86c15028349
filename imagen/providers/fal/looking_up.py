"""Asks fal's catalogue: about one endpoint, or for those that fit some words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from imagen.domain.errors import ImagenError, ModelGone
from imagen.providers.catalogue import CatalogueEntry, FoundModel
from imagen.providers.fal.entries import entry_of
from imagen.providers.fal.errors import clean
from imagen.providers.fal.prices import Prices
from imagen.providers.fal.references import read_id
from imagen.providers.price import Price

if TYPE_CHECKING:
    from imagen.providers.fal.client import FalClient

Tasks = Callable[[str], Sequence[str]]
_MOST = 50


def look_up(client: FalClient, prices: Prices, model_id: str, tasks: Tasks) -> CatalogueEntry:
    """Give the newest word on an endpoint, with its price where fal tells it. Raises ModelGone when there is none."""
    endpoint = read_id(model_id)
    if endpoint is None:
        raise ModelGone(
            f"{model_id[:200]} is no endpoint of fal.ai.", "Write one like fal-ai/flux/dev, or paste its link."
        )
    asked = {"endpoint_id": endpoint, "expand": "openapi-3.0"}
    try:
        listed = client.listed("/models", asked, "models", needs_key=False)
    except ModelGone:
        listed = []
    item = next((each for each in listed if _id(each) == endpoint), None)
    if item is None:
        raise ModelGone(f"fal.ai has no {endpoint}, or it is private.", "Look at its page on fal.ai/models.")
    return entry_of(item, tasks=tasks(endpoint), price=_price(prices, endpoint))


def search(client: FalClient, words: str, limit: int) -> list[FoundModel]:
    """Give the endpoints that fit the words, as fal ranks them."""
    asked = words.strip()[:200]
    if not asked:
        return []
    params = {"q": asked, "status": "active", "limit": max(1, min(limit, _MOST))}
    listed = client.listed("/models", params, "models", needs_key=False)
    hits = [_hit(item) for item in listed if _id(item) is not None]
    return list({hit.id: hit for hit in hits}.values())[:limit]


def _hit(item: Mapping[str, Any]) -> FoundModel:
    entry = entry_of(item)
    told = item.get("metadata")
    shown = told.get("thumbnail_url") if isinstance(told, Mapping) else None
    thumbnail = shown if isinstance(shown, str) and shown.startswith("https://") else None
    return FoundModel(entry.id, entry.name, clean(entry.description), entry.type, thumbnail)


def _price(prices: Prices, endpoint: str) -> Price | None:
    """Ask for the price; a model can be added without one."""
    try:
        told = prices.ask(endpoint)
    except ImagenError:
        return None
    return told.as_price() if told else None


def _id(item: Any) -> str | None:
    found = item.get("endpoint_id") if isinstance(item, Mapping) else None
    return read_id(found) if isinstance(found, str) else None
