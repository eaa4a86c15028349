"""Why nothing of an order is being made just now, in words for people."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from imagen.data.models import Order
from imagen.data.repositories import Repositories
from imagen.data.repositories.orders import ACTIVE
from imagen.services.gates import QUEUE_KEY
from imagen.services.views import OrderView, ProviderView

PAUSED_BY_HAND = "This order is paused."


def waits_for(
    reading: Repositories,
    order: Order,
    view: OrderView,
    provider: ProviderView | None,
    why_held_back: Callable[[str], str],
) -> str:
    """Say what an order waits for; nothing where some of it is being made, or where nothing of it waits."""
    if order.status not in ACTIVE or not view.progress.pending:
        return ""
    if order.held_reason:
        return order.held_reason
    held = next(_holds(order, provider, reading.settings.get(QUEUE_KEY), why_held_back), "")
    if held or view.progress.generating:
        return held
    before = reading.production.turns_before(order)
    if before:
        return f"Waits for its turn: {before:,} {'order is' if before == 1 else 'orders are'} before it."
    return f"Waits for a free place at {provider.label if provider else order.provider}."


def _holds(
    order: Order, provider: ProviderView | None, queue_pause: Mapping[str, Any], why_held_back: Callable[[str], str]
) -> Iterator[str]:
    """Give what holds an order up beside other orders, the nearest to a person first."""
    if queue_pause:
        yield "Waits: the queue is paused."
    if provider is None:
        yield f"Waits: there is no provider {order.provider} any more."
        return
    if provider.paused:
        yield f"Waits: {provider.label} is paused. {provider.paused}"
    if provider.problem:
        yield f"Waits: {provider.problem}"
    asked = why_held_back(order.provider)
    if asked:
        yield f"Waits: {provider.label} asked to. {asked}"
