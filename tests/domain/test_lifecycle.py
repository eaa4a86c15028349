"""Every change of status that is allowed, and every one that is not."""

from __future__ import annotations

from itertools import product

import pytest

from imagen.domain.errors import InvalidTransition
from imagen.domain.lifecycle import (
    GenerationStatus,
    OrderStatus,
    change_generation,
    change_order,
    derive_order_status,
)

G = GenerationStatus
S = OrderStatus

GENERATION_MOVES = {
    (G.PENDING, G.GENERATING),
    (G.PENDING, G.CANCELLED),
    (G.GENERATING, G.COMPLETE),
    (G.GENERATING, G.FAILED),
    (G.GENERATING, G.CANCELLED),
    (G.GENERATING, G.PENDING),
    (G.FAILED, G.PENDING),
    (G.CANCELLED, G.PENDING),
    (G.CANCELLED, G.COMPLETE),
}

ORDER_MOVES = {
    (S.PENDING, S.PROCESSING),
    (S.PENDING, S.UNDERWAY),
    (S.PENDING, S.FULFILLED),
    (S.PENDING, S.CANCELLED),
    (S.PROCESSING, S.PENDING),
    (S.PROCESSING, S.UNDERWAY),
    (S.PROCESSING, S.FULFILLED),
    (S.PROCESSING, S.CANCELLED),
    (S.UNDERWAY, S.FULFILLED),
    (S.UNDERWAY, S.CANCELLED),
    (S.FULFILLED, S.UNDERWAY),
    (S.CANCELLED, S.UNDERWAY),
    (S.CANCELLED, S.FULFILLED),
}


@pytest.mark.parametrize(("current", "wanted"), list(product(G, G)))
def test_a_generation_moves_along_the_allowed_ways_only(current: G, wanted: G) -> None:
    if (current, wanted) in GENERATION_MOVES:
        assert change_generation(current, wanted) is wanted
    else:
        with pytest.raises(InvalidTransition, match=f"{current} cannot become {wanted}"):
            change_generation(current, wanted)


@pytest.mark.parametrize("current", [G.GENERATING, G.CANCELLED, G.FAILED])
def test_a_generation_that_may_have_been_bought_does_not_go_back_to_the_queue(current: G) -> None:
    with pytest.raises(InvalidTransition, match="may still bring a result"):
        change_generation(current, G.PENDING, live_submission=True)


@pytest.mark.parametrize(("current", "wanted"), list(product(S, S)))
def test_an_order_moves_along_the_allowed_ways_only(current: S, wanted: S) -> None:
    if (current, wanted) in ORDER_MOVES:
        assert change_order(current, wanted) is wanted
    else:
        with pytest.raises(InvalidTransition, match=f"{current} cannot become {wanted}"):
            change_order(current, wanted)


@pytest.mark.parametrize(
    ("current", "counts", "fully_written", "expected"),
    [
        (S.PENDING, {G.PENDING: 3}, True, S.PENDING),
        (S.PROCESSING, {G.PENDING: 3}, False, S.PROCESSING),
        (S.PROCESSING, {G.PENDING: 3}, True, S.PENDING),
        (S.PROCESSING, {G.PENDING: 3, G.GENERATING: 1}, False, S.UNDERWAY),
        (S.PENDING, {G.PENDING: 3, G.GENERATING: 1}, True, S.UNDERWAY),
        (S.UNDERWAY, {G.PENDING: 1, G.COMPLETE: 3}, True, S.UNDERWAY),
        (S.UNDERWAY, {G.PENDING: 4}, True, S.UNDERWAY),
        (S.UNDERWAY, {G.COMPLETE: 4}, True, S.FULFILLED),
        (S.UNDERWAY, {G.COMPLETE: 4}, False, S.UNDERWAY),
        (S.UNDERWAY, {G.FAILED: 2, G.CANCELLED: 2}, True, S.FULFILLED),
        (S.CANCELLED, {G.GENERATING: 1, G.CANCELLED: 2}, True, S.CANCELLED),
        (S.CANCELLED, {G.CANCELLED: 2}, True, S.CANCELLED),
    ],
)
def test_an_orders_status_follows_from_its_generations(
    current: S, counts: dict[G, int], fully_written: bool, expected: S
) -> None:
    assert derive_order_status(current, counts, fully_written=fully_written) is expected
