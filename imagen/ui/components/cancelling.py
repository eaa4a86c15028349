"""Cancel an order after asking, in words that name it: the same from the queue's menu and from the Order page."""

from __future__ import annotations

from uuid import UUID

from nicegui import ui

from imagen.domain.errors import Conflict
from imagen.services.all import Services
from imagen.services.views import OrderView
from imagen.ui import design as d
from imagen.ui.calls import call


async def cancel_order(services: Services, order_id: UUID) -> None:
    """Cancel what is not made yet of an order, after asking where that is more than one generation."""
    order = await call(services.orders.get, order_id)
    # The question belongs to the page: the menu it was asked from closes meanwhile.
    with ui.context.client.layout:
        if not await _agreed(order):
            return
        try:
            ended = await call(services.orders.cancel, order_id)
        except Conflict:
            d.toast(f"Order {order.number} has ended already, so there is nothing left to cancel.")
            return
        made, planned = ended.progress.complete, order.progress.planned
        d.toast(f"Order {order.number} is cancelled: {made:,} of {planned:,} are made.", kind="done")


async def _agreed(order: OrderView) -> bool:
    if order.progress.pending + order.progress.generating < 2:
        return True
    return await d.confirm(
        f"Cancel order {order.number}?",
        f"“{order.name}” makes {order.progress.planned:,} generations. What is made stays; nothing more of it is made.",
        action=f"Cancel order {order.number}",
        otherwise="Go on making",
        danger=True,
    )
