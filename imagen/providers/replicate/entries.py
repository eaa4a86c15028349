"""Make entries of our catalogue from what Replicate answers about a model."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from imagen.providers.base import ModelType
from imagen.providers.catalogue import CatalogueEntry
from imagen.providers.replicate.discovery import FAMILIES
from imagen.providers.replicate.errors import clean
from imagen.providers.replicate.price_list import PRICES
from imagen.providers.replicate.references import Reference
from imagen.providers.schema import ConvertedSchema, Published, cog_schemas, convert, guess_type
from imagen.providers.written_names import written_name

_KEPT = ("owner", "name", "description", "is_official", "cover_image_url", "visibility", "license_url")
_KEPT_OF_VERSION = ("id", "created_at", "cog_version")
_TASKS = {
    **{str(each): each for each in ModelType},
    "upscale": ModelType.UPSCALING,
    "super-resolution": ModelType.UPSCALING,
    "inpainting": ModelType.IMAGE_TO_IMAGE,
    "background-removal": ModelType.IMAGE_TO_IMAGE,
    "text-to-music": ModelType.TEXT_TO_AUDIO,
    "text-to-speech": ModelType.TEXT_TO_AUDIO,
}
_DRAWS_SVG = re.compile(r"(^|[-_/ ])(svg|vectori[sz]e|text-to-vector)\b", re.IGNORECASE)
_SVG = "It makes SVG drawings, which Imagen does not keep."


def published(document: Mapping[str, Any] | None) -> Published:
    """Find the schemas in an entry's document."""
    version = (document or {}).get("latest_version")
    return cog_schemas(version.get("openapi_schema") if isinstance(version, Mapping) else None)


def entry_of(
    answer: Mapping[str, Any], reference: Reference, *, tasks: Iterable[str] = (), version: Any = None
) -> CatalogueEntry:
    """Make the entry of a model from `GET /models/{owner}/{name}`; `version` stands in the newest one's place.

    `tasks` are the provider's own words for what it does, the first that we know counting most.
    """
    document = _document(answer, version if version is not None else answer.get("latest_version"))
    schemas = published(document)
    form = convert(schemas)
    words = f"{reference.ref} {clean(answer.get('description'))}"
    type_, why = _type(form, schemas, words, list(tasks))
    return CatalogueEntry(
        id=reference.id,
        name=_name(reference, document),
        type=type_,
        family=FAMILIES.family_of(reference.ref) or reference.ref.partition("/")[2],
        description=clean(answer.get("description")),
        document=document,
        details=_details(reference, document),
        price=PRICES.get(reference.ref),
        why_not=why,
    )


def _document(answer: Mapping[str, Any], version: Any) -> dict[str, Any]:
    """Keep of an answer what forms and lists need: examples can be very large."""
    kept = {name: answer[name] for name in _KEPT if name in answer}
    if isinstance(version, Mapping):
        kept_version = {name: version[name] for name in _KEPT_OF_VERSION if name in version}
        schema = version.get("openapi_schema")
        components = schema.get("components") if isinstance(schema, Mapping) else None
        kept["latest_version"] = {**kept_version, "openapi_schema": {"components": components}}
    return kept


def _details(reference: Reference, document: Mapping[str, Any]) -> dict[str, str]:
    """Say by which version a model runs; official ones and deployments run by their names."""
    if reference.is_deployment or reference.version or document.get("is_official") is True:
        return {}
    version = document.get("latest_version")
    found = version.get("id") if isinstance(version, Mapping) else None
    return {"version": found} if isinstance(found, str) and re.fullmatch(r"[0-9a-f]{64}", found) else {}


def _type(form: ConvertedSchema, schemas: Published, words: str, tasks: list[str]) -> tuple[ModelType | None, str]:
    if _DRAWS_SVG.search(words.split(" ", 1)[0]) or "text-to-vector" in tasks:
        return None, _SVG
    plain = [re.split(r"[+( ]", task, maxsplit=1)[0] for task in tasks]
    known = next((_TASKS[task] for task in plain if task in _TASKS), None)
    if known is not None:
        return known, ""
    guess = guess_type(form.spec, schemas, words=words, tags=plain)
    return guess.type, guess.why


def _name(reference: Reference, document: Mapping[str, Any]) -> str:
    """Write a model's name as people do: `flux-1.1-pro` as `FLUX 1.1 Pro`."""
    own = str(document.get("name") or "") or reference.ref.partition("/")[2]
    if reference.is_deployment:
        return f"{reference.ref.partition('/')[2]} (deployment)"
    pinned = f" ({reference.version[:8]})" if reference.version else ""
    return f"{written_name(own)}{pinned}"
