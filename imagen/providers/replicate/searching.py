"""Searches Replicate's catalogue: the newer way, and the older one where that is not there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from imagen.domain.errors import BadResponse, ModelGone, Rejected
from imagen.providers.catalogue import FoundModel
from imagen.providers.remote import json_of
from imagen.providers.replicate.entries import entry_of
from imagen.providers.replicate.errors import clean
from imagen.providers.replicate.references import read_id

if TYPE_CHECKING:
    from imagen.providers.replicate.client import ReplicateClient

_MOST = 50


def search(client: ReplicateClient, words: str, limit: int) -> list[FoundModel]:
    """Give the models that fit the words, the best first."""
    asked, most = words.strip()[:200], max(1, min(limit, _MOST))
    if not asked:
        return []
    try:
        found = _newer(client, asked, most)
    except (ModelGone, Rejected, BadResponse):  # it is a beta: gone or changed, the older way still answers
        found = _older(client, asked)
    hits = (hit for model, tasks in found if (hit := _hit(model, tasks)) is not None)
    return list({hit.id: hit for hit in hits}.values())[:most]


def _newer(client: ReplicateClient, words: str, limit: int) -> list[tuple[Any, list[str]]]:
    answer = client.get("/v1/search", {"query": words, "limit": limit})
    listed = answer.get("models") if isinstance(answer, Mapping) else None
    if not isinstance(listed, list):
        raise BadResponse("Replicate answered the search with something that is no list.", "Try again later.")
    return [(each.get("model"), _tags(each.get("metadata"))) for each in listed if isinstance(each, Mapping)]


def _older(client: ReplicateClient, words: str) -> list[tuple[Any, list[str]]]:
    headers = {"Content-Type": "text/plain"}
    answer = json_of(client.response("QUERY", "/v1/models", content=words, headers=headers))
    listed = answer.get("results") if isinstance(answer, Mapping) else None
    if not isinstance(listed, list):
        raise BadResponse("Replicate answered the search with something that is no list.", "Try again later.")
    return [(each, []) for each in listed]


def _tags(metadata: Any) -> list[str]:
    told: Iterable[Any] = metadata.get("tags") or () if isinstance(metadata, Mapping) else ()
    return [tag for tag in told if isinstance(tag, str)] if isinstance(told, list | tuple) else []


def _hit(model: Any, tasks: list[str]) -> FoundModel | None:
    if not isinstance(model, Mapping):
        return None
    reference = read_id(f"{model.get('owner')}/{model.get('name')}")
    if reference is None:
        return None
    entry = entry_of(model, reference, tasks=tasks)
    cover = model.get("cover_image_url")
    thumbnail = cover if isinstance(cover, str) and cover.startswith("https://") else None
    return FoundModel(reference.id, entry.name, clean(model.get("description")), entry.type, thumbnail)
