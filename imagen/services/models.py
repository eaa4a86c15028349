"""Which providers and models there are, and what each takes."""

from __future__ import annotations

from imagen.data.unit_of_work import UnitOfWorkFactory
from imagen.domain.parameters import ParameterSetSpec
from imagen.providers.base import BaseProductFactory, Model, ModelType
from imagen.providers.registry import ProviderRegistry
from imagen.services.views import ModelView, ProviderView

__all__ = ["PAUSE_PREFIX", "ModelService", "ModelType"]

PAUSE_PREFIX = "provider-paused:"


class ModelService:
    """Answer what can be ordered."""

    def __init__(self, units: UnitOfWorkFactory, registry: ProviderRegistry) -> None:
        self._units = units
        self._registry = registry

    def providers(self) -> list[ProviderView]:
        """List the providers, with what keeps them from taking orders."""
        with self._units.reading() as reading:
            paused = reading.settings.starting_with(PAUSE_PREFIX)
        return [
            ProviderView(
                name=provider.name,
                label=provider.label,
                description=provider.description,
                problem=provider.problem(),
                places=provider.places,
                paused=paused.get(provider.name, {}).get("reason"),
            )
            for provider in self._registry.providers()
        ]

    def list(
        self,
        provider: str | None = None,
        type: ModelType | None = None,
        family: str | None = None,
        q: str | None = None,
    ) -> list[ModelView]:
        """List models, narrowed by provider, type, family and words in their names."""
        words = (q or "").casefold().split()
        return [
            self._view(model)
            for model in self._registry.models()
            if (provider is None or model.provider == provider)
            and (type is None or model.type == type)
            and (family is None or model.family.casefold() == family.casefold())
            and all(word in f"{model.key} {model.name} {model.family}".casefold() for word in words)
        ]

    def get(self, key: str) -> ModelView:
        """Give one model. Raises ModelGone."""
        return self._view(self.factory(key).model)

    def spec(self, key: str) -> ParameterSetSpec:
        """Describe what a model takes. Raises ModelGone."""
        return self.factory(key).spec

    def factory(self, key: str) -> BaseProductFactory:
        return self._registry.factory(key)

    def _view(self, model: Model) -> ModelView:
        return ModelView(model, self._registry.provider(model.provider).label)
