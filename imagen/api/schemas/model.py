"""Providers and models."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from imagen.api.schemas.base import Answer, Body, Moment, Whole
from imagen.domain.parameters import ParameterSetSpec, ParameterSpec
from imagen.services.models import ModelType
from imagen.services.own_prices import MOST, Unit
from imagen.services.views import ModelView


class ProviderAnswer(Answer):
    """`problem` says why the provider takes no orders now, `paused` why nothing is submitted to it."""

    name: str
    label: str
    description: str
    problem: str | None
    places: int
    suggested_places: int
    paused: str | None


class PriceAnswer(Answer):
    """An amount in micro-dollars for each `unit`; `source` says who told it, `as_of` when."""

    amount: int
    unit: str
    source: str
    as_of: date | None


class ModelAnswer(Answer):
    """A model; `key` is `provider:provider's own id`, `problem` says why it cannot be ordered now.

    `added` when a person added it. `seen_at` is when its provider was last asked about it, `changed_at` when its form was
    last found to be another, `gone_at` when its provider first said that it knows it no more. `price` is what counts: the
    one that was set here (`has_own_price`), else the `published_price`.
    """

    key: str
    provider: str
    provider_label: str
    name: str
    type: ModelType
    family: str
    description: str
    problem: str | None
    added: bool
    seen_at: Moment | None
    changed_at: Moment | None
    gone_at: Moment | None
    price: PriceAnswer | None
    published_price: PriceAnswer | None
    has_own_price: bool

    @classmethod
    def of(cls, view: ModelView) -> ModelAnswer:
        """Show a model as lists do."""
        return cls.model_validate({**vars(view), **vars(view.model)})


class ModelDetailAnswer(ModelAnswer):
    """A model with what it takes."""

    parameters: list[ParameterSpec]

    @classmethod
    def with_spec(cls, view: ModelView, spec: ParameterSetSpec) -> ModelDetailAnswer:
        """Show a model with its parameter set spec."""
        return cls.model_validate({**vars(view), **vars(view.model), "parameters": spec.parameters})


class PriceBody(Body):
    """What a model costs: an amount in micro-dollars for each `unit`; it counts in the place of what is published."""

    amount: Annotated[Whole, Field(ge=0, le=MOST)]
    unit: Unit


class FoundModelAnswer(Answer):
    """A hit in a provider's own catalogue; `id` is what adding takes, `is_known` when it can be ordered already."""

    key: str
    provider: str
    id: str
    name: str
    description: str
    type: ModelType | None
    thumbnail_url: str | None
    is_known: bool


class AddBody(Body):
    """What names a model: its name, its id or the address of its page; `provider` where several have one of that name."""

    reference: Annotated[str, Field(max_length=5000)]
    provider: Annotated[str, Field(max_length=100)] | None = None


class RefreshBody(Body):
    """Which models are looked at again: those named, or all that are known of a provider, or all."""

    keys: Annotated[list[Annotated[str, Field(max_length=500)]], Field(max_length=1000)] | None = None
    provider: Annotated[str, Field(max_length=100)] | None = None


class RoundAnswer(Answer):
    """How far looking at a provider's models is: `asked`, `left`, `failed`, and what the last that failed said."""

    asked: int
    left: int
    failed: int
    trouble: str


class RefreshAnswer(Answer):
    """How many models are looked at in the background."""

    count: int
