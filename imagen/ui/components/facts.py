"""Facts about something: names and their values, drawn by the browser as one element."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from nicegui import ui


class Facts(ui.element, component="imagen_facts.js"):
    """A list of names, each with its value; what can be searched for is a link."""

    def __init__(self, on_asked: Callable[[str], Any] | None = None) -> None:
        """`on_asked(search)` looks for what was pressed."""
        super().__init__()
        if on_asked is not None:
            self.on("asked", lambda event: on_asked(f"{event.args['term']} "), ["term"])

    def show(self, facts: Iterable[tuple[str, str] | tuple[str, str, str]]) -> None:
        """Show other facts: a name, its value, and the search that finds all of which it is true, if any does."""
        # One text is held for each page, not an element or an observed list for each of its words.
        told = [(name.replace("_", " "), *more) for name, *more in facts]
        self.props["text"] = json.dumps(told, ensure_ascii=False)
