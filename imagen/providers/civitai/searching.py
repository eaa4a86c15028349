"""Searches what civitai offers: checkpoints of the site, and services of the orchestration API."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from imagen.domain.errors import BadResponse
from imagen.providers.base import ModelType
from imagen.providers.catalogue import FoundModel
from imagen.providers.civitai import checkpoints, services
from imagen.providers.civitai.errors import clean
from imagen.providers.civitai.looking_up import air_of

if TYPE_CHECKING:
    from imagen.providers.civitai.client import CivitaiClient

_MOST = 100


def search(client: CivitaiClient, words: str, limit: int, *, services: bool) -> list[FoundModel]:
    """Give what fits the words: services first where there is a key to ask for them, then checkpoints."""
    asked, most = words.strip()[:200], max(1, min(limit, _MOST))
    if not asked:
        return []
    found = [*(_services(client, asked, most) if services else ()), *_checkpoints(client, asked, most)]
    return list({hit.id: hit for hit in found}.values())[:most]


def _checkpoints(client: CivitaiClient, words: str, limit: int) -> Iterator[FoundModel]:
    asked = {"query": words, "types": "Checkpoint", "supportsGeneration": "true", "limit": limit}
    for model in _items(client.site("/models", asked)):
        versions = model.get("modelVersions")
        for version in versions[:1] if isinstance(versions, list) else ():
            hit = _hit(model, version) if isinstance(version, Mapping) else None
            if hit is not None:
                yield hit


def _hit(model: Mapping[str, Any], version: Mapping[str, Any]) -> FoundModel | None:
    number, air = version.get("id"), air_of(version)
    if air is not None and checkpoints.why_not(air, changes=False):
        return None
    if air is None and not isinstance(number, int):
        return None
    names = (model.get("name"), version.get("name"))
    name = " ".join(clean(part) for part in names if isinstance(part, str) and part.strip())
    about = f"Checkpoint for {clean(version['baseModel'])}" if version.get("baseModel") else "Checkpoint"
    ident = air.text if air else f"model-versions/{number}"
    return FoundModel(ident, name or ident, about, ModelType.TEXT_TO_IMAGE, _thumbnail(version))


def _thumbnail(version: Mapping[str, Any]) -> str | None:
    images = version.get("images")
    first = next((i for i in images if isinstance(i, Mapping)), {}) if isinstance(images, list) else {}
    url = first.get("url")
    return url if isinstance(url, str) and url.startswith("https://") and first.get("type") != "video" else None


def _services(client: CivitaiClient, words: str, limit: int) -> Iterator[FoundModel]:
    answer = client.get("/v2/services", {"query": words, "limit": limit, "offset": 0})
    for item in _items(answer):
        type_ = services.type_of(item)
        ident = item.get("id")
        if type_ is not None and isinstance(ident, str) and item.get("status") in {None, "available"}:
            yield FoundModel(ident, clean(item.get("name")) or ident, f"Service {ident}", type_)


def _items(answer: Any) -> list[Mapping[str, Any]]:
    listed = answer.get("items") if isinstance(answer, Mapping) else None
    if not isinstance(listed, list):
        raise BadResponse("civitai answered the search with something that is no list.", "Try again later.")
    return [each for each in listed if isinstance(each, Mapping)]
