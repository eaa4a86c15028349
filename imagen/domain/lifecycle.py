"""Statuses of orders and generations, and the changes of status that are allowed."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from imagen.domain.errors import InvalidTransition


class OrderStatus(StrEnum):
    PENDING = "pending"
    PROCESSING = "processing"
    UNDERWAY = "underway"
    FULFILLED = "fulfilled"
    CANCELLED = "cancelled"


class GenerationStatus(StrEnum):
    PENDING = "pending"
    GENERATING = "generating"
    COMPLETE = "complete"
    FAILED = "failed"
    CANCELLED = "cancelled"


class SubmissionState(StrEnum):
    """Where one attempt to buy a generation stands.

    `unknown` means the answer was lost; `done` that the provider has ended it, whatever came of it; `refused` that it
    was never accepted; `abandoned` that a person gave up waiting for it.
    """

    INTENT = "intent"
    ACCEPTED = "accepted"
    UNKNOWN = "unknown"
    DONE = "done"
    REFUSED = "refused"
    ABANDONED = "abandoned"


LIVE_SUBMISSIONS = frozenset({SubmissionState.INTENT, SubmissionState.ACCEPTED, SubmissionState.UNKNOWN})
ENDED_GENERATIONS = frozenset({GenerationStatus.COMPLETE, GenerationStatus.FAILED, GenerationStatus.CANCELLED})
ENDED_ORDERS = frozenset({OrderStatus.FULFILLED, OrderStatus.CANCELLED})

_G = GenerationStatus
_O = OrderStatus

_GENERATION_MOVES: Mapping[GenerationStatus, frozenset[GenerationStatus]] = {
    _G.PENDING: frozenset({_G.GENERATING, _G.CANCELLED}),
    _G.GENERATING: frozenset({_G.COMPLETE, _G.FAILED, _G.CANCELLED, _G.PENDING}),
    _G.COMPLETE: frozenset(),
    _G.FAILED: frozenset({_G.PENDING}),
    _G.CANCELLED: frozenset({_G.PENDING, _G.COMPLETE}),
}

_ORDER_MOVES: Mapping[OrderStatus, frozenset[OrderStatus]] = {
    _O.PENDING: frozenset({_O.PROCESSING, _O.UNDERWAY, _O.FULFILLED, _O.CANCELLED}),
    _O.PROCESSING: frozenset({_O.PENDING, _O.UNDERWAY, _O.FULFILLED, _O.CANCELLED}),
    _O.UNDERWAY: frozenset({_O.FULFILLED, _O.CANCELLED}),
    _O.FULFILLED: frozenset({_O.UNDERWAY}),
    _O.CANCELLED: frozenset({_O.UNDERWAY, _O.FULFILLED}),
}


def change_generation(
    current: GenerationStatus, wanted: GenerationStatus, *, live_submission: bool = False
) -> GenerationStatus:
    """Give the wanted status when a generation may take it.

    A generation goes back to pending only while no attempt at it may still bring a result (`live_submission` false).
    Raises InvalidTransition.
    """
    if wanted is _G.PENDING and live_submission:
        raise InvalidTransition(
            "This generation is at its provider, and may still bring a result.", "Try it again when it has ended."
        )
    if wanted not in _GENERATION_MOVES[current]:
        raise InvalidTransition(f"A generation that is {current} cannot become {wanted}.")
    return wanted


def change_order(current: OrderStatus, wanted: OrderStatus) -> OrderStatus:
    """Give the wanted status when an order may take it. Raises InvalidTransition."""
    if wanted not in _ORDER_MOVES[current]:
        raise InvalidTransition(f"An order that is {current} cannot become {wanted}.")
    return wanted


def derive_order_status(
    current: OrderStatus, counts: Mapping[GenerationStatus, int], *, fully_written: bool
) -> OrderStatus:
    """Tell an order's status from how many of its generations have which status."""
    if current is _O.CANCELLED and not counts.get(_G.PENDING):
        return current
    touched = current is _O.UNDERWAY or any(
        counts.get(s) for s in (_G.GENERATING, _G.COMPLETE, _G.FAILED, _G.CANCELLED)
    )
    if not fully_written:
        return _O.UNDERWAY if touched else _O.PROCESSING
    if not (counts.get(_G.PENDING) or counts.get(_G.GENERATING)):
        return _O.FULFILLED
    return _O.UNDERWAY if touched else _O.PENDING
