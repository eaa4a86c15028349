"""Orders that do not go on, since their provider is not here any more or a limit is reached: held with the reason, and let go."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from imagen.data.models import Order
from imagen.data.models.base import now
from imagen.data.repositories import Repositories
from imagen.data.repositories.order_facts import OrderFacts
from imagen.data.unit_of_work import UnitOfWork
from imagen.domain.events import OrderChanged, OrderHeld, OrderLetGo
from imagen.domain.spending import Budget, LimitKind, first_exceeded, reason, start_of_day
from imagen.services.ledger import Amount
from imagen.services.spending_settings import SpendingSettings, ceiling_of, spending_settings

_PRICE_UNKNOWN = (
    "Nobody knows what this model costs, so no limit could hold. Say what one generation may cost at most to go on."
)


def hold_what_nobody_makes(unit: UnitOfWork, providers: Collection[str]) -> None:
    """Look through the active orders, once at every start."""
    for order in unit.orders.active():
        why = f"There is no provider named {order.provider} here any more. It goes on when that is back; or cancel it."
        if order.provider not in providers and order.held_reason is None:
            order.held_reason = why
        elif order.provider in providers and order.held_reason == why:
            order.held_reason = None
        else:
            continue
        unit.record(OrderChanged(order.id, order.project_id, order.status))


def budgets(reading: Repositories, order: Order | OrderFacts, day_limit: int | None = None) -> tuple[Budget, ...]:
    """Give the limits that an order is under, with what is spent of each; sums are made for real limits only."""
    settings = spending_settings(reading)
    found = []
    if order.spending_limit is not None:
        found.append(Budget(LimitKind.ORDER, order.spending_limit, reading.spending.of_order(order.id)))
    if order.project_id is not None:
        project = reading.projects.get(order.project_id, deleted=True)
        if project.spending_limit is not None:
            spent = reading.spending.of_project(order.project_id)
            found.append(Budget(LimitKind.PROJECT, project.spending_limit, spent))
    return (*found, *day_budget(reading, settings, day_limit))


def day_budget(reading: Repositories, settings: SpendingSettings, day_limit: int | None = None) -> tuple[Budget, ...]:
    """Give the day's limit, the stricter of two where there are two."""
    limits = [limit for limit in (settings.day_limit, day_limit) if limit is not None]
    return (Budget(LimitKind.DAY, min(limits), reading.spending.since(start_of_day(now()))),) if limits else ()


def holds(unit: UnitOfWork, order: OrderFacts, amount: Amount | None, day_limit: int | None) -> bool:
    """Hold an order that may not spend that much more, and tell whether it is held."""
    if amount is None:
        _hold(unit, order.id, LimitKind.PRICE, _PRICE_UNKNOWN, 0)
        return True
    if amount.micros <= 0:
        return False
    broken = first_exceeded(budgets(unit, order, day_limit), amount.micros)
    if broken is None:
        return False
    _hold(unit, order.id, broken.kind, reason(broken, amount.micros), amount.micros)
    return True


def let_go_what_may(unit: UnitOfWork, day_limit: int | None) -> int:
    """Let every order go on that a limit held and holds no more; give how many those are."""
    freed = 0
    for order in unit.orders.held_by_limits():
        if order.held_for == LimitKind.PRICE:
            free = order.ceiling is not None or ceiling_of(unit, order.model_key) is not None
        else:
            free = first_exceeded(budgets(unit, order, day_limit), order.held_amount or 0) is None
        if free:
            let_go(unit, order)
            freed += 1
    return freed


def let_go_for_price(unit: UnitOfWork, model_key: str | None = None) -> int:
    """Let the orders go that a limit holds, those of one model or all, since prices have changed; give how many those are.

    Whether they may go on is seen at their next generation, which may hold them again.
    """
    held = [order for order in unit.orders.held_by_limits() if model_key is None or order.model_key == model_key]
    for order in held:
        let_go(unit, order)
    return len(held)


def let_go(unit: UnitOfWork, order: Order) -> None:
    """Forget that a limit held an order."""
    order.held_reason = order.held_for = order.held_amount = None
    unit.record(OrderLetGo(order.id, order.project_id))
    unit.record(OrderChanged(order.id, order.project_id, order.status))


def _hold(unit: UnitOfWork, order_id: UUID, kind: LimitKind, why: str, amount: int) -> None:
    order = unit.orders.get(order_id, deleted=True)
    if order.held_for is None:
        unit.record(OrderHeld(order.id, order.project_id, why))
    order.held_reason, order.held_for, order.held_amount = why, kind, amount
    unit.session.flush()  # whoever comes next in this transaction reads it from the database
    unit.record(OrderChanged(order.id, order.project_id, order.status))
