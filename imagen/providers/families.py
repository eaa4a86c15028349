"""Finds the factory for a model: the class of its family that claims it, from a package of files, else its type's."""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from functools import cached_property
from importlib import import_module
from types import ModuleType
from typing import Generic, TypeVar

from imagen.providers.base import ModelType
from imagen.providers.remote import RemoteProductFactory

FactoryT = TypeVar("FactoryT", bound=RemoteProductFactory)


class Families(Generic[FactoryT]):
    """The classes of one provider: those of the files in its `models` package, and one for each model type.

    A family's class is for the model types of the classes in `by_type` that it is made of, or for all where
    `by_base` is false.
    """

    def __init__(
        self, label: str, package: ModuleType, by_type: Mapping[ModelType, type[FactoryT]], *, by_base: bool = False
    ) -> None:
        self.label = label
        self.by_type = by_type
        self._package = package
        self._by_base = by_base

    @cached_property
    def classes(self) -> tuple[type[FactoryT], ...]:
        """Give the classes of all family files.

        Raises ValueError when two of them claim the same models of the same type.
        """
        found: list[type[FactoryT]] = []
        for entry in pkgutil.iter_modules(self._package.__path__, f"{self._package.__name__}."):
            module = import_module(entry.name)
            found += [value for value in vars(module).values() if _is_family(value, module.__name__)]
        claims = [(pattern, type_) for each in found for pattern in each.claims for type_ in self.types(each)]
        twice = sorted({pattern for pattern, type_ in claims if claims.count((pattern, type_)) > 1})
        if twice:
            raise ValueError(f"Two families at {self.label} claim the same models: {', '.join(twice)}.")
        return tuple(found)

    def factory_class(self, model_id: str, type_: ModelType) -> type[FactoryT]:
        """Give the class that carries out a model: its family's for this type, else that of its type."""
        return (
            self._claiming(model_id, [each for each in self.classes if type_ in self.types(each)])
            or (self.by_type[type_])
        )

    def family_of(self, model_id: str) -> str | None:
        """Name the family of a model as its class calls it; None where no class claims it."""
        claimed = self._claiming(model_id, self.classes)
        return claimed.family if claimed else None

    def types(self, family: type[FactoryT]) -> tuple[ModelType, ...]:
        """Say for which model types a family's class is."""
        if not self._by_base:
            return tuple(ModelType)
        return tuple(type_ for type_, base in self.by_type.items() if issubclass(family, base))

    def _claiming(self, model_id: str, classes: Sequence[type[FactoryT]]) -> type[FactoryT] | None:
        """Find the class whose longest claim fits: a claim to one model goes before one to many."""
        fitting = [
            (len(pattern), -at, each)
            for at, each in enumerate(classes)
            for pattern in each.claims
            if fnmatchcase(model_id, pattern)
        ]
        return max(fitting, key=lambda claim: claim[:2])[2] if fitting else None


def _is_family(value: object, module: str) -> bool:
    is_factory = inspect.isclass(value) and issubclass(value, RemoteProductFactory)
    return is_factory and value.__module__ == module and bool(value.claims)  # type: ignore[attr-defined]
