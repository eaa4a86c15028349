"""The line above a list of what people keep: a search, how it is sorted, how many there are, and what can be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from nicegui import ui

from imagen.ui import design as d


class KeptToolbar(ui.element):
    """`on_change()` is called when something else is sought or sorted; further acts go into `with toolbar.acts:`."""

    def __init__(self, label: str, sorts: Mapping[str, str], sort: str, on_change: Callable[[], Any]) -> None:
        super().__init__("div")
        self.classes("kept-toolbar")
        self._on_change = on_change
        self._sorts = sorts
        self.sort = sort
        with self:
            self._search = d.text_input(label=label, placeholder=label, on_change=lambda _: on_change())
            self._search.classes("kept-search").props("clearable debounce=150").props["type"] = "search"
            with self._search.add_slot("prepend"):
                d.icon("search")
            self._sorting()
            self.filters = d.node("div", "bar kept-filters")
            self._count = d.text("", "muted small num kept-count")
            self._count.props["role"] = "status"
            d.node("span", "grow")
            self.acts = d.node("div", "bar kept-acts")

    @property
    def sought(self) -> str:
        """Give what is sought."""
        return " ".join((self._search.value or "").split())

    def show(self, is_any: bool, count: str) -> None:
        """Say how many there are; where there is none there is nothing to seek."""
        for part in (self._search, self._pill, self.filters, self._count):
            part.set_visibility(is_any)
        self._count.set_text(count)

    def focus(self) -> None:
        """Put the cursor into the search."""
        self._search.run_method("focus")

    def seek_nothing(self) -> None:
        """Seek nothing."""
        self._search.set_value("")

    def _sorting(self) -> None:
        with d.node("button", "pill kept-sort", type="button") as self._pill:
            self._words = d.text("", "ellipsis")
            d.icon("chevron-down")
        with d.menu(self._pill):
            for key, words in self._sorts.items():
                d.menu_item(words, lambda key=key: self._choose(key))
        self._say()

    def _choose(self, key: str) -> None:
        self.sort = key
        self._say()
        self._on_change()

    def _say(self) -> None:
        self._words.set_text(self._sorts[self.sort])
        self._pill.props["aria-label"] = f"Sorted: {self._sorts[self.sort]}"
