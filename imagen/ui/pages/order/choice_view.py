"""The strip's other form: one order as a grid by any two of its choices, filling while it runs."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any
from uuid import UUID

from nicegui import background_tasks, ui

from imagen.domain.errors import NotFound
from imagen.services.all import Services
from imagen.services.axes_views import GridView, Laid
from imagen.services.views import StripItem
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.components.choice_grid import ChoiceGrid
from imagen.ui.components.living_grid import LivingGrid
from imagen.ui.pages.order.order_choice import MOST_ORDERS, OrderChoice
from imagen.ui.pages.order.work import Change, Work
from imagen.ui.paths import grid_path


class ChoiceView:
    """Shows one order at a time; `on_select(id, by)` as the strip does."""

    def __init__(self, services: Services, project_id: UUID | None, on_select: Callable[[str, str], Any]) -> None:
        self._services = services
        self._project_id = project_id
        self._client = ui.context.client
        self.chosen: UUID | None = None  # an order that a person wants to see, whatever comes newly
        with d.node("div", "choice-view") as self.element:
            with d.node("div", "choice-head"):
                self._orders = OrderChoice(self._on_choose)
                self._large = d.link_button("Open as a page", grid_path(), kind="ghost", small=True, icon="grid")
            self._none = d.text("", "muted choice-none", tag="p")
            self._living = LivingGrid(
                services.axes,
                lambda turned, more: ChoiceGrid(on_axes=turned, on_more=more, on_select=on_select),
                on_shown=self._shown,
            )

    @property
    def order_id(self) -> UUID | None:
        """Which order is shown."""
        return self._living.laid.order_id if self._living.laid else None

    def open(self, order_id: UUID | None) -> None:
        """Show an order."""
        self.chosen = None
        self._open(order_id)

    def _open(self, order_id: UUID | None, *, with_orders: bool = True) -> None:
        if order_id is None or order_id != self.order_id:
            self._living.open(Laid(order_id) if order_id else None)
        else:
            self._living.request()
        if with_orders:
            background_tasks.create(self._offer(order_id), name="orders by choices", context=self._client)

    def _on_choose(self, order_id: UUID) -> None:
        self.chosen = order_id
        self._open(order_id)

    def reload(self, newest: UUID | None) -> None:
        """Read the shown order again; the others to choose from only where the newest is not among them."""
        if self.order_id is not None:
            self._open(self.order_id, with_orders=newest is not None and newest not in self._orders)

    async def find(self, item_id: str) -> StripItem | None:
        """Give what a tile shows, as the strip has it."""
        item = self._living.item(item_id)
        if item is None or item.generation_id is None:
            return None
        with suppress(NotFound):
            view = (await call(self._services.generations.get, item.generation_id)).summary
            product = next((one for one in view.products if str(one.id) == item_id), None)
            return StripItem(view, product)
        return None

    def select(self, item_id: str | None) -> None:
        """Mark a tile."""
        self._living.element.select(item_id)

    def set_progress(self, item_id: str, fraction: float | None, note: str) -> None:
        """Show how far a generation is."""
        self._living.element.set_progress(item_id, fraction, note)

    def update(self, change: Change, work: Work) -> None:
        """Take over what changed in the strip, as far as it belongs to the shown order."""
        drawn = (work.items.get(str(tile["id"])) for tile in change.tiles)
        orders = {item.generation.order_id for item in drawn if item is not None and item.generation is not None}
        if self.order_id in orders or any(self._living.item(key) for key in change.gone):
            self._living.request()

    async def _offer(self, order_id: UUID | None) -> None:
        known = await call(self._services.orders.history, self._project_id, MOST_ORDERS)
        order = next((one for one in known if one.id == order_id), None)
        if order is None and order_id is not None:
            with suppress(NotFound):
                order = await call(self._services.orders.get, order_id)
        if not self._client.is_deleted:
            self._orders.show(known, order)

    def _shown(self, view: GridView | None) -> None:
        has_axes = view is not None and bool(view.axes)
        self._none.set_text(_reason(view is not None, has_axes))
        self._none.set_visibility(not has_axes)
        self._living.element.set_visibility(has_axes)
        self._large.set_visibility(has_axes)
        if view is not None and view.order_number is not None:
            self._large.props["href"] = grid_path(order=view.order_number)


def _reason(has_order: bool, has_axes: bool) -> str:
    if not has_order:
        return "Order something with choices, such as [red,blue] [dog,fox], and it is laid out here by them."
    return "" if has_axes else "This order has no choices to lay out. Choose another one above, or order one that has."
