"""Providers and models."""

from __future__ import annotations

from imagen.api.schemas.base import Answer
from imagen.domain.parameters import ParameterSetSpec, ParameterSpec
from imagen.services.models import ModelType
from imagen.services.views import ModelView


class ProviderAnswer(Answer):
    """`problem` says why the provider takes no orders now, `paused` why nothing is submitted to it."""

    name: str
    label: str
    description: str
    problem: str | None
    places: int
    paused: str | None


class ModelAnswer(Answer):
    """A model; `key` is `provider:provider's own id`."""

    key: str
    provider: str
    provider_label: str
    name: str
    type: ModelType
    family: str
    description: str

    @classmethod
    def of(cls, view: ModelView) -> ModelAnswer:
        """Show a model as lists do."""
        return cls.model_validate({**vars(view.model), "provider_label": view.provider_label})


class ModelDetailAnswer(ModelAnswer):
    """A model with what it takes."""

    parameters: list[ParameterSpec]

    @classmethod
    def with_spec(cls, view: ModelView, spec: ParameterSetSpec) -> ModelDetailAnswer:
        """Show a model with its parameter set spec."""
        shown = {**vars(view.model), "provider_label": view.provider_label, "parameters": spec.parameters}
        return cls.model_validate(shown)
