"""What stands above and below the grid of the Bin: how much there is and is selected, Restore, and its pages."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from nicegui import ui

from imagen.domain.binning import BinKind
from imagen.ui import design as d
from imagen.ui.pages.bin.wording import ICONS, how_much, kinds_word

Act = Callable[[], Awaitable[None]]


@dataclass(frozen=True)
class ToolbarActs:
    """What the toolbar can ask for; `remove` means what is selected, or all where nothing is."""

    select_all: Act
    select_none: Callable[[], None]
    restore: Act
    remove: Act
    show_kind: Callable[[BinKind | None], Awaitable[None]]


class BinToolbar(ui.element):
    """Says what is selected, gives it back or removes it, and narrows the list to one kind."""

    def __init__(self, acts: ToolbarActs) -> None:
        super().__init__("div")
        self.classes("bin-toolbar")
        self._acts = acts
        with self:
            with d.node("div", "spread"):
                self._words = d.text("", "ellipsis")
                self._words.props["role"] = "status"
                with d.node("div", "bar bin-acts"):
                    self._none = d.button("Select none", acts.select_none, kind="ghost", key="Escape")
                    self._all = d.button("Select all", acts.select_all, kind="outline", key="A")
                    self._remove = d.button("Empty…", acts.remove, kind="ghost", icon="close")
                    self._remove.props["aria-haspopup"] = "dialog"
                    self._restore = d.button("Restore", acts.restore, kind="primary", icon="undo", key="R")
            self._kinds = d.node("div", "bin-kinds", role="group", aria_label="Kinds")
        self._shown_kinds: tuple[object, ...] = ()
        self.show({}, None, 0)

    def show(self, counts: Mapping[BinKind, int], kind: BinKind | None, selected: int) -> None:
        """Show how much there is, of which kind it is looked at, and how much of it is selected."""
        here = {kind: counts.get(kind, 0)} if kind is not None else counts
        total = sum(here.values())
        self.set_visibility(bool(counts))
        some = f"All {total:,} selected" if total and selected == total else f"{selected:,} of {total:,} selected"
        self._words.set_text(some if selected else how_much(here))
        self._none.set_visibility(bool(selected))
        self._all.set_visibility(selected < total)
        self._remove.set_text(f"Remove {selected:,}…" if selected else "Empty…")
        self._remove.set_enabled(bool(total))
        self._restore.set_text(f"Restore {selected:,}" if selected else "Restore")
        self._restore.set_enabled(bool(selected))
        self._show_kinds(counts, kind)

    def _show_kinds(self, counts: Mapping[BinKind, int], kind: BinKind | None) -> None:
        wanted = (kind, *counts.items())
        if wanted == self._shown_kinds:
            return
        self._shown_kinds = wanted
        self._kinds.clear()
        self._kinds.set_visibility(len(counts) > 1 or kind is not None)
        with self._kinds:
            self._pill(None, sum(counts.values()), is_on=kind is None)
            for one, count in counts.items():
                self._pill(one, count, is_on=kind is one)

    def _pill(self, kind: BinKind | None, count: int, *, is_on: bool) -> None:
        made = d.pill(
            kinds_word(kind) if kind else "All",
            strong=f"{count:,}",
            icon=ICONS[kind] if kind else None,
            on_click=lambda: self._acts.show_kind(kind),
        )
        made.props["aria-pressed"] = "true" if is_on else "false"


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
