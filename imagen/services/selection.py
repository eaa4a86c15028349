"""Which of an expansion's generations an order makes, in which order, and with which seeds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from imagen.domain.expansion import Expanded, Expansion
from imagen.domain.ordering import SeedPolicy, derive_seed
from imagen.domain.parameter_sets import generation_set
from imagen.domain.parameters import ParameterSetSpec, Role
from imagen.services.order_request import OrderRequest

_LARGEST_SEED = 2**31 - 1


@dataclass(frozen=True)
class Selection:
    """The generations that will really be made: `indices` into the expansion, in the order of production."""

    spec: ParameterSetSpec
    expansion: Expansion
    request: OrderRequest
    indices: Sequence[int]

    def __len__(self) -> int:
        return len(self.indices)

    def between(self, start: int, stop: int) -> Iterator[tuple[Expanded, dict[str, Any]]]:
        """Give generations by their place in production: what was expanded and the complete generation parameter set."""
        wanted = self.indices[start:stop]
        for expanded in self._expanded(wanted):
            yield expanded, self.parameters(expanded)

    def parameters(self, expanded: Expanded) -> dict[str, Any]:
        """Complete one expanded set with defaults and the seed that the order's policy gives it."""
        values = generation_set(self.spec, expanded.parameters)
        seed = self.spec.with_role(Role.SEED)
        policy = self.request.seed_policy
        if seed is None or policy is SeedPolicy.AS_GIVEN:
            return values
        low = int(seed.rules.minimum) if seed.rules.minimum is not None else 0
        high = int(seed.rules.maximum) if seed.rules.maximum is not None else _LARGEST_SEED
        low = max(low, 0)
        typed = values.get(seed.name)
        if isinstance(typed, int):
            turn = {SeedPolicy.SAME: 0, SeedPolicy.PER_REPEAT: expanded.repeat}.get(policy, expanded.index)
            values[seed.name] = low + (typed - low + turn) % (high - low + 1)
        else:
            assert self.request.seed is not None
            values[seed.name] = derive_seed(
                policy, self.request.seed, expanded.index, expanded.repeat, minimum=low, maximum=high
            )
        return values

    def _expanded(self, wanted: Sequence[int]) -> Iterator[Expanded]:
        if isinstance(wanted, range) and wanted.step == 1:
            yield from self.expansion.between(wanted.start, wanted.stop)
        else:
            yield from (self.expansion.at(index) for index in wanted)


def planned_count(expansion: Expansion, request: OrderRequest) -> int:
    """Tell how many generations an order makes, from counts alone."""
    drawn = expansion.count if request.sample is None else min(request.sample, expansion.count)
    if request.sample is None or request.sample >= expansion.count:
        return drawn - sum(1 for index in set(request.excluded) if 0 <= index < expansion.count)
    return len(_drawn(expansion, request))


def select(spec: ParameterSetSpec, expansion: Expansion, request: OrderRequest) -> Selection:
    """Draw the sample, leave out what was unticked, and put one of each first where that is wanted."""
    indices = _drawn(expansion, request)
    if request.one_of_each_first:
        indices = expansion.one_of_each_first(list(indices))
    return Selection(spec, expansion, request, indices)


def _drawn(expansion: Expansion, request: OrderRequest) -> Sequence[int]:
    excluded = set(request.excluded)
    if request.sample is None or request.sample >= expansion.count:
        every = range(expansion.count)
        return [index for index in every if index not in excluded] if excluded else every
    assert request.seed is not None
    return [index for index in expansion.sample(request.sample, request.seed) if index not in excluded]
