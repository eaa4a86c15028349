"""Which generations of an order are alike in what their cost hangs on, so that one of each kind is priced."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from imagen.domain.ordering import SeedPolicy
from imagen.domain.parameters import Role
from imagen.services.selection import Selection

_ONE_SEED = frozenset({SeedPolicy.AS_GIVEN, SeedPolicy.SAME})


@dataclass
class Alike:
    """So many generations that agree in what was asked for; `parameters` are those of the first of them."""

    parameters: Mapping[str, Any]
    count: int = 0


def alike(selection: Selection, names: Collection[str], most: int) -> list[Alike]:
    """Put generations together that agree in the parameters of these names.

    All are looked at where they are no more than `most`, or where none of these parameters varies; else so many.
    """
    expansion, seeds = selection.expansion, _varying_seeds(selection)
    varying = (expansion.varying_texts | expansion.varying_values | seeds).intersection(names)
    if not varying:
        return [Alike(first(selection), len(selection))]
    if varying <= expansion.varying_values - seeds:
        return _of_values(selection, sorted(varying), most)
    kinds: dict[str, Alike] = {}
    for parameters in _spread(selection, most):
        key = repr([parameters.get(name) for name in sorted(varying)])
        kinds.setdefault(key, Alike(parameters)).count += 1
    return list(kinds.values())


def first(selection: Selection) -> dict[str, Any]:
    """Give the parameters of the first generation that is made."""
    return next(parameters for _, parameters in selection.between(0, 1))


def _varying_seeds(selection: Selection) -> frozenset[str]:
    """Name the seed where the order's policy makes it differ between generations."""
    seed = selection.spec.with_role(Role.SEED)
    return frozenset() if seed is None or selection.request.seed_policy in _ONE_SEED else frozenset({seed.name})


def _of_values(selection: Selection, names: Sequence[str], most: int) -> list[Alike]:
    """Look at values alone: the texts, which take most of the time, are made for one of each kind."""
    expansion, kinds = selection.expansion, dict[str, Alike]()
    for place in _places(len(selection), most):
        index = selection.indices[place]
        values = expansion.values_at(index)
        key = repr([values[name] for name in names])
        if key not in kinds:
            kinds[key] = Alike(selection.parameters(expansion.at(index)))
        kinds[key].count += 1
    return list(kinds.values())


def _spread(selection: Selection, most: int) -> Iterator[Mapping[str, Any]]:
    count = len(selection)
    if count <= most:
        return (parameters for _, parameters in selection.between(0, count))
    indices = (selection.indices[place] for place in _places(count, most))
    return (selection.parameters(selection.expansion.at(index)) for index in indices)


def _places(count: int, most: int) -> Sequence[int]:
    """Give all places, or one from each of as many equal parts as may be looked at.

    Which one of its part is drawn, always the same for the same count: at even distances only those of one option would be
    met where options take turns.
    """
    if count <= most:
        return range(count)
    draw = random.Random(count)
    return [draw.randrange(part * count // most, (part + 1) * count // most) for part in range(most)]
