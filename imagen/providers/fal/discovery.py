"""Finds the factory for a model: the class of its family that claims it, from the files of `models/`, else its type's."""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Sequence
from fnmatch import fnmatchcase
from functools import cache
from importlib import import_module

from imagen.providers.base import ModelType
from imagen.providers.fal import models
from imagen.providers.fal.factory import FalProductFactory
from imagen.providers.fal.image_to_image import FalImageToImageFactory
from imagen.providers.fal.image_to_video import FalImageToVideoFactory
from imagen.providers.fal.text_to_audio import FalTextToAudioFactory
from imagen.providers.fal.text_to_image import FalTextToImageFactory
from imagen.providers.fal.text_to_video import FalTextToVideoFactory
from imagen.providers.fal.upscaling import FalUpscalingFactory

BY_TYPE: dict[ModelType, type[FalProductFactory]] = {
    ModelType.TEXT_TO_IMAGE: FalTextToImageFactory,
    ModelType.IMAGE_TO_IMAGE: FalImageToImageFactory,
    ModelType.TEXT_TO_VIDEO: FalTextToVideoFactory,
    ModelType.IMAGE_TO_VIDEO: FalImageToVideoFactory,
    ModelType.TEXT_TO_AUDIO: FalTextToAudioFactory,
    ModelType.UPSCALING: FalUpscalingFactory,
}


@cache
def family_classes() -> tuple[type[FalProductFactory], ...]:
    """Give the classes of all family files: one for each model type that a family wants to arrange.

    Raises ValueError when two of a type claim the same pattern.
    """
    found: list[type[FalProductFactory]] = []
    for entry in pkgutil.iter_modules(models.__path__, f"{models.__name__}."):
        module = import_module(entry.name)
        found += [value for value in vars(module).values() if _is_family(value, module.__name__)]
    claims = [(pattern, type_) for each in found for pattern in each.claims for type_ in _types(each)]
    twice = sorted({pattern for pattern, type_ in claims if claims.count((pattern, type_)) > 1})
    if twice:
        raise ValueError(f"Two families at fal claim the same models: {', '.join(twice)}.")
    return tuple(found)


def factory_class(endpoint: str, type_: ModelType) -> type[FalProductFactory]:
    """Give the class that carries out a model: its family's for this type, else that of its type."""
    return _claiming(endpoint, [each for each in family_classes() if type_ in _types(each)]) or BY_TYPE[type_]


def family_of(endpoint: str) -> str:
    """Name the family of a model: as its class calls it, else the alias in its endpoint."""
    claimed = _claiming(endpoint, family_classes())
    return claimed.family if claimed else endpoint.split("/")[1]


def _claiming(endpoint: str, classes: Sequence[type[FalProductFactory]]) -> type[FalProductFactory] | None:
    """Find the class whose longest claim fits: a claim to one model goes before one to many."""
    fitting = [
        (len(pattern), -at, each)
        for at, each in enumerate(classes)
        for pattern in each.claims
        if fnmatchcase(endpoint, pattern)
    ]
    return max(fitting, key=lambda claim: claim[:2])[2] if fitting else None


def _types(family: type[FalProductFactory]) -> tuple[ModelType, ...]:
    return tuple(type_ for type_, base in BY_TYPE.items() if issubclass(family, base))


def _is_family(value: object, module: str) -> bool:
    is_factory = inspect.isclass(value) and issubclass(value, FalProductFactory)
    return is_factory and value.__module__ == module and bool(value.claims)  # type: ignore[attr-defined]
