"""What somebody orders: the base parameter set and how it is to be turned into generations."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

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


def new_expansion_seed() -> int:
    """Draw a seed that a browser's numbers can hold exactly."""
    return secrets.randbelow(2**53)
