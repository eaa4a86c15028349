"""Generations are put together by what their cost hangs on, exactly where all are looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import Any

import pytest

from imagen.domain.expansion import Lookups, plan
from imagen.domain.ordering import SeedPolicy
from imagen.services.alike import alike, first
from imagen.services.order_request import OrderRequest
from imagen.services.selection import Selection, select
from tests.fakes.scripted_provider import MODEL, SPEC

EVERY = frozenset(SPEC.names)
PLENTY = 1_000


def selection(parameters: dict[str, Any], **asked: Any) -> Selection:
    request = OrderRequest(MODEL, parameters, seed=7, **asked)
    return select(SPEC, plan(SPEC, parameters, Lookups.of({}), seed=7, repeats=request.repeats), request)


def counted(made: Selection, names: Collection[str], most: int = PLENTY) -> Counter[str]:
    found = Counter[str]()
    for kind in alike(made, names, most):
        found[repr({name: kind.parameters.get(name) for name in names})] += kind.count
    return found


def one_by_one(made: Selection, names: Collection[str]) -> Counter[str]:
    each = (parameters for _, parameters in made.between(0, len(made)))
    return Counter(repr({name: parameters.get(name) for name in names}) for parameters in each)


@pytest.mark.parametrize("names", [EVERY, {"steps"}, {"prompt"}, {"seed"}, {"steps", "seed"}, {"image"}, set()])
@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"repeats": 3},
        {"sample": 20},
        {"excluded": (0, 1, 7)},
        {"one_of_each_first": True},
        {"seed_policy": SeedPolicy.SAME},
        {"seed_policy": SeedPolicy.PER_GENERATION},
        {"seed_policy": SeedPolicy.PER_REPEAT, "repeats": 2},
    ],
    ids=str,
)
@pytest.mark.parametrize(
    "parameters",
    [
        {"prompt": "[1..9] foxes"},
        {"prompt": "a [1..10] fox", "steps": "1, 2, 2, 50"},
        {"prompt": "a [red, blue] fox and [?1..9]", "steps": "1..5"},
        {"prompt": "a fox || an [old, new] owl", "seed": "1, 2, 3"},
        {"prompt": "a [mood=calm, wild, sad, old] fox, [=mood]", "steps": "4 | 5 | 6"},
    ],
    ids=lambda parameters: parameters["prompt"],
)
def test_they_are_counted_as_if_each_was_looked_at(
    parameters: dict[str, Any], asked: dict[str, Any], names: Collection[str]
) -> None:
    made = selection(parameters, **asked)
    assert made.expansion.ok
    assert counted(made, names) == one_by_one(made, names)


def test_only_one_of_each_kind_is_looked_at() -> None:
    made = selection({"prompt": "a [1..100] fox", "steps": "4, 5"})
    assert [(kind.parameters["steps"], kind.count) for kind in alike(made, {"steps"}, PLENTY)] == [(4, 100), (5, 100)]
    assert len(alike(made, EVERY, PLENTY)) == 200


def test_of_a_large_order_so_many_are_looked_at_unless_they_are_all_alike() -> None:
    made = selection({"prompt": "a [1..1000] fox", "steps": "4, 5"})
    assert counted(made, {"steps"}, 50).total() == counted(made, EVERY, 50).total() == 50
    assert len(counted(made, {"steps"}, 50)) == 2
    assert alike(made, {"image"}, 50)[0].count == 2_000


def test_the_first_is_the_first_that_is_made() -> None:
    made = selection({"prompt": "a [1..10] fox"}, excluded=(0, 1))
    assert first(made)["prompt"] == "a 3 fox"
