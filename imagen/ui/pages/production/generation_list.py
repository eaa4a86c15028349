"""The element that lists the generations of one order, whatever their number."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from nicegui import ui


class GenerationList(ui.element, component="imagen_generations.js"):
    """Holds rows for what is in sight and asks for more; an answer of an earlier list is left unread."""

    def __init__(
        self,
        *,
        on_need: Callable[[int, int], Any],
        on_open: Callable[[str], Any],
        on_act: Callable[[str, str], Any],
        on_again: Callable[[], Any],
    ) -> None:
        """`on_need(turn, offset)` asks for rows, `on_again` for the list as it is now."""
        super().__init__()
        self.turn = 0
        self.rows: dict[str, dict[str, Any]] = {}
        self.props["label"] = "Generations"
        self.on("need", lambda event: on_need(int(event.args["turn"]), int(event.args["offset"])), ["turn", "offset"])
        self.on("open", lambda event: on_open(str(event.args["id"])), ["id"])
        self.on("act", lambda event: on_act(str(event.args["act"]), str(event.args["id"])), ["act", "id"])
        self.on("again", on_again, [])

    def begin(
        self,
        total: int,
        names: Sequence[Mapping[str, str]],
        rows: Sequence[Mapping[str, Any]],
        offset: int = 0,
        to: int = 0,
    ) -> None:
        """Show another list, its rows from `offset` on, scrolled to the row `to`."""
        self.turn += 1
        self.rows = {row["id"]: dict(row) for row in rows}
        self.run_method("begin", self.turn, total, list(names), [dict(row) for row in rows], offset, to)

    def take(self, turn: int, rows: Sequence[Mapping[str, Any]], offset: int) -> None:
        """Give rows that were asked for."""
        if turn == self.turn:
            self.rows |= {row["id"]: dict(row) for row in rows}
            self.run_method("take", turn, [dict(row) for row in rows], offset)

    def upsert(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Show rows as they are now, where they are known."""
        changed = [dict(row) for row in rows if self.rows.get(row["id"], row) != row]
        self.rows |= {row["id"]: row for row in changed}
        if changed:
            self.run_method("upsert", changed)

    def progress(self, words: Mapping[str, str]) -> None:
        """Show how far running ones are."""
        self.run_method("progress", [list(pair) for pair in words.items()])

    def grow(self, total: int) -> None:
        """Say that there are more rows at the end."""
        self.run_method("grow", total)

    def tell(self, words: str) -> None:
        """Say that the list has become another one."""
        self.run_method("tell", words)

    def neighbour(self, generation_id: str, step: int) -> None:
        """Open the generation beside another."""
        self.run_method("neighbour", generation_id, step)
