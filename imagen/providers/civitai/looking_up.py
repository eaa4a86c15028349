"""Asks civitai about one model: a checkpoint by its AIR, model or version, or a service."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from imagen.domain.errors import BadResponse, ImagenError, ModelGone
from imagen.providers.catalogue import CatalogueEntry
from imagen.providers.civitai import checkpoints, services
from imagen.providers.civitai.errors import clean
from imagen.providers.civitai.recipes import Recipe, checkpoint_entry
from imagen.providers.civitai.references import VARIANT, Air

if TYPE_CHECKING:
    from imagen.providers.civitai.client import CivitaiClient

_NOT_OFFERED = "Its makers or civitai do not let it be used to generate."


def look_up(client: CivitaiClient, model_id: str, recipes: Mapping[str, Recipe]) -> CatalogueEntry:
    """Make the entry of what an id names. Raises ModelGone when there is none."""
    changes, plain = model_id.endswith(VARIANT), model_id.removesuffix(VARIANT)
    air = Air.read(plain)
    if air is not None and air.source != "civitai":
        return _elsewhere(client, air, recipes, changes=changes)
    if air is not None:
        number = air.version or _newest(client, air.model)
    elif plain.startswith("model-versions/"):
        number = plain.partition("/")[2]
    elif plain.startswith("models/"):
        number = _newest(client, plain.partition("/")[2])
    else:
        return services.look_up(client, model_id)
    return _version(client, number, recipes, changes=changes)


def air_of(version: Mapping[str, Any]) -> Air | None:
    """Read the AIR that the site tells of a version."""
    written = version.get("air")
    return Air.read(written) if isinstance(written, str) else None


def _newest(client: CivitaiClient, model: str) -> str:
    answer = _object(client.site(f"/models/{quote(model, safe='')}"))
    versions = answer.get("modelVersions")
    first = next((v for v in versions if isinstance(v, Mapping)), None) if isinstance(versions, list) else None
    if first is None or not isinstance(first.get("id"), int):
        raise ModelGone("This model at civitai has no version that is published.", "Choose another.")
    return str(first["id"])


def _version(client: CivitaiClient, number: str, recipes: Mapping[str, Recipe], *, changes: bool) -> CatalogueEntry:
    answer = _object(client.site(f"/model-versions/{quote(number, safe='')}"))
    air = air_of(answer)
    if air is None:
        raise BadResponse("civitai does not say by which AIR this model is used.", "Look at its page.")
    model = answer.get("model")
    names = [model.get("name") if isinstance(model, Mapping) else None, answer.get("name")]
    name = " ".join(clean(part) for part in names if isinstance(part, str) and part.strip()) or air.text
    about = f"Base model {clean(answer.get('baseModel'))}." if answer.get("baseModel") else ""
    words = answer.get("trainedWords")
    trained = ", ".join(clean(word) for word in words[:10]) if isinstance(words, list) else ""
    about = f"{about} It knows the words: {trained}." if trained else about
    return _entry(air, name, about.strip(), recipes, changes=changes, offered=_is_offered(client, number))


def _is_offered(client: CivitaiClient, number: str) -> bool:
    """Ask whether a version can be generated with; only a plain no counts."""
    try:
        told = client.site(f"/model-versions/mini/{quote(number, safe='')}")
    except ImagenError:
        return True
    return not (isinstance(told, Mapping) and told.get("canGenerate") is False)


def _elsewhere(client: CivitaiClient, air: Air, recipes: Mapping[str, Recipe], *, changes: bool) -> CatalogueEntry:
    """Ask about a resource that is not kept at civitai itself."""
    answer = _object(client.get(f"/v2/resources/{quote(air.text, safe='')}"))
    names = (answer.get("resourceName"), answer.get("versionName"))
    name = " ".join(clean(part) for part in names if isinstance(part, str) and part) or air.text
    return _entry(air, name, "", recipes, changes=changes, offered=answer.get("canGenerate") is not False)


def _entry(
    air: Air, name: str, about: str, recipes: Mapping[str, Recipe], *, changes: bool, offered: bool
) -> CatalogueEntry:
    family = checkpoints.FAMILIES.get(air.ecosystem, air.ecosystem)
    recipe = recipes.get(checkpoints.recipe_of(air, changes=changes) or "")
    why = checkpoints.why_not(air, changes=changes) or ("" if offered else _NOT_OFFERED)
    if why or recipe is None:
        ident = f"{air.text}{VARIANT}" if changes else air.text
        return CatalogueEntry(ident, name, None, family, about, details={"air": air.text}, why_not=why or _NOT_OFFERED)
    return checkpoint_entry(recipe, air, name=name, family=family, description=about)


def _object(answer: Any) -> Mapping[str, Any]:
    if not isinstance(answer, Mapping):
        raise BadResponse("civitai answered with something that describes no model.", "Try again later.")
    return answer
