"""Services of the orchestration API as models: what goes into one is found in civitai's own API description."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from imagen.domain.errors import ModelGone
from imagen.providers.base import ModelType
from imagen.providers.catalogue import CatalogueEntry
from imagen.providers.civitai.errors import clean
from imagen.providers.civitai.published_steps import inputs_of
from imagen.providers.civitai.recipes import TASKS, Recipe, recipe_entries

if TYPE_CHECKING:
    from imagen.providers.civitai.client import CivitaiClient

_PAGE, _MOST_PAGES = 100, 10
_MAKES: Mapping[str, ModelType] = {
    "image": ModelType.TEXT_TO_IMAGE,
    "video": ModelType.TEXT_TO_VIDEO,
    "audio": ModelType.TEXT_TO_AUDIO,
}
_FROM: Mapping[str, ModelType] = {"image": ModelType.IMAGE_TO_IMAGE, "video": ModelType.IMAGE_TO_VIDEO}
_CHANGING = frozenset({"editimage", "createvariant", "image-to-video", "image-to-image", "firstframe"})
_ENLARGING = frozenset({"imageupscaler"})
_FOREIGN = frozenset({"videoupscaler", "videointerpolation", "videoenhancement", "transcription", "convertimage"})
_UNDESCRIBED = "civitai does not describe what goes into it."


def type_of(item: Mapping[str, Any]) -> ModelType | None:
    """Say of which type a service is; None for one that Imagen has no use for."""
    step, category = str(item.get("step")).casefold(), str(item.get("category"))
    if step in _ENLARGING:
        return ModelType.UPSCALING
    if step in _FOREIGN or category not in _MAKES:
        return None
    if step == "imagebackgroundremoval" or _operation(item) in _CHANGING:
        return _FROM.get(category)
    return _MAKES[category]


def look_up(client: CivitaiClient, service_id: str) -> CatalogueEntry:
    """Make the entry of a service. Raises ModelGone when there is none."""
    plain, type_ = _parted(service_id)
    item = next((each for each in _listed(client, plain.partition("/")[0]) if each.get("id") == plain), None)
    if item is None:
        raise ModelGone(f"civitai offers no service named {service_id[:100]}.", "Search for it by its name.")
    name = clean(item.get("name")) or plain
    own = type_of(item)
    step = item.get("step")
    if own is None or not isinstance(step, str):
        return CatalogueEntry(service_id, name, None, why_not="Imagen has no use for services of this kind.")
    found = inputs_of(client.get("/openapi/v2-consumers.json"), step, plain, _parameters(item))
    if found is None:
        return CatalogueEntry(service_id, name, None, why_not=_UNDESCRIBED)
    inputs, schemas = found
    recipe = Recipe(plain, step, _tasks(own, str(item.get("category")), inputs), inputs, {}, schemas)
    entries = recipe_entries(recipe, name=name, family=name, description=f"Service {plain}.")
    wanted = next((e for e in entries if e.id == service_id or (type_ and e.type is type_)), None)
    if wanted is None:
        return CatalogueEntry(service_id, name, None, why_not="It takes no picture to begin with.")
    return replace(wanted, id=service_id)


def _parted(service_id: str) -> tuple[str, ModelType | None]:
    """Take off what Imagen put behind a service's id to tell its uses apart."""
    head, _, last = service_id.rpartition("/")
    return (head, TASKS[last]) if last in TASKS and head else (service_id, None)


def _tasks(own: ModelType, category: str, inputs: Mapping[str, Any]) -> tuple[str, ...]:
    """Say what a service can be used for, beginning with what its id stands for."""
    needed = set(inputs.get("required") or ())
    other = _FROM.get(category)
    if own is _MAKES.get(category) and other is not None:
        return (str(other),) if {"image", "images", "sourceImage"} & needed else (str(own), str(other))
    return (str(own),)


def _listed(client: CivitaiClient, category: str) -> Iterator[Mapping[str, Any]]:
    for page in range(_MOST_PAGES):
        asked = {"category": category, "limit": _PAGE, "offset": page * _PAGE}
        answer = client.get("/v2/services", asked)
        items = answer.get("items") if isinstance(answer, Mapping) else None
        if not isinstance(items, list) or not items:
            return
        yield from (item for item in items if isinstance(item, Mapping))
        if len(items) < _PAGE:
            return


def _parameters(item: Mapping[str, Any]) -> dict[str, str]:
    told = item.get("parameters")
    return {str(k): v for k, v in told.items() if isinstance(v, str)} if isinstance(told, Mapping) else {}


def _operation(item: Mapping[str, Any]) -> str:
    return _parameters(item).get("operation", "").casefold()
