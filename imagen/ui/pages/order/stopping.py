"""The way to cancel what is being made: a button that names the one order, or a menu of several."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from uuid import UUID

from nicegui import background_tasks, ui

from imagen.services.all import Services
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.components.cancelling import cancel_order
from imagen.ui.components.live_words import LiveWords

_LONGEST_NAME = 60
_MOMENT, _AFTERWARDS = 0.6, 1.0  # seconds


class Stopping:
    """Shows nothing while nothing is being made."""

    def __init__(self, services: Services, project_id: UUID | None) -> None:
        self._services = services
        self._project_id = project_id
        self._client = ui.context.client
        self._shown: dict[UUID, int] = {}
        self._wanted: dict[UUID, int] = {}
        self._is_due = False
        self._one = d.button("Cancel order", self._cancel, kind="ghost", small=True, icon="stop")
        with self._one:
            self._number = LiveWords(classes="num")
        self._several = d.button("Cancel…", kind="ghost", small=True, icon="stop")
        with d.menu(self._several) as menu:
            self._entries = d.node("div", "cancel-menu")
        menu.on_value_change(lambda event: self._list() if event.value else None)
        self._one.set_visibility(False)
        self._several.set_visibility(False)

    def show(self, orders: Mapping[UUID, int]) -> None:
        """Offer to cancel these orders, given with their numbers."""
        self._wanted = dict(orders)
        if self._wanted != self._shown and not self._is_due:
            self._is_due = True
            background_tasks.create(self._settle(), name="orders to cancel", context=self._client)

    async def _settle(self) -> None:
        """Change a moment later: buttons do not flicker for what is made at once, and pictures come first."""
        await asyncio.sleep(_MOMENT if self._wanted else _AFTERWARDS)
        self._is_due = False
        if not self._client.is_deleted and self._wanted != self._shown:
            self._draw(self._wanted)

    def _draw(self, orders: dict[UUID, int]) -> None:
        self._shown = orders
        self._one.set_visibility(len(orders) == 1)
        self._several.set_visibility(len(orders) > 1)
        if len(orders) == 1:
            self._number.say(str(next(iter(orders.values()))))

    async def _cancel(self) -> None:
        for order_id in list(self._shown)[:1]:
            await cancel_order(self._services, order_id)

    def _list(self) -> None:
        background_tasks.create(self._fill(), name="orders to cancel", context=self._client)

    async def _fill(self) -> None:
        state = await call(self._services.queue.state)
        if self._client.is_deleted:
            return
        self._entries.clear()
        with self._entries:
            for order in state.orders:
                if order.project_id == self._project_id:
                    left = order.progress.pending + order.progress.generating
                    label = f"Order {order.number} · {order.name[:_LONGEST_NAME]} · {left:,} left"
                    d.menu_item(label, lambda order_id=order.id: cancel_order(self._services, order_id))
