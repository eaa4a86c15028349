"""The line above the grid: how many there are, how they are sorted and grouped, how large they are shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from nicegui import ui

from imagen.ui import design as d
from imagen.ui.components.gallery_grid import Listed
from imagen.ui.frame import sheet_button
from imagen.ui.pages.gallery.asking import GROUPS, SORTS
from imagen.ui.pages.gallery.preferences import LARGE, LEAST, MIDDLE, MOST, SMALL, Look


class GalleryToolbar:
    """Says and changes how the list is shown."""

    def __init__(
        self,
        listed: Listed,
        look: Look,
        *,
        sort: Callable[[str], Any],
        group: Callable[[str], Any],
        size: Callable[[int], Any],
        fit: Callable[[bool], Any],
        bring_in: Callable[[], Any],
    ) -> None:
        self._fit = fit
        self._fitted = look.fitted
        with d.node("div", "gallery-toolbar") as self.element:
            self.filters = d.node("div", "gallery-filters-place")
            self._count = d.text("", "gallery-count", tag="p")
            d.node("span", "grow")
            self._sort = _choice("Sort", SORTS, sort)
            self._group = _choice("Group by", GROUPS, group)
            with d.node("div", "gallery-size"):
                self._slider = _slider(look.size, size)
            self._whole = d.icon_button("fit", "Show whole pictures", self._turn_fit, key="W", framed=True)
            self._whole.pressed(look.fitted)
            self.imports = d.button(
                "Import", bring_in, icon="upload", tooltip="Import files; they can be dropped or pasted too"
            )
            self.imports.classes("gallery-import")
            self.more = d.node("div", "gallery-more-place")
        self._by_hand = d.text("Drag pictures to order them", "gallery-by-hand muted small", tag="p")
        self._by_hand.set_visibility(False)
        self.show(listed)

    def show(self, listed: Listed) -> None:
        """Show how the list is sorted and grouped."""
        self._sort.set_text(SORTS[listed.sort])
        self._group.set_text("No groups" if listed.by == "none" else f"By {GROUPS[listed.by].lower()}")

    def show_count(self, total: int | None) -> None:
        """Say how many were found."""
        said = "" if total is None else "1 product" if total == 1 else f"{total:,} products"
        self._count.set_text(said)
        self._count.props["data-number"] = "" if total is None else f"{total:,}"

    def show_by_hand(self, shown: bool) -> None:
        """Say how what is listed is ordered by hand."""
        self._by_hand.set_visibility(shown)

    def show_size(self, edge: int) -> None:
        """Show the size that was pinched or turned."""
        self._slider.props["value"] = edge

    def add_filters_button(self, panel: ui.element) -> None:
        """Make the button that opens the filters on a phone."""
        with self.filters:
            sheet_button(panel, "Filters", "filter").classes("framed")

    async def _turn_fit(self) -> None:
        self._fitted = not self._fitted
        self._whole.pressed(self._fitted)
        self._fit(self._fitted)


class _Chosen:
    """A pill with a menu of choices."""

    def __init__(self, label: str, choices: Mapping[str, str], on_choice: Callable[[str], Any]) -> None:
        self._label = label
        with d.node("button", "pill gallery-choice", type="button") as self._pill:
            self._words = d.text("", "ellipsis")
            d.icon("chevron-down")
        d.MenuWhenPressed(self._pill, lambda: _fill_choices(choices, on_choice))

    def set_text(self, words: str) -> None:
        self._words.set_text(words)
        self._pill.props["aria-label"] = f"{self._label}: {words}"


def _fill_choices(choices: Mapping[str, str], on_choice: Callable[[str], Any]) -> None:
    for value, words in choices.items():
        d.menu_item(words, lambda value=value: on_choice(value))


def _choice(label: str, choices: Mapping[str, str], on_choice: Callable[[str], Any]) -> _Chosen:
    return _Chosen(label, choices, on_choice)


def _slider(size: int, on_size: Callable[[int], Any]) -> ui.element:
    for edge, name, words in ((SMALL, "small", "Small"), (MIDDLE, "middle", "Middle-sized"), (LARGE, "large", "Large")):
        made = d.node("button", f"gallery-step is-{name}", type="button", aria_label=f"{words} pictures", title=words)
        made.on("click", lambda edge=edge: on_size(edge), [])
    slider = d.node(
        "input",
        "gallery-slider",
        type="range",
        min=LEAST,
        max=MOST,
        step=4,
        value=size,
        aria_label="Size of the pictures",
    )
    slider.on(
        "input",
        lambda event: on_size(int(event.args)),
        js_handler="(event) => emit(+event.target.value)",
        throttle=0.03,
    )
    return slider
