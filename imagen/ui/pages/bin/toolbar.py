"""What stands above and below the grid of the Bin: how much there is and is selected, Restore, and its pages."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from nicegui import ui

from imagen.ui import design as d
from imagen.ui.pages.bin.wording import products

Act = Callable[[], Awaitable[None]]


class BinToolbar(ui.element):
    """Says what is selected, and gives it back."""

    def __init__(self, on_all: Act, on_none: Callable[[], None], on_restore: Act) -> None:
        super().__init__("div")
        self.classes("spread bin-toolbar")
        with self:
            self._words = d.text("", "ellipsis")
            self._words.props["role"] = "status"
            with d.node("div", "bar"):
                self._none = d.button("Select none", on_none, kind="ghost", key="Escape")
                self._all = d.button("Select all", on_all, kind="outline", key="A")
                self._restore = d.button("Restore", on_restore, kind="primary", icon="undo", key="R")
        self.show(0, 0)

    def show(self, total: int, selected: int) -> None:
        """Show how much there is, and how much of it is selected."""
        self.set_visibility(bool(total))
        some = f"All {total:,} selected" if total and selected == total else f"{selected:,} of {total:,} selected"
        self._words.set_text(some if selected else products(total))
        self._none.set_visibility(bool(selected))
        self._all.set_visibility(selected < total)
        self._restore.set_text(f"Restore {selected:,}" if selected else "Restore")
        self._restore.set_enabled(bool(selected))


class PageTurner(ui.element):
    """The pages of a long list; nothing while one holds everything."""

    def __init__(self, on_page: Callable[[int], Awaitable[None]]) -> None:
        super().__init__("nav")
        self.classes("bar bin-pages").props["aria-label"] = "Pages"
        self._page = 1
        with self:
            self._newer = d.button("Newer", lambda: on_page(self._page - 1), icon="chevron-left")
            self._words = d.text("", "muted num")
            self._older = d.button("Older", lambda: on_page(self._page + 1), icon="chevron-right")
        self.set_visibility(False)

    def show(self, page: int, total: int, size: int) -> None:
        """Show where in the list we are."""
        self._page = page
        self._words.set_text(f"{(page - 1) * size + 1:,}–{min(page * size, total):,} of {total:,}")
        self._newer.set_enabled(page > 1)
        self._older.set_enabled(page * size < total)
        self.set_visibility(total > size)
