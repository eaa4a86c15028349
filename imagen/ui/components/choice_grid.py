"""The grid by choices: any two tokens or values as axes, cells that fill while the order runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypedDict

from nicegui import ui
from nicegui.events import GenericEventArguments

SHARED = {"imagen-browser": str(Path(__file__).parent / "browser")}


class Axis(TypedDict):
    """What can be laid out along an edge: its key, its name, and the labels of its choices in order."""

    key: str
    label: str
    choices: list[str]


class ChoiceCell(TypedDict):
    """What lies in one cell, at a row and a column counted from 0: tile items as the strip's.

    Their `options` tell by an axis' key which of its choices each one took.
    """

    row: int
    column: int
    items: list[dict[str, Any]]


class ChoiceGrid(ui.element, component="imagen_choice_grid.js", esm=SHARED):
    """A table of tiles with heads that stay; a cell that nothing will fill is shown as a hole.

    Choices that are neither rows nor columns stand under each tile, and can be narrowed to one.
    """

    def __init__(
        self,
        *,
        axes: Sequence[Axis | Mapping[str, Any]] = (),
        rows: str = "",
        columns: str = "",
        on_axes: Callable[[str, str], Any] | None = None,
        on_select: Callable[[str, str], Any] | None = None,
        on_open: Callable[[str], Any] | None = None,
    ) -> None:
        """`rows` and `columns` are keys of axes (or empty: one row); `on_axes(rows, columns)`, `on_select(id, by)`."""
        super().__init__()
        self.props.update({"axes": [dict(axis) for axis in axes], "rows": rows, "columns": columns})
        self._marked: str | None = None
        if on_axes:
            self.on(
                "axes", lambda event: on_axes(str(event.args["rows"]), str(event.args["columns"])), ["rows", "columns"]
            )
        if on_select:

            def selected(event: GenericEventArguments) -> Any:
                self._marked = str(event.args["id"])
                return on_select(self._marked, str(event.args["by"]))

            self.on("select", selected, ["id", "by"])
        if on_open:
            self.on("open", lambda event: on_open(str(event.args["id"])), ["id"])

    def set_axes(self, axes: Sequence[Axis | Mapping[str, Any]], *, rows: str, columns: str) -> None:
        """Lay out along other axes; the cells are emptied until `set_cells`."""
        self.props.update({"axes": [dict(axis) for axis in axes], "rows": rows, "columns": columns})

    def set_cells(self, cells: Iterable[ChoiceCell | Mapping[str, Any]]) -> None:
        """Show these cells; those not named are holes."""
        self.run_method("setCells", [dict(cell) for cell in cells])

    def upsert(self, cells: Iterable[ChoiceCell | Mapping[str, Any]], *, remove: Iterable[str] = ()) -> None:
        """Add or change items in their cells, and take others away wherever they are."""
        self.run_method("upsert", [dict(cell) for cell in cells], list(remove))

    def set_progress(self, item_id: str, fraction: float | None, note: str = "") -> None:
        """Show how far a running item is, from 0 to 1."""
        self.run_method("progress", item_id, fraction, note)

    def select(self, item_id: str | None) -> None:
        """Mark an item as selected without an event, or none."""
        if item_id != self._marked:
            self._marked = item_id
            self.run_method("select", item_id)
