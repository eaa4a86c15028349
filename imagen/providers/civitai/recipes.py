"""Recipes of civitai as models: for each task a form of its own, with everything fixed that the task decides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from imagen.domain.parameters import ParameterType
from imagen.providers.base import ModelType
from imagen.providers.catalogue import CatalogueEntry
from imagen.providers.civitai.references import VARIANT, Air
from imagen.providers.schema import Dialect
from imagen.providers.schema.files import media_type

TASKS: Mapping[str, ModelType] = {
    **{str(each): each for each in ModelType},
    "upscale": ModelType.UPSCALING,
    "background-removal": ModelType.IMAGE_TO_IMAGE,
}
_FROM_PICTURES = frozenset({ModelType.IMAGE_TO_IMAGE, ModelType.IMAGE_TO_VIDEO, ModelType.UPSCALING})
_SOURCES = ("image", "sourceImage", "images")
_OF_SOURCES = frozenset({"sourceImageUrl", "sourceImageDenoiseStrenght", "elements", "referenceAudios"})
_NEVER = frozenset({"imageMetadata"})
_CHANGES = " · from a picture"


@dataclass(frozen=True)
class Recipe:
    """One recipe: `name` is its own, `step` the type of the step that carries it out, `tasks` the provider's words."""

    name: str
    step: str
    tasks: tuple[str, ...]
    inputs: Mapping[str, Any]
    outputs: Mapping[str, Any]
    schemas: Mapping[str, Any]

    @classmethod
    def read(cls, document: Mapping[str, Any]) -> Recipe:
        """Read a recipe as it is collected: the schemas of what goes in and what comes out, and its components."""
        components = document.get("components") or {}
        return cls(
            name=str(document["model"]),
            step=str(document["step_type"]),
            tasks=tuple(document["tasks"]),
            inputs=document["input_schema"],
            outputs=document.get("output_schema") or {},
            schemas=components.get("schemas") or {},
        )

    @classmethod
    def of_entry(cls, entry: CatalogueEntry) -> Recipe | None:
        """Take a recipe from the entry that was made of it; None from an entry of another kind."""
        document, name, step = entry.document or {}, entry.details.get("recipe"), entry.details.get("step")
        inputs = document.get("input_schema")
        if not isinstance(inputs, Mapping) or not name or not step or entry.type is None:
            return None
        schemas = (document.get("components") or {}).get("schemas") or {}
        return cls(str(name), str(step), (str(entry.type),), inputs, document.get("output_schema") or {}, schemas)

    @property
    def properties(self) -> Mapping[str, Any]:
        found = self.inputs.get("properties")
        return found if isinstance(found, Mapping) else {}

    def types(self) -> Iterator[ModelType]:
        """Give what the recipe can be used for, the first word first; changing pictures needs a place for one."""
        for task in dict.fromkeys(self.tasks):
            type_ = TASKS.get(task)
            if type_ is not None and (type_ not in _FROM_PICTURES or self.source() is not None):
                yield type_

    def source(self) -> str | None:
        """Name the input for the picture that is changed."""
        return next((name for name in _SOURCES if name in self.properties), None)

    def document(self, type_: ModelType, fixed: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Give the recipe's document for one task, `fixed` inputs written down in it."""
        source = self.source() if type_ in _FROM_PICTURES else None
        properties = dict(self._kept(source))
        constants = {**self._by_task(type_), **(fixed or {})}
        for name, value in constants.items():
            if name in properties:
                properties[name] = {"type": "string", "const": value}
        if source is not None:
            properties[source] = _needed(properties[source])
        required = list(self.inputs.get("required") or ())
        if source is not None and source not in required:
            required.append(source)
        inputs = {
            "type": "object",
            "properties": properties,
            "required": [name for name in required if name in properties],
        }
        return {"input_schema": inputs, "output_schema": self.outputs, "components": {"schemas": self.schemas}}

    def _kept(self, source: str | None) -> Iterator[tuple[str, Any]]:
        """Leave out what nobody is asked for, and all files where none goes in."""
        for name, written in self.properties.items():
            is_file = _is_text(written) and media_type(name, {}, Dialect.CIVITAI) is not None
            if name in _NEVER or (name == "sourceImageUrl" and "sourceImage" in self.properties):
                continue
            if source is None and (is_file or name in _OF_SOURCES) and not self._makes_sound(name):
                continue
            yield name, written

    def _makes_sound(self, name: str) -> bool:
        """Tell whether a file is a sound that goes with what is made of words."""
        return media_type(name, {}, Dialect.CIVITAI) is ParameterType.AUDIO

    def _by_task(self, type_: ModelType) -> dict[str, Any]:
        """Say what the task decides where the recipe leaves it open."""
        operation = self.properties.get("operation")
        if not isinstance(operation, Mapping) or "const" in operation:
            return {}
        makes_pictures = type_ in {ModelType.TEXT_TO_IMAGE, ModelType.IMAGE_TO_IMAGE}
        return {"operation": "createImage" if makes_pictures else str(type_)}


def _is_text(written: Any) -> bool:
    """Tell whether an input is a text or a list of texts, as files are."""
    if not isinstance(written, Mapping):
        return False
    return written.get("type") == "string" or (written.get("type") == "array" and _is_text(written.get("items")))


def _needed(written: Mapping[str, Any]) -> dict[str, Any]:
    """Make an input one that must be given."""
    made = {name: value for name, value in written.items() if name not in {"nullable", "default"}}
    return {**made, "minItems": 1} if made.get("type") == "array" else made


def recipe_entries(recipe: Recipe, *, name: str, family: str, description: str = "") -> list[CatalogueEntry]:
    """Make an entry for each task of a recipe; the first has the recipe's own name as its id."""
    types = list(recipe.types())
    return [
        CatalogueEntry(
            id=recipe.name if at == 0 else f"{recipe.name}/{type_}",
            name=name if type_ not in _FROM_PICTURES or len(types) == 1 else f"{name}{_CHANGES}",
            type=type_,
            family=family,
            description=description,
            document=recipe.document(type_),
            details={"recipe": recipe.name, "step": recipe.step},
        )
        for at, type_ in enumerate(types)
    ]


def checkpoint_entry(recipe: Recipe, air: Air, *, name: str, family: str, description: str = "") -> CatalogueEntry:
    """Make the entry of a checkpoint that a recipe carries out; whether it changes pictures, the recipe says."""
    type_ = next(recipe.types())
    changes = type_ is ModelType.IMAGE_TO_IMAGE
    return CatalogueEntry(
        id=f"{air.text}{VARIANT}" if changes else air.text,
        name=f"{name}{_CHANGES}" if changes else name,
        type=type_,
        family=family,
        description=description,
        document=recipe.document(
            type_, {"diffuserModel" if "diffuserModel" in recipe.properties else "model": air.text}
        ),
        details={"recipe": recipe.name, "step": recipe.step, "air": air.text},
    )
