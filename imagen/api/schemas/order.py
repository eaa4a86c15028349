"""Orders and expansions as programs ask for them."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from imagen.api.schemas.base import Body
from imagen.domain.ordering import Priority, SeedPolicy
from imagen.domain.parameter_sets import PRODUCT_REFERENCE
from imagen.services.order_request import OrderRequest

_MOST_EXCLUDED = 100_000
Seed = Annotated[int, Field(ge=0, lt=2**63)]


class InputBody(Body):
    """A product that goes into a media parameter."""

    parameter: str
    product_id: UUID


class OrderBody(Body):
    """An order: `parameters` is the base set, texts and value expressions as typed."""

    model: str
    parameters: dict[str, Any] = Field(default_factory=dict)
    inputs: list[InputBody] = Field(default_factory=list, max_length=1000)
    project_id: UUID | None = None
    seed: Seed | None = None
    seed_policy: SeedPolicy = SeedPolicy.AS_GIVEN
    repeats: Annotated[int, Field(ge=1, le=1000)] = 1
    sample: Annotated[int, Field(ge=1, lt=2**63)] | None = None
    exclude: Annotated[list[Annotated[int, Field(ge=0)]], Field(max_length=_MOST_EXCLUDED)] = Field(
        default_factory=list
    )
    one_of_each_first: bool = False
    priority: Priority = Priority.INTERACTIVE
    name: Annotated[str, Field(max_length=200)] = ""
    expected_count: int | None = None

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

    offset: Annotated[int, Field(ge=0, lt=2**63)] = 0
    limit: Annotated[int, Field(ge=1, le=200)] = 20


class OrderChange(Body):
    """What can be changed about an order; `before` null puts it behind all others of its class."""

    name: Annotated[str, Field(max_length=200)] | None = None
    priority: Priority | None = None
    before: UUID | None = None


class AgainBody(Body):
    new_seed: bool = True


class MoveBody(Body):
    order_id: UUID
    before: UUID | None = None
