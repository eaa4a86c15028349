"""The choice of the order that is laid out by its choices."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from imagen.services.choice_axes import axes
from imagen.services.views import OrderView
from imagen.ui import design as d

MOST_ORDERS = 50
_LONGEST_NAME = 70


class OrderChoice:
    """A select of the orders that have choices, and of the one that is shown; `on_choose(id)` when a person takes another."""

    def __init__(self, on_choose: Callable[[UUID], Any]) -> None:
        self._on_choose = on_choose
        self._showing = False
        self._known: frozenset[UUID] = frozenset()
        with d.node("div", "choice-orders") as self._place:
            self._select = d.select([], on_change=lambda event: self._chosen(event.value), label="Order")

    def __contains__(self, order_id: object) -> bool:
        """Tell whether an order was among those that were looked at for their choices."""
        return order_id in self._known

    def show(self, orders: Sequence[OrderView], shown: OrderView | None) -> None:
        """Offer what can be laid out."""
        self._known = frozenset(order.id for order in orders)
        offered = [order for order in orders if axes(order.factors) or (shown and order.id == shown.id)]
        if shown is not None and all(order.id != shown.id for order in offered):
            offered = [shown, *offered]
        self._showing = True
        self._select.set_options({str(order.id): _title(order) for order in offered}, value=shown and str(shown.id))
        self._showing = False
        self._place.set_visibility(len(offered) > 1 or bool(offered and shown is None))

    def _chosen(self, order_id: str | None) -> None:
        if order_id and not self._showing:
            self._on_choose(UUID(order_id))


def _title(order: OrderView) -> str:
    name = order.name if len(order.name) <= _LONGEST_NAME else f"{order.name[:_LONGEST_NAME]}…"
    return f"Order {order.number} · {name}"
