"""The grid by choices: any two tokens or values as axes, cells that fill while the order runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nicegui import ui
from nicegui.events import GenericEventArguments

from imagen.services.axes_views import Axis, GridCell, GridItem
from imagen.ui.components.shared import SHARED


@dataclass(frozen=True)
class Cursor:
    """Where somebody is in a grid: a row and a column counted from 0, and the item on top there, if any."""

    row: int
    column: int
    item_id: str | None


class ChoiceGrid(ui.element, component="imagen_choice_grid.js", esm=SHARED):
    """A table of tiles with heads that stay; a cell that nothing will fill is shown as a hole.

    All of a cell are shown side by side with what else was chosen, or `stacked`, one on top of the others. Other axes can
    be narrowed to one of their options. Only what is in sight is drawn.
    """

    def __init__(
        self,
        *,
        axes: Sequence[Axis] = (),
        rows: str = "",
        columns: str = "",
        only: Mapping[str, int] | None = None,
        stacked: bool = False,
        holes: str = "",
        on_axes: Callable[[str, str, Mapping[str, int]], Any] | None = None,
        on_select: Callable[[str, str], Any] | None = None,
        on_open: Callable[[str], Any] | None = None,
        on_cursor: Callable[[Cursor], Any] | None = None,
        on_more: Callable[[int, int], Any] | None = None,
    ) -> None:
        """`rows` and `columns` are keys of axes (or empty: one row); `holes` are the words for a hole.

        `on_axes(rows, columns, only)`, `on_select(id, by)`, `on_more(row, column)` when a stack is leafed through further
        than was sent of it.
        """
        super().__init__()
        self._shown: dict[tuple[int, int], Mapping[str, Any]] = {}
        self._marked: str | None = None
        self.props.update({"stacked": stacked, "holes": holes})
        self.set_axes(axes, rows=rows, columns=columns, only=only or {})
        if on_axes:
            self.on("axes", lambda event: on_axes(*_laid(event.args)), ["rows", "columns", "only"])
        if on_select:

            def selected(event: GenericEventArguments) -> Any:
                self._marked = str(event.args["id"])
                return on_select(self._marked, str(event.args["by"]))

            self.on("select", selected, ["id", "by"])
        if on_open:
            self.on("open", lambda event: on_open(str(event.args["id"])), ["id"])
        if on_cursor:
            self.on("cursor", lambda event: on_cursor(_cursor(event.args)), ["row", "column", "id"])
        if on_more:
            self.on("more", lambda e: on_more(int(e.args["row"]), int(e.args["column"])), ["row", "column"])

    def set_axes(self, axes: Sequence[Axis], *, rows: str, columns: str, only: Mapping[str, int]) -> None:
        """Lay out along other axes, which empties the cells, or narrow the others."""
        told = {"axes": [_axis(axis) for axis in axes], "rows": rows, "columns": columns}
        if any(self.props.get(name) != value for name, value in told.items()):
            self.props.update(told)
            self._shown = {}
        if self.props.get("only") != dict(only):
            self.props["only"] = dict(only)

    def show(self, cells: Iterable[GridCell]) -> None:
        """Show these cells; those not named are holes. Only what is not shown already is sent."""
        there = {(cell.row, cell.column): _cell(cell) for cell in cells}
        if not self._shown:
            self.run_method("setCells", list(there.values()))
        else:
            changed = [cell for place, cell in there.items() if self._shown.get(place) != cell]
            gone = [f"{row}:{column}" for row, column in self._shown.keys() - there.keys()]
            if changed or gone:
                self.run_method("putCells", changed, gone)
        self._shown = there

    def add_more(self, cell: GridCell) -> None:
        """Give more of a cell, to be leafed through on."""
        self.run_method("addMore", _cell(cell))

    def set_progress(self, item_id: str, fraction: float | None, note: str = "") -> None:
        """Show how far a running item is, from 0 to 1."""
        self.run_method("progress", item_id, fraction, note)

    def select(self, item_id: str | None) -> None:
        """Mark an item as selected without an event, or none."""
        if item_id != self._marked:
            self._marked = item_id
            self.run_method("select", item_id)

    def set_size(self, edge: int) -> None:
        """Show tiles of this edge, in CSS pixels; 0 for as large as fits."""
        self.props["size"] = edge

    def set_holes(self, words: str) -> None:
        """Say something else in cells in which nothing lies."""
        self.props["holes"] = words

    def look_at(self, row: int, column: int) -> None:
        """Put the cursor on a cell and bring it into sight."""
        self.run_method("lookAt", row, column)

    def focus(self) -> None:
        """Put the focus into the grid."""
        self.run_method("focus")


def _axis(axis: Axis) -> dict[str, Any]:
    return {"key": axis.key, "label": axis.label, "choices": list(axis.choices), "beyond": axis.beyond}


def _cell(cell: GridCell) -> Mapping[str, Any]:
    return {"row": cell.row, "column": cell.column, "count": cell.count, "items": [_item(item) for item in cell.items]}


def _item(item: GridItem) -> dict[str, Any]:
    """Tell an item as tiles take it, without what is not there."""
    told = {
        "id": str(item.id),
        "kind": item.kind,
        "title": item.title or "Without words",
        "thumb": item.thumb,
        "placeholder": item.placeholder,
        "type": item.type,
        "liked": item.liked or None,
        "rating": item.rating,
        "error": item.error,
        "progress": item.progress,
        "note": item.note or None,
        "options": dict(item.options) or None,
    }
    return {name: value for name, value in told.items() if value is not None}


def _laid(told: Mapping[str, Any]) -> tuple[str, str, Mapping[str, int]]:
    only = told.get("only") or {}
    narrowed = {str(key): option for key, option in only.items() if isinstance(option, int)}
    return str(told["rows"]), str(told["columns"]), narrowed


def _cursor(told: Mapping[str, Any]) -> Cursor:
    return Cursor(int(told["row"]), int(told["column"]), str(told["id"]) if told.get("id") else None)
