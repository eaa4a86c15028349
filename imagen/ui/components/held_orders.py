"""Orders that a limit of spending holds: said where people order, with the way to go on."""

from __future__ import annotations

from typing import Any

from nicegui import ui

from imagen.domain.errors import ImagenError
from imagen.domain.money import MILLION
from imagen.domain.spending import LimitKind
from imagen.services.all import Services
from imagen.services.views import OrderView
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.components.amount_input import AmountInput
from imagen.ui.components.cancelling import cancel_order
from imagen.ui.paths import settings_path

_FIELDS = {
    LimitKind.ORDER: "This order may spend in all",
    LimitKind.PROJECT: "This project may spend in all",
    LimitKind.DAY: "A day may cost in all",
    LimitKind.PRICE: "One generation may cost at most",
}

_CENT = MILLION // 100


def held_order_notice(services: Services, order: OrderView) -> ui.element:
    """Say why an order does not go on, with a button that lets it."""

    def ways_out() -> None:
        raising = "Set it" if order.held_for == LimitKind.PRICE else "Raise it"
        d.button(f"{raising}…", lambda: raise_limit(services, order), small=True)
        d.button("Cancel the rest", lambda: cancel_order(services, order.id), small=True)

    return d.notice(f"Order {order.number} waits. {order.held_reason}", actions=ways_out)


async def raise_limit(services: Services, order: OrderView) -> None:
    """Ask for another amount for what holds an order, and let it go on."""
    kind = LimitKind(order.held_for or LimitKind.ORDER)
    suggested, fixed_by = await call(_suggested, services, order, kind)
    # The question belongs to the page: the notice it was asked from goes meanwhile.
    with ui.context.client.layout:
        if fixed_by:
            d.toast(f"The day's limit is set by {fixed_by}. Change it there, and start Imagen again.", kind="danger")
            return
        await _Raising(services, order, kind, suggested).ask()


def _suggested(services: Services, order: OrderView, kind: LimitKind) -> tuple[int | None, str]:
    """Suggest an amount that lets the order go on, and say who set the present one where no page can change it."""
    if kind is LimitKind.PRICE:
        return order.ceiling, ""
    if kind is LimitKind.ORDER:
        return max(_with_margin(order.estimated_cost or 0), _doubled(order.spending_limit)), ""
    if kind is LimitKind.PROJECT:
        return (_doubled(services.projects.get(order.project_id).spending_limit) if order.project_id else None), ""
    view = services.spending.view()
    is_elsewhere = view.settings.day_limit is None or view.settings.day_limit != view.today.limit
    enough = view.today.spent + _with_margin(_rest(order))
    return max(enough, (view.today.limit or 0) + _CENT), view.day_limit_from if is_elsewhere else ""


def _rest(order: OrderView) -> int:
    """Say what the generations that wait will probably cost."""
    return (order.estimated_cost or 0) * order.progress.pending // max(order.progress.planned, 1)


def _with_margin(micros: int) -> int:
    """Add a tenth, in whole cents."""
    return -(-micros * 11 // 10 // _CENT) * _CENT


def _doubled(micros: int | None) -> int:
    return 2 * max(micros or 0, _CENT)


class _Raising:
    def __init__(self, services: Services, order: OrderView, kind: LimitKind, suggested: int | None) -> None:
        self._services = services
        self._order = order
        self._kind = kind
        with d.dialog(f"Let order {order.number} go on", size="narrow") as self._dialog:
            d.text(order.held_reason or "", "muted", tag="p")
            hint = "" if kind is LimitKind.PRICE else "Blank: no limit."
            with d.field(_FIELDS[kind], hint=hint) as self._field:
                self._amount = AmountInput(suggested)
            self._amount.input.props("autofocus")
            self._amount.on_enter(self._store)
            if kind is LimitKind.DAY:
                d.link_button("All limits in Settings", settings_path("spending"), kind="ghost", small=True)
        with self._dialog.foot:
            d.button("Not now", self._dialog.close)
            d.button("Go on", self._store, kind="primary")

    async def ask(self) -> None:
        await self._dialog
        self._dialog.delete()

    async def _store(self) -> None:
        amount = self._amount.micros
        if amount is None and self._kind is LimitKind.PRICE:
            self._field.set_error("Give an amount, such as 0.05.")
            return
        try:
            await call(self._set, amount)
        except ImagenError as refused:
            self._field.set_error(str(refused))
            return
        self._dialog.close()

    def _set(self, amount: int | None) -> Any:
        spending, order = self._services.spending, self._order
        if self._kind is LimitKind.DAY:
            return spending.change({"day_limit": amount})
        if self._kind is LimitKind.PROJECT:
            assert order.project_id is not None
            return spending.limit_project(order.project_id, amount)
        if self._kind is LimitKind.PRICE:
            assert amount is not None
            return spending.set_order_ceiling(order.id, amount)
        return spending.limit_order(order.id, amount)
