"""The search line: typed searches with colours, completion, problems in their place, and conditions that can be dropped."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypedDict

from nicegui import ui

from imagen.ui.components.gallery_grid import GALLERY
from imagen.ui.components.shared import SHARED


class ShownProblem(TypedDict):
    """What is wrong from code point `start` to `end`; `suggestion` mends it when it stands there instead."""

    start: int
    end: int
    message: str
    suggestion: str | None
    warning: bool


class Chip(TypedDict):
    """One condition of the search, from code point `start` to `end`, that a click drops."""

    start: int
    end: int
    text: str
    key: str
    label: str
    negated: bool


class SearchLine(ui.element, component="imagen_search_line.js", esm={**SHARED, **GALLERY}):
    """A field for searches; `/` puts the focus into it."""

    def __init__(
        self,
        text: str,
        *,
        placeholder: str,
        short: str = "",
        on_typed: Callable[[str, bool], Any],
        on_dropped: Callable[[int, int], Any],
        chips: Iterable[Chip] = (),
    ) -> None:
        """`on_typed(text, first)` tells whether it is the first change since the field was entered.

        `on_dropped(start, end)` gets the place of the condition that was clicked away.
        `chips` are the conditions that are shown from the beginning; `short` is the placeholder on a phone.
        """
        super().__init__()
        self.text = text
        self.props.update({"initial": text, "placeholder": placeholder, "short": short, "first": list(chips)})

        def typed(event: Any) -> Any:
            self.text = str(event.args["text"])
            return on_typed(self.text, bool(event.args["first"]))

        self.on("typed", typed, ["text", "first"])
        self.on("dropped", lambda e: on_dropped(int(e.args["start"]), int(e.args["end"])), ["start", "end"])

    def set_text(self, text: str) -> None:
        """Put another search in, without an event."""
        if text != self.text:
            self.text = text
            self.run_method("set", text)

    def show_reading(self, text: str, problems: Iterable[ShownProblem], chips: Iterable[Chip]) -> None:
        """Show what a text was read as; nothing happens when another stands there by now."""
        self.run_method("reading", text, list(problems), list(chips))
