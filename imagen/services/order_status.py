"""Keep an order's status in step with its generations, inside the transaction that changed them."""

from __future__ import annotations

from uuid import UUID

from imagen.data.repositories.order_facts import OrderFacts
from imagen.data.unit_of_work import UnitOfWork
from imagen.domain.events import OrderChanged
from imagen.domain.lifecycle import GenerationStatus, OrderStatus, change_order, derive_order_status


def refresh_order(unit: UnitOfWork, order_id: UUID) -> None:
    """Have the order's status derived anew when all else of this transaction is written; a change is recorded."""
    unit.before_commit((OrderStatus, order_id), lambda: _refresh(unit, order_id))


def _refresh(unit: UnitOfWork, order_id: UUID) -> None:
    facts = unit.orders.facts(order_id)
    if facts.status is OrderStatus.UNDERWAY and _goes_on(unit, facts):
        return
    fresh = unit.orders.get(order_id, deleted=True)
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


def _goes_on(unit: UnitOfWork, order: OrderFacts) -> bool:
    """Tell the usual case apart by one question: an order with work left stays underway."""
    unfinished = unit.orders.has_unfinished
    return (
        order.written < order.planned
        or unfinished(order.id, GenerationStatus.PENDING)
        or unfinished(order.id, GenerationStatus.GENERATING)
    )
