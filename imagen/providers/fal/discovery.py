"""Finds the factory for a model: the class of its family that claims it, from the files of `models/`, else its type's."""

from __future__ import annotations

import inspect
import pkgutil
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
    """Give the classes of all family files.

    Raises ValueError when two of them claim the same pattern.
    """
    found: list[type[FalProductFactory]] = []
    for entry in pkgutil.iter_modules(models.__path__, f"{models.__name__}."):
        module = import_module(entry.name)
        found += [value for value in vars(module).values() if _is_family(value, module.__name__)]
    patterns = [pattern for each in found for pattern in each.claims]
    twice = sorted({pattern for pattern in patterns if patterns.count(pattern) > 1})
    if twice:
        raise ValueError(f"Two families at fal claim the same models: {', '.join(twice)}.")
    return tuple(found)


def factory_class(endpoint: str, type_: ModelType) -> type[FalProductFactory]:
    """Give the class that carries out a model, by its endpoint."""
    return _family_class(endpoint) or BY_TYPE[type_]


def family_of(endpoint: str) -> str:
    """Name the family of a model: as its class calls it, else the alias in its endpoint."""
    claimed = _family_class(endpoint)
    return claimed.family if claimed else endpoint.split("/")[1]


def _family_class(endpoint: str) -> type[FalProductFactory] | None:
    """Find the class whose longest claim fits: a claim to one model goes before one to many."""
    fitting = [
        (len(pattern), at, each)
        for at, each in enumerate(family_classes())
        for pattern in each.claims
        if fnmatchcase(endpoint, pattern)
    ]
    return max(fitting, key=lambda claim: claim[:2])[2] if fitting else None


def _is_family(value: object, module: str) -> bool:
    is_factory = inspect.isclass(value) and issubclass(value, FalProductFactory)
    return is_factory and value.__module__ == module and bool(value.claims)  # type: ignore[attr-defined]
