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
O = OrderStatus

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
    (O.PENDING, O.PROCESSING),
    (O.PENDING, O.UNDERWAY),
    (O.PENDING, O.FULFILLED),
    (O.PENDING, O.CANCELLED),
    (O.PROCESSING, O.PENDING),
    (O.PROCESSING, O.UNDERWAY),
    (O.PROCESSING, O.FULFILLED),
    (O.PROCESSING, O.CANCELLED),
    (O.UNDERWAY, O.FULFILLED),
    (O.UNDERWAY, O.CANCELLED),
    (O.FULFILLED, O.UNDERWAY),
    (O.CANCELLED, O.UNDERWAY),
    (O.CANCELLED, O.FULFILLED),
}


@pytest.mark.parametrize(("current", "wanted"), list(product(G, G)))
def test_a_generation_moves_along_the_allowed_ways_only(current: G, wanted: G) -> None:
    if (current, wanted) in GENERATION_MOVES:
        assert change_generation(current, wanted) is wanted
    else:
        with pytest.raises(InvalidTransition, match=f"{current} cannot become {wanted}"):
            change_generation(current, wanted)


def test_a_generation_that_may_have_been_bought_does_not_go_back_to_the_queue() -> None:
    with pytest.raises(InvalidTransition):
        change_generation(G.GENERATING, G.PENDING, live_submission=True)


@pytest.mark.parametrize(("current", "wanted"), list(product(O, O)))
def test_an_order_moves_along_the_allowed_ways_only(current: O, wanted: O) -> None:
    if (current, wanted) in ORDER_MOVES:
        assert change_order(current, wanted) is wanted
    else:
        with pytest.raises(InvalidTransition, match=f"{current} cannot become {wanted}"):
            change_order(current, wanted)


@pytest.mark.parametrize(
    ("current", "counts", "fully_written", "expected"),
    [
        (O.PENDING, {G.PENDING: 3}, True, O.PENDING),
        (O.PROCESSING, {G.PENDING: 3}, False, O.PROCESSING),
        (O.PROCESSING, {G.PENDING: 3}, True, O.PENDING),
        (O.PROCESSING, {G.PENDING: 3, G.GENERATING: 1}, False, O.UNDERWAY),
        (O.PENDING, {G.PENDING: 3, G.GENERATING: 1}, True, O.UNDERWAY),
        (O.UNDERWAY, {G.PENDING: 1, G.COMPLETE: 3}, True, O.UNDERWAY),
        (O.UNDERWAY, {G.COMPLETE: 4}, True, O.FULFILLED),
        (O.UNDERWAY, {G.COMPLETE: 4}, False, O.UNDERWAY),
        (O.UNDERWAY, {G.FAILED: 2, G.CANCELLED: 2}, True, O.FULFILLED),
        (O.CANCELLED, {G.GENERATING: 1, G.CANCELLED: 2}, True, O.CANCELLED),
        (O.CANCELLED, {G.CANCELLED: 2}, True, O.CANCELLED),
    ],
)
def test_an_orders_status_follows_from_its_generations(
    current: O, counts: dict[G, int], fully_written: bool, expected: O
) -> None:
    assert derive_order_status(current, counts, fully_written=fully_written) is expected
