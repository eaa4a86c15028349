"""Which providers there are: dotted paths, loaded on first use."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module

from imagen.domain.errors import ModelGone, NotFound
from imagen.providers.base import BaseProductFactory, Model, Provider
from imagen.providers.surroundings import NOWHERE, Surroundings

BUILT_IN: Mapping[str, str] = {
    "sketch": "imagen.providers.sketch.provider:SketchProvider",
    "replicate": "imagen.providers.replicate.provider:ReplicateProvider",
    "fal": "imagen.providers.fal.provider:FalProvider",
    "civitai": "imagen.providers.civitai.provider:CivitaiProvider",
}


class ProviderRegistry:
    """Load providers by name and find the factory of a model."""

    def __init__(
        self,
        paths: Mapping[str, str] = BUILT_IN,
        surroundings: Surroundings = NOWHERE,
        wrap: Callable[[BaseProductFactory], BaseProductFactory] = lambda factory: factory,
    ) -> None:
        self._paths = dict(paths)
        self._surroundings = surroundings
        self._wrap = wrap
        self._loaded: dict[str, Provider] = {}
        self._lock = threading.Lock()
        self._on_load: Callable[[Provider], None] = lambda provider: None

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._paths)

    def provider(self, name: str) -> Provider:
        """Give a provider by its name. Raises NotFound."""
        if name not in self._paths:
            raise NotFound(f"There is no provider named {name}.", f"Known are: {', '.join(self._paths)}.")
        with self._lock:
            if name not in self._loaded:
                module, _, attribute = self._paths[name].partition(":")
                made: Provider = getattr(import_module(module), attribute)(self._surroundings)
                self._on_load(made)
                self._loaded[name] = made
            return self._loaded[name]

    def on_load(self, act: Callable[[Provider], None]) -> None:
        """Do something with each provider when it is loaded."""
        self._on_load = act

    def providers(self) -> Iterator[Provider]:
        return (self.provider(name) for name in self._paths)

    def factory(self, model_key: str) -> BaseProductFactory:
        """Give the factory of a model by its key. Raises ModelGone."""
        name = model_key.partition(":")[0]
        if name not in self._paths:
            raise ModelGone(f"No provider here offers the model {model_key}.", "Choose another model.")
        return self._wrap(self.provider(name).factory(model_key))

    def models(self) -> list[Model]:
        return [model for provider in self.providers() for model in provider.models()]

    def close(self) -> None:
        """Stop every provider that was loaded."""
        with self._lock:
            loaded = list(self._loaded.values())
        for provider in loaded:
            provider.close()
