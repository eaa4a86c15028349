"""Seeds drawn for an order are reproducible and follow its policy."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imagen.domain.ordering import SeedPolicy, derive_seed

DRAWN = [SeedPolicy.SAME, SeedPolicy.PER_REPEAT, SeedPolicy.PER_GENERATION]


def draw(policy: SeedPolicy, index: int, repeat: int, order_seed: int = 7) -> int:
    return derive_seed(policy, order_seed, index, repeat, minimum=0, maximum=2**32 - 1)


@given(st.sampled_from(DRAWN), st.integers(0, 2**53), st.integers(0, 10**6), st.integers(0, 100))
def test_the_same_draw_gives_the_same_seed_within_the_limits(
    policy: SeedPolicy, seed: int, index: int, repeat: int
) -> None:
    first = derive_seed(policy, seed, index, repeat, minimum=5, maximum=99)
    assert first == derive_seed(policy, seed, index, repeat, minimum=5, maximum=99)
    assert 5 <= first <= 99


def test_one_seed_for_all() -> None:
    assert len({draw(SeedPolicy.SAME, index, index % 3) for index in range(30)}) == 1


def test_a_seed_for_each_repeat_is_shared_by_the_combinations() -> None:
    assert len({draw(SeedPolicy.PER_REPEAT, index, index % 3) for index in range(30)}) == 3


def test_a_seed_for_each_generation() -> None:
    assert len({draw(SeedPolicy.PER_GENERATION, index, index % 3) for index in range(30)}) == 30


@pytest.mark.parametrize("policy", DRAWN)
def test_another_order_draws_other_seeds(policy: SeedPolicy) -> None:
    assert draw(policy, 1, 1, order_seed=7) != draw(policy, 1, 1, order_seed=8)


def test_the_function_is_frozen() -> None:
    """Released orders are repeated by these numbers, so a change of the function would be seen here."""
    assert draw(SeedPolicy.PER_GENERATION, 3, 0, order_seed=42) == FROZEN


FROZEN = 2301331479
