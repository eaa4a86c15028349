"""One open grid: what it is of, the grid itself, and what can be done with the cell that is looked at."""

from __future__ import annotations

import json
from dataclasses import replace
from uuid import UUID

from nicegui import ui

from imagen.domain.events import (
    DomainEvent,
    GenerationChanged,
    GenerationCompleted,
    GenerationProgressed,
    OrderChanged,
    ProductChanged,
    ProductsChanged,
    ProductsDeleted,
    ProductsRestored,
)
from imagen.services.axes_views import GridItem, GridView, Laid
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.components.choice_grid import ChoiceGrid, Cursor
from imagen.ui.components.keys import Keys
from imagen.ui.components.living_grid import LivingGrid
from imagen.ui.components.viewer import Viewer
from imagen.ui.context import PageContext
from imagen.ui.laid_address import Asked
from imagen.ui.pages.grid.cell_bar import CellActs, CellBar
from imagen.ui.pages.grid.heading import Heading
from imagen.ui.pages.grid.wording import cell_name, retried
from imagen.ui.paths import GRID, missing_path

_OF_PRODUCTS = (ProductChanged, ProductsChanged, ProductsDeleted, ProductsRestored)
_OF_ORDERS = (GenerationChanged, GenerationCompleted, OrderChanged)
_ADDRESS = "history.replaceState(history.state, '', (window.path_prefix || '') + %s)"


class GridDesk(ui.element):
    """The body of the page."""

    def __init__(self, context: PageContext, asked: Asked, order_id: UUID | None) -> None:
        super().__init__("div")
        self.classes("grid-page fill")
        self._services = context.services
        self._asked = asked
        self._order_id = order_id
        self._cursor: Cursor | None = None
        self._to_look_at = asked.at
        with self:
            self._heading = Heading(asked, order_id, search=self._search, size=self._size, retry=self._retry_all)
            self._empty = d.node("div", "grid-empty")
            self._empty.set_visibility(False)
            self._living = LivingGrid(
                context.services.axes,
                lambda turned, more: ChoiceGrid(
                    stacked=True,
                    holes="never ordered" if order_id else "none found",
                    on_axes=turned,
                    on_more=more,
                    on_cursor=self._moved,
                    on_open=self._open,
                ),
                on_shown=self._shown,
                on_laid=self._laid,
            )
            self._living.element.set_size(asked.size)
            self._bar = CellBar(CellActs(self._like, self._rate, self._look, self._retry, self._order))
        self._viewer = Viewer(context)
        context.bridge.happened.subscribe(self._heard)
        self._living.open(asked.laid(order_id))

    def add_keys(self, keys: Keys) -> None:
        """Name the keys of the grid; its buttons name their own."""
        for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"):
            keys.hand_over(key, "Walk the cells", self._living.element, group="In the grid")
        for key, label in ((".", "Next of a cell"), (",", "The one before"), ("Home", "First of the row")):
            keys.list_only(key, label, group="In the grid")

    # ---- what is laid out ----

    def _shown(self, view: GridView | None) -> None:
        has_cells = view is not None and bool(view.axes)
        self._living.element.set_visibility(has_cells)
        self._heading.show(view, self._missing_address())
        self._empty.set_visibility(not has_cells)
        self._empty.clear()
        if not has_cells:
            with self._empty:
                self._heading.nothing(view)
        if has_cells and self._to_look_at is not None:
            self._living.element.look_at(*self._to_look_at)
            self._to_look_at = None
        self._tell_cell()

    def _laid(self, laid: Laid) -> None:
        self._cursor = None
        self._asked = replace(self._asked, x=laid.x, y=laid.y, only=laid.only, at=None)
        self._tell_address()
        self._tell_cell()

    def _search(self, q: str) -> None:
        self._asked = Asked(q=q, size=self._asked.size)
        self._cursor = None
        self._tell_address()
        self._living.open(self._asked.laid(None))

    def _size(self, edge: int) -> None:
        self._asked = replace(self._asked, size=edge)
        self._living.element.set_size(edge)
        self._tell_address()

    def _tell_address(self) -> None:
        ui.run_javascript(_ADDRESS % json.dumps(f"{GRID}?{self._asked.written()}"))

    # ---- the cell that is looked at ----

    @property
    def _item(self) -> GridItem | None:
        return self._living.item(self._cursor.item_id) if self._cursor is not None else None

    def _moved(self, cursor: Cursor) -> None:
        self._cursor = cursor
        self._asked = replace(self._asked, at=(cursor.row, cursor.column))
        self._tell_address()
        self._tell_cell()

    def _tell_cell(self) -> None:
        view, at = self._living.view, self._cursor
        if view is None or at is None:
            self._bar.show(None, "", None, view)
            return
        cell = next((one for one in view.cells if (one.row, one.column) == (at.row, at.column)), None)
        held = {str(item.id) for item in cell.items} if cell is not None else set()
        if (
            cell is not None
            and at.item_id not in held
            and (at.item_id is None or self._living.item(at.item_id) is None)
        ):
            self._cursor = at = replace(at, item_id=str(cell.items[0].id))
        self._bar.show(at, cell_name(view, at.row, at.column), self._item if cell is not None else None, view)

    async def _like(self) -> None:
        item = self._item
        if item is not None and item.kind == "product":
            await call(self._services.keeping.like, [item.id], not item.liked)

    async def _rate(self, rating: int | None) -> None:
        item = self._item
        if item is not None and item.kind == "product":
            await call(self._services.keeping.rate, [item.id], rating)

    async def _look(self) -> None:
        if self._item is not None:
            await self._open(str(self._item.id))

    async def _open(self, item_id: str) -> None:
        """Look at a product large, walking all of its grid in the order of rows and columns."""
        item, view = self._living.item(item_id), self._living.view
        if item is None or view is None or item.kind not in ("product", "blocked"):
            return
        cells = sorted(view.cells, key=lambda cell: (cell.row, cell.column))
        listed = [one.id for cell in cells for one in cell.items if one.kind in ("product", "blocked")]
        await self._viewer.open_among(item.id, listed if item.id in listed else [item.id])

    async def _retry(self, row: int | None, column: int | None) -> None:
        if self._living.laid is not None:
            count = await call(self._services.axes.retry, self._living.laid, row, column)
            with self:
                d.toast(retried(count), kind="done" if count else "info")

    async def _retry_all(self) -> None:
        await self._retry(None, None)

    def _order(self, row: int | None, column: int | None) -> None:
        view = self._living.view
        if view is not None:
            ui.navigate.to(missing_path(view.project_id, self._asked.written(), row, column))

    def _missing_address(self) -> str:
        view = self._living.view
        return missing_path(view.project_id, self._asked.written(), None, None) if view is not None else ""

    # ---- elsewhere ----

    def _heard(self, event: DomainEvent) -> None:
        if isinstance(event, GenerationProgressed):
            if event.order_id == self._order_id:
                self._living.element.set_progress(str(event.generation_id), event.progress, event.note)
        elif isinstance(event, _OF_PRODUCTS) or self._is_ours(event):
            self._living.request()

    def _is_ours(self, event: DomainEvent) -> bool:
        """Tell whether something that was ordered may lie in this grid."""
        if self._order_id is None:
            return isinstance(event, GenerationCompleted)
        return isinstance(event, _OF_ORDERS) and event.order_id == self._order_id
