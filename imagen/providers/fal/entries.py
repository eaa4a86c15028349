"""Make entries of our catalogue from what fal's platform API answers about an endpoint."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from imagen.providers.catalogue import CatalogueEntry
from imagen.providers.fal.discovery import FAMILIES
from imagen.providers.fal.errors import clean
from imagen.providers.price import Price
from imagen.providers.schema import Published, convert, fal_schemas, guess_type
from imagen.providers.written_names import is_written, written_name

_KEPT = ("display_name", "category", "description", "status", "tags", "updated_at", "thumbnail_url", "license_type")
_SVG = "It makes SVG drawings, which Imagen does not keep."
_SVG_TASKS = ("text-to-vector", "image-to-vector", "image-to-svg")
_OTHER_TASKS = {"background-removal": "image-to-image", "inpainting": "image-to-image"}


def published(document: Mapping[str, Any] | None, endpoint: str) -> Published:
    """Find the schemas in an entry's document."""
    return fal_schemas((document or {}).get("openapi"), endpoint)


def entry_of(item: Mapping[str, Any], *, tasks: Sequence[str] = (), price: Price | None = None) -> CatalogueEntry:
    """Make the entry of an endpoint from one of the `models` of `GET /v1/models`; `tasks` are further words for what it does."""
    endpoint = str(item["endpoint_id"])
    document = _document(item)
    told = document["metadata"]
    schemas = published(document, endpoint)
    name, description = clean(told.get("display_name")), clean(told.get("description"))
    category = clean(told.get("category"))
    words = f"{endpoint} {name} {description}"
    named = [_OTHER_TASKS.get(task, task) for task in (category, *tasks) if task]
    guess = guess_type(convert(schemas).spec, schemas, words=words, category=named[0] if named else "", tags=named[1:])
    draws_svg = bool(set(named) & set(_SVG_TASKS)) or "text-to-vector" in endpoint or endpoint.endswith("/vectorize")
    return CatalogueEntry(
        id=endpoint,
        name=name if is_written(name) else written_name((name or endpoint).removeprefix("fal-ai/")),
        type=None if draws_svg else guess.type,
        family=FAMILIES.family_of(endpoint) or endpoint.split("/")[1],
        description=description,
        document=document,
        price=price,
        why_not=_SVG if draws_svg else guess.why,
    )


def _document(item: Mapping[str, Any]) -> dict[str, Any]:
    """Keep of an answer what forms and lists need."""
    told, openapi = item.get("metadata"), item.get("openapi")
    metadata = {name: told[name] for name in _KEPT if name in told} if isinstance(told, Mapping) else {}
    kept: dict[str, Any] = {"endpoint_id": item["endpoint_id"], "metadata": metadata}
    if isinstance(openapi, Mapping):
        components = openapi.get("components")
        schemas = components.get("schemas") if isinstance(components, Mapping) else None
        kept["openapi"] = {"paths": openapi.get("paths"), "components": {"schemas": schemas}}
    return kept
