"""The lines above a grid: what it is of, the ways to where that is, how large it is shown, what all its holes need."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from imagen.domain.search import parse
from imagen.services.axes_views import GridView
from imagen.ui import design as d
from imagen.ui.components.live_words import LiveWords
from imagen.ui.components.search_line import SearchLine
from imagen.ui.laid_address import Asked
from imagen.ui.pages.gallery.asking import chips, shown_problems, without_place
from imagen.ui.pages.grid.wording import count_words
from imagen.ui.paths import ORDER, PRODUCTION, analysis_path, gallery_path, order_path, production_path

SIZES = {"0": "Fit", "72": "Small", "128": "Middle", "220": "Large"}
_HINT = "Search: what it finds is laid out"


class Heading:
    """Names the order, or lets somebody search."""

    def __init__(
        self,
        asked: Asked,
        order_id: UUID | None,
        *,
        search: Callable[[str], Any],
        size: Callable[[int], Any],
        retry: Callable[[], Any],
    ) -> None:
        self._order_id = order_id
        self._q = asked.q
        self._search = search
        with d.node("div", "grid-head"):
            with d.node("div", "grid-of"):
                self._of_order() if order_id is not None else self._of_search(asked.q)
            with d.node("div", "grid-tools"):
                self._counts = LiveWords(classes="muted small num grow")
                self._retry = d.button("Retry all that failed", retry, icon="retry", small=True)
                self._missing = d.link_button("Order the missing ones", ORDER, icon="plus", small=True)
                self._retry.set_visibility(False)
                self._missing.set_visibility(False)
                chosen = str(asked.size) if str(asked.size) in SIZES else "0"
                self._sizes = d.segmented(
                    SIZES, chosen, label="Size of the pictures", on_change=lambda edge: size(int(edge))
                )

    def _of_order(self) -> None:
        self._title = d.text("", "grid-title ellipsis", tag="h2")
        self._order = d.link_button("Order page", ORDER, kind="ghost", icon="order", small=True)
        self._production = d.link_button("Production", PRODUCTION, kind="ghost", icon="production", small=True)
        self._production.classes("on-rail")
        self._gallery = d.link_button("In the gallery", gallery_path(), kind="ghost", icon="gallery", small=True)

    def _of_search(self, q: str) -> None:
        self._line = SearchLine(q, placeholder=_HINT, on_typed=self._typed, on_dropped=self._dropped)
        self._gallery = d.link_button("In the gallery", gallery_path(q), kind="ghost", icon="gallery", small=True)
        self._analysis = d.link_button("What is liked", analysis_path(q), kind="ghost", icon="analytics", small=True)

    def _typed(self, text: str, _first: bool) -> None:
        if text != self._q:
            self._q = text
            self._search(text)

    def _dropped(self, start: int, end: int) -> None:
        self._q = without_place(self._q, start, end)
        self._line.set_text(self._q)
        self._search(self._q)

    def show(self, view: GridView | None, missing: str) -> None:
        """Say what the grid holds, and offer what its holes need."""
        self._sizes.set_visibility(view is not None and bool(view.axes))
        if view is None:
            return
        self._counts.say(count_words(view))
        self._retry.set_visibility(view.failed > 0)
        self._missing.set_visibility(self._order_id is not None and _holes(view) > 0)
        self._missing.props["href"] = missing
        if self._order_id is not None:
            self._title.set_text(f"Order {view.order_number} · {view.title}")
            self._title.props["title"] = view.title
            self._order.props["href"] = order_path(view.project_id)
            self._production.props["href"] = production_path(view.order_number or 0)
            self._gallery.props["href"] = gallery_path(f"order:{view.order_number}")
        else:
            self._gallery.props["href"] = gallery_path(view.q)
            self._analysis.props["href"] = analysis_path(view.q)
            self._line.show_reading(view.q, shown_problems(view.problems), chips(parse(view.q)))

    def nothing(self, view: GridView | None) -> None:
        """Say why there is no grid, and what to do."""
        if view is None:
            with d.empty_state("This order is not there any more", "It may lie in the Bin.", icon="grid"):
                d.link_button("All orders", PRODUCTION, kind="primary")
        elif self._order_id is not None:
            words = "A grid needs a choice: order something like [red,blue] [dog,fox], and it is laid out here by them."
            with d.empty_state("This order has no choices", words, icon="grid"):
                d.link_button("To the Order page", order_path(view.project_id), kind="primary")
        else:
            words = (
                "What is found was all made by one model with the same choices. Search for more, or for something else."
            )
            with d.empty_state("Nothing varies here", words, icon="grid"):
                d.link_button("Back to the gallery", gallery_path(view.q), kind="primary")


def _holes(view: GridView) -> int:
    sizes = {axis.key: len(axis.choices) for axis in view.axes}
    return sizes.get(view.x, 1) * sizes.get(view.y, 1) - len(view.cells)
