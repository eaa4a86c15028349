"""Orders and expansions as programs ask for them."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from imagen.api.schemas.base import Answer, Body, Ceiling, ExactInt, MicroDollars, Moment, StrictBool, Whole
from imagen.api.schemas.expansion import FactorAnswer
from imagen.domain.lifecycle import OrderStatus
from imagen.domain.ordering import Priority, SeedPolicy
from imagen.domain.parameter_sets import PRODUCT_REFERENCE
from imagen.domain.spending import LimitKind
from imagen.services.consent import Consent
from imagen.services.order_request import OrderRequest

_MOST_EXCLUDED = 100_000
ModelKey = Annotated[str, Field(min_length=1, max_length=500)]
ParameterName = Annotated[str, Field(min_length=1, max_length=200)]
Seed = Annotated[Whole, Field(ge=0, lt=2**63)]


class InputBody(Body):
    """A product that goes into a media parameter."""

    parameter: ParameterName
    product_id: UUID


class OrderBody(Body):
    """An order: `parameters` is the base set, texts and value expressions as typed.

    `spending_limit` is what it may spend in all: it stops there, and is not asked about. `ceiling` is what one generation
    may cost at most where nobody knows the price. Both are in micro-dollars.
    """

    model: ModelKey
    parameters: dict[str, Any] = Field(default_factory=dict)
    inputs: list[InputBody] = Field(default_factory=list, max_length=1000)
    project_id: UUID | None = None
    seed: Seed | None = None
    seed_policy: SeedPolicy = SeedPolicy.AS_GIVEN
    repeats: Annotated[Whole, Field(ge=1, le=1000)] = 1
    sample: Annotated[Whole, Field(ge=1, lt=2**63)] | None = None
    exclude: Annotated[list[Annotated[Whole, Field(ge=0)]], Field(max_length=_MOST_EXCLUDED)] = Field(
        default_factory=list
    )
    one_of_each_first: StrictBool = False
    priority: Priority = Priority.INTERACTIVE
    name: Annotated[str, Field(max_length=200)] = ""
    expected_count: Whole | None = None
    spending_limit: MicroDollars | None = None
    ceiling: Ceiling | None = None

    def consent(self) -> Consent:
        """Give what the sender says about money."""
        return Consent(self.spending_limit, self.ceiling)

    def request(self) -> OrderRequest:
        """Make the services' request of it."""
        return OrderRequest(
            model_key=self.model,
            parameters=self._with_inputs(),
            project_id=self.project_id,
            seed=self.seed,
            seed_policy=self.seed_policy,
            repeats=self.repeats,
            sample=self.sample,
            excluded=tuple(self.exclude),
            one_of_each_first=self.one_of_each_first,
            priority=self.priority,
            name=self.name,
        )

    def _with_inputs(self) -> dict[str, Any]:
        parameters = dict(self.parameters)
        gathered: dict[str, list[str]] = {}
        for one in self.inputs:
            gathered.setdefault(one.parameter, []).append(f"{PRODUCT_REFERENCE}{one.product_id}")
        for name, references in gathered.items():
            parameters[name] = references[0] if len(references) == 1 else references
        return parameters


class ExpansionBody(OrderBody):
    """An order to look at, with the page of its generations that is wanted."""

    offset: Annotated[Whole, Field(ge=0, lt=2**63)] = 0
    limit: Annotated[Whole, Field(ge=1, le=200)] = 20


class OrderChange(Body):
    """What can be changed about an order; `before` null puts it behind all others of its class.

    `spending_limit` null takes its own limit away; amounts are in micro-dollars, and let it go on where they held it.
    """

    name: Annotated[str, Field(max_length=200)] | None = None
    priority: Priority | None = None
    before: UUID | None = None
    spending_limit: MicroDollars | None = None
    ceiling: Ceiling | None = None


class AgainBody(Body):
    """Whether random picks are drawn anew, and what it may cost, as for a new order."""

    new_seed: StrictBool = True
    spending_limit: MicroDollars | None = None
    ceiling: Ceiling | None = None

    def consent(self) -> Consent:
        """Give what the sender says about money."""
        return Consent(self.spending_limit, self.ceiling)


class ProgressAnswer(Answer):
    """How many generations have which status; `seconds_left` is null when nobody can tell."""

    planned: int
    pending: int
    generating: int
    complete: int
    failed: int
    cancelled: int
    attention: int
    seconds_left: float | None


class OrderAnswer(Answer):
    """An order with its progress; costs are in micro-dollars, `seed` is that of the expansion's random picks.

    `held_for` names the limit that keeps it from going on, if one does.
    """

    id: UUID
    number: int
    name: str
    project_id: UUID | None
    model: Annotated[str, Field(validation_alias="model_key")]
    status: OrderStatus
    held_reason: str | None
    held_for: LimitKind | None
    priority: Priority
    parameters: Annotated[dict[str, Any], Field(validation_alias="base_parameters")]
    seed: Annotated[ExactInt, Field(validation_alias="expansion_seed")]
    sample: Annotated[ExactInt | None, Field(validation_alias="sample_size")]
    repeats: int
    seed_policy: SeedPolicy
    one_of_each_first: bool
    exclude: Annotated[list[ExactInt], Field(validation_alias="excluded")]
    estimated_cost: ExactInt | None
    spending_limit: ExactInt | None
    ceiling: ExactInt | None
    cost: ExactInt | None
    factors: list[FactorAnswer]
    progress: ProgressAnswer
    created_at: Moment


class RequestAnswer(Answer):
    """What was ordered, in the form in which it can be ordered again."""

    model: Annotated[str, Field(validation_alias="model_key")]
    parameters: dict[str, Any]
    project_id: UUID | None
    seed_policy: SeedPolicy
    repeats: int
    sample: ExactInt | None
    one_of_each_first: bool
    priority: Priority
