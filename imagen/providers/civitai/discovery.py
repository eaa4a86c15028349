"""Finds the factory for a model: the class of its family that claims its recipe, from the files of `models/`, else its type's."""

from __future__ import annotations

import inspect
import pkgutil
from fnmatch import fnmatchcase
from functools import cache
from importlib import import_module
from types import ModuleType

from imagen.providers.base import ModelType
from imagen.providers.civitai import models
from imagen.providers.civitai.factory import CivitaiProductFactory
from imagen.providers.civitai.image_to_image import CivitaiImageToImageFactory
from imagen.providers.civitai.image_to_video import CivitaiImageToVideoFactory
from imagen.providers.civitai.text_to_audio import CivitaiTextToAudioFactory
from imagen.providers.civitai.text_to_image import CivitaiTextToImageFactory
from imagen.providers.civitai.text_to_video import CivitaiTextToVideoFactory
from imagen.providers.civitai.upscaling import CivitaiUpscalingFactory

BY_TYPE: dict[ModelType, type[CivitaiProductFactory]] = {
    ModelType.TEXT_TO_IMAGE: CivitaiTextToImageFactory,
    ModelType.IMAGE_TO_IMAGE: CivitaiImageToImageFactory,
    ModelType.TEXT_TO_VIDEO: CivitaiTextToVideoFactory,
    ModelType.IMAGE_TO_VIDEO: CivitaiImageToVideoFactory,
    ModelType.TEXT_TO_AUDIO: CivitaiTextToAudioFactory,
    ModelType.UPSCALING: CivitaiUpscalingFactory,
}


@cache
def family_classes(package: ModuleType = models) -> tuple[type[CivitaiProductFactory], ...]:
    """Give the classes of all family files.

    Raises ValueError when two of them claim the same recipes for the same type.
    """
    found: list[type[CivitaiProductFactory]] = []
    for entry in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        module = import_module(entry.name)
        found += [value for value in vars(module).values() if _is_family(value, module.__name__)]
    claims = [(pattern, type_) for each in found for pattern in each.claims for type_ in each.types or ModelType]
    twice = sorted({pattern for pattern, type_ in claims if claims.count((pattern, type_)) > 1})
    if twice:
        raise ValueError(f"Two families at civitai claim the same recipes: {', '.join(twice)}.")
    return tuple(found)


def factory_class(recipe: str, type_: ModelType) -> type[CivitaiProductFactory]:
    """Give the class that carries out a recipe for a type: the longest claim, else what the type has."""
    fitting = [
        (len(pattern), at, each)
        for at, each in enumerate(family_classes())
        for pattern in each.claims
        if fnmatchcase(recipe, pattern) and (not each.types or type_ in each.types)
    ]
    return max(fitting, key=lambda claim: claim[:2])[2] if fitting else BY_TYPE[type_]


def _is_family(value: object, module: str) -> bool:
    is_factory = inspect.isclass(value) and issubclass(value, CivitaiProductFactory)
    return is_factory and value.__module__ == module and bool(value.claims)  # type: ignore[attr-defined]
