"""Which providers and models there are, and what each takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from imagen.data.unit_of_work import UnitOfWorkFactory
from imagen.domain.errors import ModelGone, NotConfigured
from imagen.domain.parameters import ParameterSetSpec
from imagen.providers.base import BaseProductFactory, Model, ModelType, Provider
from imagen.providers.registry import ProviderRegistry
from imagen.services.known_entries import KnownEntries
from imagen.services.pauses import PAUSE_PREFIX
from imagen.services.places import kept_places, places_of
from imagen.services.secret_parameters import SecretParameters
from imagen.services.views import ModelView, ProviderView

__all__ = ["ModelService", "ModelType", "Specs"]

_TAKERS: Mapping[str, tuple[ModelType, ...]] = {
    "image": (ModelType.IMAGE_TO_IMAGE, ModelType.IMAGE_TO_VIDEO, ModelType.UPSCALING),
}


class ModelService:
    """Answer what can be ordered."""

    def __init__(
        self,
        units: UnitOfWorkFactory,
        registry: ProviderRegistry,
        entries: KnownEntries,
        secrets: SecretParameters,
    ) -> None:
        self._units = units
        self._registry = registry
        self._entries = entries
        self._secrets = secrets

    def providers(self) -> list[ProviderView]:
        """List the providers, with what keeps them from taking orders."""
        with self._units.reading() as reading:
            paused = reading.settings.starting_with(PAUSE_PREFIX)
            kept = kept_places(reading)
        return [
            ProviderView(
                name=provider.name,
                label=provider.label,
                description=provider.description,
                problem=provider.problem(),
                places=places_of(provider, kept),
                paused=paused.get(provider.name, {}).get("reason"),
                suggested_places=provider.places,
                paused_for=str(paused.get(provider.name, {}).get("code", "")),
                requests_page=provider.requests_page,
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
        """List models, narrowed by provider, type, family and words in their names; no form is made for that."""
        words = (q or "").casefold().split()
        views: list[ModelView] = []
        for one in self._registry.providers():
            if provider is None or one.name == provider:
                problem = one.problem()
                views += [
                    self._view(model, one, problem)
                    for model in one.models()
                    if (type is None or model.type == type)
                    and (family is None or model.family.casefold() == family.casefold())
                    and all(word in f"{model.key} {model.name} {model.family}".casefold() for word in words)
                ]
        return views

    def get(self, key: str) -> ModelView:
        """Give one model. Raises ModelGone."""
        model = self.factory(key).model
        provider = self._registry.provider(model.provider)
        return self._view(model, provider, provider.problem())

    def is_known(self, key: str) -> bool:
        """Tell whether there is such a model, without making its form."""
        try:
            self.factory(key)
        except ModelGone:
            return False
        return True

    def spec(self, key: str) -> ParameterSetSpec:
        """Describe what a model takes; its form is made when first asked for. Raises ModelGone."""
        spec = self.factory(key).spec
        self._secrets.learn(spec)
        return spec

    def specs(self) -> Specs:
        """Give the specs of all models by key, each made when it is first looked at."""
        return Specs(self)

    def has_cost(self, key: str) -> bool:
        """Tell whether it is known what a model's form would cost as it is when it is new, which makes the form."""
        try:
            return self.factory(key).estimate({}).cost is not None
        except ModelGone:
            return False

    def taking(self, kind: str, near: str = "") -> str | None:
        """Name a model that takes a kind of product, one of the provider of `near` first; few forms are made for that."""
        own = near.partition(":")[0]
        views = [view for view in self.list() if view.problem is None]
        types = _TAKERS.get(kind, ())
        ranks = {type: rank for rank, type in enumerate(types)}
        likely = sorted(views, key=lambda view: (view.model.provider != own, ranks.get(view.model.type, len(ranks))))
        takes = (view.model.key for view in likely if _takes(self.spec(view.model.key), kind))
        return next(takes, None)

    def factory(self, key: str) -> BaseProductFactory:
        """Give the factory of a model. Raises ModelGone."""
        return self._registry.factory(key)

    def orderable(self, key: str) -> BaseProductFactory:
        """Give the factory of a model that has not vanished. Raises ModelGone."""
        factory = self.factory(key)
        gone = self._gone(factory.model, self._registry.provider(factory.model.provider))
        if gone is not None:
            raise ModelGone(gone, "Choose another model, or look at it again in Settings.")
        return factory

    def refuse_without_key(self, provider: str) -> None:
        """Refuse what a provider cannot take now. Raises NotConfigured with the provider's own sentence."""
        problem = self._registry.provider(provider).problem()
        if problem is not None:
            raise NotConfigured(problem)

    def _view(self, model: Model, provider: Provider, problem: str | None) -> ModelView:
        note, own = self._entries.notes().get(model.key), self._entries.own_price(model.key)
        published = provider.price(model.key) or (note.price if note else None)
        view = ModelView(
            model,
            provider.label,
            problem,
            price=own or published,
            published_price=published,
            has_own_price=own is not None,
            tells_price=provider.tells_price(model),
            page=provider.page(model.key),
        )
        if note is None:
            return view
        return replace(
            view,
            problem=self._gone(model, provider) or problem,
            added=note.added,
            seen_at=note.seen_at,
            changed_at=note.changed_at,
            gone_at=note.gone_at,
        )

    def _gone(self, model: Model, provider: Provider) -> str | None:
        note = self._entries.notes().get(model.key)
        if note is None or note.gone_at is None:
            return None
        return f"{provider.label} does not offer {model.name} any more (since {note.gone_at:%d %B %Y} at the latest)."


class Specs(Mapping[str, ParameterSetSpec]):
    """The specs of all models: listing keys is quick, and a form is made only where its spec is looked at.

    What was looked at stays as it is, whatever becomes of the model; `seen` holds it.
    """

    def __init__(self, models: ModelService) -> None:
        self._models = models
        self.seen: dict[str, ParameterSetSpec] = {}

    def __getitem__(self, key: str) -> ParameterSetSpec:
        if key not in self.seen:
            try:
                self.seen[key] = self._models.spec(key)
            except ModelGone as error:
                raise KeyError(key) from error
        return self.seen[key]

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and (key in self.seen or self._models.is_known(key))

    def __iter__(self) -> Iterator[str]:
        return (view.model.key for view in self._models.list())

    def __len__(self) -> int:
        return len(self._models.list())


def _takes(spec: ParameterSetSpec, kind: str) -> bool:
    return any(parameter.type == kind for parameter in spec.parameters)
