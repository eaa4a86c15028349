"""Keep an order's status in step with its generations, inside the transaction that changed them."""

from __future__ import annotations

from imagen.data.models import Order
from imagen.data.unit_of_work import UnitOfWork
from imagen.domain.events import OrderChanged
from imagen.domain.lifecycle import GenerationStatus, OrderStatus, change_order, derive_order_status


def refresh_order(unit: UnitOfWork, order: Order) -> OrderStatus:
    """Derive the order's status anew and record the change, if it is one.

    The order is looked up again, so that a copy from an earlier transaction cannot bring old values back.
    """
    fresh = unit.orders.get(order.id, deleted=True)
    counts = {
        GenerationStatus.PENDING: int(unit.orders.has_unfinished(fresh.id, GenerationStatus.PENDING)),
        GenerationStatus.GENERATING: int(unit.orders.has_unfinished(fresh.id, GenerationStatus.GENERATING)),
        # which of the ends it was makes no difference to the order
        GenerationStatus.COMPLETE: int(unit.orders.has_ended(fresh.id)),
    }
    derived = derive_order_status(fresh.status, counts, fully_written=fresh.written >= fresh.planned)
    if derived is not fresh.status:
        fresh.status = change_order(fresh.status, derived)
        unit.session.add(fresh)
        unit.record(OrderChanged(fresh.id, fresh.project_id, fresh.status))
    return fresh.status
