"""Finds the factory for a model: the class of its family that claims it, from the files of `models/`, else its type's."""

from __future__ import annotations

import inspect
import pkgutil
from fnmatch import fnmatchcase
from functools import cache
from importlib import import_module

from imagen.providers.base import ModelType
from imagen.providers.replicate import models
from imagen.providers.replicate.factory import ReplicateProductFactory
from imagen.providers.replicate.image_to_image import ReplicateImageToImageFactory
from imagen.providers.replicate.image_to_video import ReplicateImageToVideoFactory
from imagen.providers.replicate.text_to_audio import ReplicateTextToAudioFactory
from imagen.providers.replicate.text_to_image import ReplicateTextToImageFactory
from imagen.providers.replicate.text_to_video import ReplicateTextToVideoFactory
from imagen.providers.replicate.upscaling import ReplicateUpscalingFactory

BY_TYPE: dict[ModelType, type[ReplicateProductFactory]] = {
    ModelType.TEXT_TO_IMAGE: ReplicateTextToImageFactory,
    ModelType.IMAGE_TO_IMAGE: ReplicateImageToImageFactory,
    ModelType.TEXT_TO_VIDEO: ReplicateTextToVideoFactory,
    ModelType.IMAGE_TO_VIDEO: ReplicateImageToVideoFactory,
    ModelType.TEXT_TO_AUDIO: ReplicateTextToAudioFactory,
    ModelType.UPSCALING: ReplicateUpscalingFactory,
}


@cache
def family_classes() -> tuple[type[ReplicateProductFactory], ...]:
    """Give the classes of all family files.

    Raises ValueError when two of them claim the same pattern.
    """
    found: list[type[ReplicateProductFactory]] = []
    for entry in pkgutil.iter_modules(models.__path__, f"{models.__name__}."):
        module = import_module(entry.name)
        found += [value for value in vars(module).values() if _is_family(value, module.__name__)]
    patterns = [pattern for each in found for pattern in each.claims]
    twice = sorted({pattern for pattern in patterns if patterns.count(pattern) > 1})
    if twice:
        raise ValueError(f"Two families at Replicate claim the same models: {', '.join(twice)}.")
    return tuple(found)


def factory_class(ref: str, type_: ModelType) -> type[ReplicateProductFactory]:
    """Give the class that carries out a model, by its `owner/name`."""
    return _family_class(ref) or BY_TYPE[type_]


def family_of(ref: str) -> str:
    """Name the family of a model: as its class calls it, else the model's own name without its version."""
    claimed = _family_class(ref)
    return claimed.family if claimed else ref.partition("/")[2]


def _family_class(ref: str) -> type[ReplicateProductFactory] | None:
    """Find the class whose longest claim fits: a claim to one model goes before one to many."""
    fitting = [
        (len(pattern), at, each)
        for at, each in enumerate(family_classes())
        for pattern in each.claims
        if fnmatchcase(ref, pattern)
    ]
    return max(fitting, key=lambda claim: claim[:2])[2] if fitting else None


def _is_family(value: object, module: str) -> bool:
    is_factory = inspect.isclass(value) and issubclass(value, ReplicateProductFactory)
    return is_factory and value.__module__ == module and bool(value.claims)  # type: ignore[attr-defined]
