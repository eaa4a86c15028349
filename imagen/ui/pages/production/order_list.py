"""The element that lists orders."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from nicegui import ui


class OrderList(ui.element, component="imagen_orders.js"):
    """Rows are given as `order_rows` draws them; what a person does is told as ids and names of acts."""

    def __init__(
        self,
        *,
        on_open: Callable[[str], Any],
        on_act: Callable[[str, str], Any],
        on_more: Callable[[], Any],
        on_show: Callable[[], Any],
        on_moved: Callable[[str, str | None, str | None], Any],
        on_address: Callable[[str], Any],
    ) -> None:
        """`on_moved(id, before, behind)` names the neighbours at the new place, `on_address` the query gone back to."""
        super().__init__()
        self.rows: list[dict[str, Any]] = []
        self.props["label"] = "Orders"
        self.on("open", lambda event: on_open(str(event.args["id"])), ["id"])
        self.on("act", lambda event: on_act(str(event.args["act"]), str(event.args["id"])), ["act", "id"])
        self.on("more", on_more, [])
        self.on("show", on_show, [])
        self.on(
            "moved",
            lambda event: on_moved(str(event.args["id"]), event.args["before"], event.args["behind"]),
            ["id", "before", "behind"],
        )
        self.on("address", lambda event: on_address(str(event.args["query"])), ["query"])

    def set_rows(self, rows: Sequence[Mapping[str, Any]], *, more: bool, movable: bool) -> None:
        """Show another list."""
        self.rows = [dict(row) for row in rows]
        self.run_method("setRows", self.rows, more, movable)

    def add_rows(self, rows: Sequence[Mapping[str, Any]], *, more: bool) -> None:
        """Add what comes next."""
        added = [dict(row) for row in rows]
        self.rows += added
        self.run_method("addRows", added, more)

    def upsert(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Show rows that are there already as they are now."""
        fresh = {row["id"]: dict(row) for row in rows}
        changed = [fresh[row["id"]] for row in self.rows if fresh.get(row["id"], row) != row]
        if changed:
            self.rows = [fresh.get(row["id"], row) for row in self.rows]
            self.run_method("upsert", changed)

    def put(self, order_id: str, before: str | None) -> None:
        """Remember that a row was moved, as the browser shows it already."""
        row = next(row for row in self.rows if row["id"] == order_id)
        others = [one for one in self.rows if one is not row]
        at = next((place for place, one in enumerate(others) if one["id"] == before), len(others))
        self.rows = [*others[:at], row, *others[at:]]

    def tell(self, words: str) -> None:
        """Say what has arrived above the list."""
        self.run_method("tell", words)

    def show(self, order_id: str | None) -> None:
        """Mark the order that is open."""
        self.run_method("show", order_id)
