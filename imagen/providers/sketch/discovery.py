"""Finds the models of Sketch: every factory class defined in a file of `models/`."""

from __future__ import annotations

import inspect
import pkgutil
from importlib import import_module
from types import ModuleType

from imagen.providers.sketch import models
from imagen.providers.sketch.factory import SketchProductFactory


def model_factories(package: ModuleType = models) -> list[type[SketchProductFactory]]:
    """Give the factory classes of all model files, in the order in which selectors show them.

    Raises ValueError when two files claim the same model key.
    """
    found: list[type[SketchProductFactory]] = []
    for entry in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        module = import_module(entry.name)
        found += [value for value in vars(module).values() if _is_model_of(module, value)]
    keys = [factory.model.key for factory in found]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise ValueError(f"Two files of Sketch claim the same model: {', '.join(twice)}.")
    return sorted(found, key=lambda factory: (factory.position, factory.model.key))


def _is_model_of(module: ModuleType, value: object) -> bool:
    """Tell a model's own class from the model-type factories its file imports."""
    is_factory = isinstance(value, type) and issubclass(value, SketchProductFactory)
    return is_factory and getattr(value, "__module__", "") == module.__name__ and not inspect.isabstract(value)
