"""The table of a plan: one line a generation, a column for each thing in which they differ, a tick box to leave one out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypedDict

from nicegui import ui


class PlanColumn(TypedDict, total=False):
    """A column: its name and how its values came to be (`lookup`, `inline`, `back`, `random`, `value`), which colours them."""

    label: str
    kind: str


class PlanRow(TypedDict):
    """One generation: its index in the order (a decimal string above 2^53), its texts, whether it will be made."""

    index: int | str
    cells: list[str]
    checked: bool


class PlanTable(ui.element, component="imagen_plan_table.js"):
    """Shows rows as they are given and asks for more at the end; ticks answer at once and tell the page."""

    def __init__(
        self,
        columns: Sequence[PlanColumn | Mapping[str, Any]] = (),
        rows: Sequence[PlanRow | Mapping[str, Any]] = (),
        *,
        label: str = "What this order will make",
        total: int | str | None = None,
        tickable: bool = True,
        on_untick: Callable[[int | str, bool], Any] | None = None,
        on_more: Callable[[int], Any] | None = None,
    ) -> None:
        """`on_untick(index, checked)`; `on_more(shown)` gets how many rows are there already; `total` is the whole count."""
        super().__init__()
        self.props.update({"columns": [dict(c) for c in columns], "rows": [dict(r) for r in rows], "label": label})
        self.props.update({"total": total, "tickable": tickable})
        if on_untick:
            self.on(
                "untick",
                lambda event: on_untick(event.args["index"], bool(event.args["checked"])),
                ["index", "checked"],
            )
        if on_more:
            self.on("more", lambda event: on_more(int(event.args["shown"])), ["shown"])

    def set_rows(
        self,
        columns: Sequence[PlanColumn | Mapping[str, Any]],
        rows: Sequence[PlanRow | Mapping[str, Any]],
        *,
        total: int | str | None = None,
    ) -> None:
        """Show another plan."""
        self.props.update({"columns": [dict(c) for c in columns], "rows": [dict(r) for r in rows], "total": total})

    def add_rows(self, rows: Sequence[PlanRow | Mapping[str, Any]]) -> None:
        """Add the next page of rows."""
        self.props["rows"] = [*self.props["rows"], *(dict(r) for r in rows)]
