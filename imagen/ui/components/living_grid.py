"""A grid by choices that keeps in step with what happens: read anew when something has, however much that is."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

from nicegui import background_tasks, ui

from imagen.domain.errors import ImagenError
from imagen.services.axes import AxesService
from imagen.services.axes_views import GridItem, GridView, Laid
from imagen.ui.calls import call
from imagen.ui.components.choice_grid import ChoiceGrid

_PAUSE = 0.3
_REST = 5.0
"""So many times as long as reading took is waited before the next, so that a large grid does not keep a core busy."""


class LivingGrid:
    """Shows what is laid out; `on_shown(view)` after each reading, None when what it was of is gone."""

    def __init__(
        self,
        axes: AxesService,
        grid: Callable[[Callable[..., Any], Callable[[int, int], Any]], ChoiceGrid],
        *,
        on_shown: Callable[[GridView | None], Any],
        on_laid: Callable[[Laid], Any] = lambda laid: None,
    ) -> None:
        """`grid(on_axes, on_more)` makes the element; `on_laid` gets what somebody has laid out otherwise."""
        self._axes = axes
        self._on_shown = on_shown
        self._on_laid = on_laid
        self._client = ui.context.client
        self._due = self._running = False
        self._other = asyncio.Event()
        self._items: dict[str, GridItem] = {}
        self.laid: Laid | None = None
        self.view: GridView | None = None
        self.element = grid(self._turned, self._more)

    def item(self, item_id: str | None) -> GridItem | None:
        """Give what is shown by its id."""
        return self._items.get(item_id or "")

    def open(self, laid: Laid | None) -> None:
        """Show another grid."""
        self.laid = laid
        self._other.set()
        self.request()

    def request(self) -> None:
        """Read anew, now or when enough time has passed since the last time."""
        self._due = True
        if not self._running and not self._client.is_deleted:
            self._running = True
            background_tasks.create(self._run(), name="living grid", context=self._client)

    async def _run(self) -> None:
        try:
            while self._due and not self._client.is_deleted:
                self._due = False
                began = time.monotonic()
                await self._read()
                await self._rest(max(_PAUSE, _REST * (time.monotonic() - began)))
        finally:
            self._running = False

    async def _rest(self, seconds: float) -> None:
        """Wait, but not for somebody who wants to see something else."""
        self._other.clear()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._other.wait(), seconds)

    async def _read(self) -> None:
        laid = self.laid
        view = None
        if laid is not None:
            try:
                view = await call(self._axes.grid, laid)
            except ImagenError:
                view = None
        if self._client.is_deleted or laid is not self.laid:
            return
        self.view = view
        if view is not None and laid is not None:
            self.laid = replace(laid, x=view.x, y=view.y, only=view.only)
            self.element.set_axes(view.axes, rows=view.y, columns=view.x, only=view.only)
            self._items = {str(item.id): item for cell in view.cells for item in cell.items}
            self.element.show(view.cells)
        with self.element:
            self._on_shown(view)

    def _turned(self, rows: str, columns: str, only: Any) -> None:
        if self.laid is not None:
            self.open(replace(self.laid, x=columns, y=rows, only=dict(only)))
            assert self.laid is not None
            self._on_laid(self.laid)

    async def _more(self, row: int, column: int) -> None:
        laid = self.laid
        cell = await call(self._axes.cell, laid, row, column) if laid is not None else None
        if cell is not None and laid is self.laid and not self._client.is_deleted:
            self._items |= {str(item.id): item for item in cell.items}
            self.element.add_more(cell)
