"""Orders that wait for a provider which this Imagen does not have: held with the reason, let go when it is back."""

from __future__ import annotations

from collections.abc import Collection

from imagen.data.unit_of_work import UnitOfWork
from imagen.domain.events import OrderChanged


def hold_what_nobody_makes(unit: UnitOfWork, providers: Collection[str]) -> None:
    """Look through the active orders, once at every start."""
    for order in unit.orders.active():
        reason = (
            f"There is no provider named {order.provider} here any more. It goes on when that is back; or cancel it."
        )
        if order.provider not in providers and order.held_reason is None:
            order.held_reason = reason
        elif order.provider in providers and order.held_reason == reason:
            order.held_reason = None
        else:
            continue
        unit.record(OrderChanged(order.id, order.project_id, order.status))
