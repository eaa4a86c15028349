"""The bar below a grid: the cell that is looked at, and what can be done with it, its row and its column."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from nicegui import ui

from imagen.services.axes_views import GridItem, GridView
from imagen.ui import design as d
from imagen.ui.components.choice_grid import Cursor
from imagen.ui.components.live_words import LiveWords, Words
from imagen.ui.components.rating import RatingButtons
from imagen.ui.pages.grid.wording import option_name, state_words

_HINTS = (
    Words(
        text="Choose a cell: arrows walk, Enter looks at it, L likes, 1 to 5 rate, . shows the next of several.",
        classes="by-keys",
    ),
    Words(text="Tap a cell to like, rate or open it here; its number shows the next of several.", classes="by-touch"),
)


@dataclass(frozen=True)
class CellActs:
    """What is done; `retry(row, column)` and `order(row, column)` take None for all rows or columns."""

    like: Callable[[], Any]
    rate: Callable[[int | None], Any]
    look: Callable[[], Any]
    retry: Callable[[int | None, int | None], Any]
    order: Callable[[int | None, int | None], Any]


class CellBar:
    """Shows what fits the cell: a product's rating, why it failed, or that it was never ordered."""

    def __init__(self, acts: CellActs) -> None:
        self._acts = acts
        self._at: Cursor | None = None
        self._hole: tuple[object, ...] | None = None
        with d.node("div", "cell-bar", role="region", aria_label="The cell that is looked at") as self._bar:
            with d.node("div", "cell-words grow"):
                self._name = d.text("", "strong ellipsis", tag="p")
                self._words = LiveWords(classes="muted small")
            with d.node("div", "cell-acts") as self._of_product:
                self._heart = d.icon_button("heart", "Like", acts.like, key="L", framed=True)
                self._rating = RatingButtons(acts.rate)
                d.button("Look", acts.look, icon="eye", small=True)
            self._of_hole = d.node("div", "cell-acts")
        self.show(None, "", None, None)

    def show(self, at: Cursor | None, name: str, item: GridItem | None, view: GridView | None) -> None:
        """Show a cell by its name with the item on top; None where none is looked at."""
        self._at = at
        self._bar.set_visibility(view is not None and bool(view.axes))
        is_product = item is not None and item.kind == "product"
        self._name.set_text(name)
        self._name.set_visibility(at is not None)
        self._of_product.set_visibility(is_product)
        self._of_hole.set_visibility(at is not None and not is_product)
        if at is None or view is None:
            self._words.show(*_HINTS)
            return
        self._words.say(item.title if item is not None and is_product else state_words(item, view.order_id is not None))
        if item is not None and is_product:
            self._heart.pressed(item.liked)
            self._rating.set_value(item.rating)
        self._show_hole(at, item, view)

    def _show_hole(self, at: Cursor, item: GridItem | None, view: GridView) -> None:
        """Offer what fills a hole, and all of its row and its column; drawn anew only when it is another."""
        kind = "missing" if item is None else "failed" if item.kind in ("failed", "cancelled") else ""
        shown = (at.row, at.column, kind, view.x, view.y, view.order_id)
        if shown == self._hole:
            return
        self._hole = shown
        self._of_hole.clear()
        if not kind:
            return
        row, column = option_name(view, view.y, at.row), option_name(view, view.x, at.column)
        act = self._acts.order if kind == "missing" else self._acts.retry
        verb = "Order" if kind == "missing" else "Retry"
        with self._of_hole:
            first = d.button(f"{verb} this", lambda: act(at.row, at.column), kind="primary", small=True)
            if kind == "failed":
                first.props.update({"data-key": "r", "data-key-label": "Retry this"})
            more = d.button("More", icon="chevron-down", small=True)
            with d.menu(more):
                for words, place in ((row, (at.row, None)), (column, (None, at.column))):
                    if words:
                        _entry(f"{verb} all of {words}", act, *place)
                if kind == "failed" or view.order_id is not None:
                    _entry(f"{verb} all of the grid", act, None, None)


def _entry(words: str, act: Callable[[int | None, int | None], Any], row: int | None, column: int | None) -> ui.element:
    return d.menu_item(words, lambda: act(row, column))
