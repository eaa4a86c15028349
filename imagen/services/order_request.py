"""What somebody orders: the base parameter set and how it is to be turned into generations."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from imagen.data.models import Order
from imagen.domain.ordering import Priority, SeedPolicy


@dataclass(frozen=True)
class OrderRequest:
    """An order as asked for.

    `parameters` is the base set; media parameters hold `product:<id>` references. `seed` is the seed of the expansion's
    random picks, drawn anew when None. `excluded` holds indices of the expansion that are not to be made.
    """

    model_key: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    project_id: UUID | None = None
    seed: int | None = None
    seed_policy: SeedPolicy = SeedPolicy.AS_GIVEN
    repeats: int = 1
    sample: int | None = None
    excluded: tuple[int, ...] = ()
    one_of_each_first: bool = False
    priority: Priority = Priority.INTERACTIVE
    name: str = ""

    def seeded(self) -> OrderRequest:
        """Give the same request with an expansion seed."""
        return self if self.seed is not None else replace(self, seed=new_expansion_seed())


def request_of(order: Order) -> OrderRequest:
    """Give the request that an order was placed with."""
    return OrderRequest(
        model_key=order.model_key,
        parameters=order.base_parameters,
        project_id=order.project_id,
        seed=order.expansion_seed,
        seed_policy=order.seed_policy,
        repeats=order.repeats,
        sample=order.sample_size,
        excluded=tuple(int(index) for index in order.excluded),
        one_of_each_first=order.one_of_each_first,
        priority=order.priority,
        name=order.name,
    )


def new_expansion_seed() -> int:
    """Draw a seed that a browser's numbers can hold exactly."""
    return secrets.randbelow(2**53)
