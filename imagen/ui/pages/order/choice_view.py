"""The strip's other form: one order as a grid by any two of its choices, filling while it runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from nicegui import background_tasks, ui

from imagen.domain.errors import NotFound
from imagen.services.all import Services
from imagen.services.views import StripItem
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.components.choice_grid import ChoiceGrid
from imagen.ui.pages.order.axes import axes, cells, default_axes
from imagen.ui.pages.order.order_choice import MOST_ORDERS, OrderChoice
from imagen.ui.pages.order.tiles import tile, tile_id
from imagen.ui.pages.order.work import Change, Work


class ChoiceView:
    """Shows one order at a time; `on_select(id, by)` as the strip does."""

    def __init__(self, services: Services, project_id: UUID | None, on_select: Callable[[str, str], Any]) -> None:
        self._services = services
        self._project_id = project_id
        self._client = ui.context.client
        self.order_id: UUID | None = None
        self.chosen: UUID | None = None  # an order that a person wants to see, whatever comes newly
        self.items: dict[str, StripItem] = {}
        self._axes: list[dict[str, Any]] = []
        self._rows = self._columns = ""
        with d.node("div", "choice-view") as self.element:
            self._orders = OrderChoice(self._on_choose)
            self._none = d.text("", "muted choice-none", tag="p")
            self._grid = ChoiceGrid(on_axes=self._turn, on_select=on_select)

    def open(self, order_id: UUID | None) -> None:
        """Show an order."""
        self.chosen = None
        self._open(order_id)

    def _open(self, order_id: UUID | None, *, with_orders: bool = True) -> None:
        background_tasks.create(self._load(order_id, with_orders), name="grid by choices", context=self._client)

    def _on_choose(self, order_id: UUID) -> None:
        self.chosen = order_id
        self._open(order_id)

    def reload(self, newest: UUID | None) -> None:
        """Read the shown order again; the others to choose from only where the newest is not among them."""
        if self.order_id is not None:
            self._open(self.order_id, with_orders=newest is not None and newest not in self._orders)

    def select(self, item_id: str | None) -> None:
        """Mark a tile."""
        self._grid.select(item_id)

    def set_progress(self, item_id: str, fraction: float | None, note: str) -> None:
        """Show how far a generation is."""
        self._grid.set_progress(item_id, fraction, note)

    def update(self, change: Change, work: Work) -> None:
        """Take over what changed in the strip, as far as it belongs to the shown order."""
        own = [
            item
            for item in (work.items.get(str(drawn["id"])) for drawn in change.tiles)
            if item is not None and item.generation is not None and item.generation.order_id == self.order_id
        ]
        replaced = [str(i.generation.id) for i in own if i.generation is not None and i.product is not None]
        gone = [key for key in change.gone if key in self.items and self.items[key].product is not None]
        for key in (*replaced, *gone):
            self.items.pop(key, None)
        self.items |= {tile_id(item): item for item in own}
        if own or replaced or gone:
            self._grid.upsert(self._cells(own), remove=[*replaced, *gone])

    async def _load(self, order_id: UUID | None, with_orders: bool) -> None:
        try:
            order = await call(self._services.orders.get, order_id) if order_id else None
        except NotFound:
            order = None
        items = await call(self._services.generations.grid, order.id) if order else []
        history = self._services.orders.history
        known = await call(history, self._project_id, MOST_ORDERS) if with_orders else None
        if self._client.is_deleted:
            return
        other = order_id != self.order_id
        self.order_id = order.id if order else None
        self.items = {tile_id(item): item for item in items}
        self._axes = axes(order.factors) if order else []
        keys = {axis["key"] for axis in self._axes}
        if other or not {self._rows, self._columns} <= {*keys, ""}:
            self._rows, self._columns = default_axes(self._axes)
        if known is not None:
            self._orders.show(known, order)
        self._none.set_text(_reason(order is not None, bool(self._axes)))
        self._none.set_visibility(not self._axes)
        self._grid.set_visibility(bool(self._axes))
        self._draw()

    def _turn(self, rows: str, columns: str) -> None:
        self._rows, self._columns = rows, columns
        self._draw()

    def _draw(self) -> None:
        self._grid.set_axes(self._axes, rows=self._rows, columns=self._columns)
        self._grid.set_cells(self._cells(list(self.items.values())))

    def _cells(self, items: list[StripItem]) -> list[dict[str, Any]]:
        started = self._services.started_at
        drawn = [(item, {**tile(item, started), "older": False}) for item in items]
        others = [axis["key"] for axis in self._axes if axis["key"] not in (self._rows, self._columns)]
        return cells(drawn, self._rows, self._columns, others)


def _reason(has_order: bool, has_axes: bool) -> str:
    if not has_order:
        return "Order something with choices, such as [red,blue] [dog,fox], and it is laid out here by them."
    return "" if has_axes else "This order has no choices to lay out. Choose another one above, or order one that has."
