"""The buttons of the viewer: what is done with the product that is shown, each with its key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from nicegui import ui

from imagen.domain.product import ProductState, ProductType
from imagen.services.viewing import ViewedProduct
from imagen.ui import design as d
from imagen.ui.components.live_words import LiveWords
from imagen.ui.components.rating import RatingButtons
from imagen.ui.components.reusing import ReuseMenu, Way
from imagen.ui.frame import sheet_button


@dataclass(frozen=True)
class BarActs:
    """What the buttons do."""

    close: Callable[[], Any]
    back: Callable[[], Any]
    like: Callable[[], Any]
    rate: Callable[[int | None], Any]
    reuse: Callable[[Way], Any]
    save: Callable[[], Any]
    use: Callable[[], Any]
    edit: Callable[[], Any]
    mask: Callable[[], Any]
    compare: Callable[[], Any]
    download: Callable[[], Any]
    delete: Callable[[], Any]
    undo: Callable[[], Any]
    redo: Callable[[], Any]


class ViewerBar:
    """One row over the stage and one below it; on a phone the lower one is two, the acts with a word each."""

    def __init__(self, acts: BarActs) -> None:
        self.liked = False
        with d.node("div", "viewer-head") as self._head:
            d.icon_button("close", "Close", acts.close, key="Escape")
            self._back = d.icon_button("arrow-left", "Back to where it was opened from", acts.back, key="Backspace")
            self._back.set_visibility(False)
            self._place = LiveWords(classes="viewer-place num")
            d.node("span", "grow")
            d.icon_button("undo", "Take back", acts.undo, key="Ctrl+z")
            d.icon_button("redo", "Do again", acts.redo, key="Ctrl+Shift+z")
        with d.node("div", "viewer-bar", role="toolbar", aria_label="What to do with it") as self._bar:
            self._like = d.icon_button("heart", "Like", acts.like, key="L", framed=True)
            self._rating = RatingButtons(acts.rate, titled=True)
            d.node("span", "grow")
            self._reuse = d.brief(d.button("Reuse", kind="primary", icon="reuse", key="R"), "Reuse")
            self._reuses = ReuseMenu(self._reuse, acts.reuse, acts.save)
            self._use = d.brief(d.icon_button("image", "Use as input", acts.use, key="U", framed=True), "Use")
            self._edit = d.brief(d.icon_button("edit", "Crop, turn, scale", acts.edit, key="E", framed=True), "Edit")
            self._mask = d.brief(d.icon_button("wand", "Paint a mask", acts.mask, key="M", framed=True), "Mask")
            self._compare = d.brief(d.icon_button("compare", "Compare", acts.compare, key="C", framed=True), "Compare")
            self._download = d.brief(d.icon_button("download", "Download", acts.download, key="D", framed=True), "Save")
            self._delete = d.brief(d.icon_button("bin", "Delete", acts.delete, key="Delete", framed=True), "Delete")

    def offer_panel(self, panel: ui.element) -> None:
        """Add the button that opens the panel where it is a sheet."""
        with self._head:
            sheet_button(panel, "About it", "info")

    def show(self, view: ViewedProduct) -> None:
        """Show how the product stands, and what can be done with it."""
        product = view.product
        self.liked = product.liked
        self._like.pressed(product.liked)
        self._rating.set_value(view.shown.rating)
        can_show = product.state is not ProductState.BLOCKED and not view.shown.is_missing
        is_picture = product.type is ProductType.IMAGE
        self._reuses.offer(product)
        for button in (self._use, self._download):
            button.set_visibility(can_show)
        for button in (self._edit, self._mask):
            button.set_visibility(can_show and is_picture)
        self._compare.set_visibility(is_picture or product.type is ProductType.VIDEO)
        self._delete.set_visibility(product.deleted_at is None)

    def say(self, position: int | None, total: int) -> None:
        """Say where in the list the product stands."""
        self._place.say(f"{position + 1:,} of {total:,}" if position is not None and total > 1 else "")

    def set_trail(self, steps: int) -> None:
        """Offer the way back to what was shown before, along the lineage."""
        self._back.set_visibility(steps > 0)

    def set_mode(self, mode: str) -> None:
        """Make room for the tools of editing."""
        for part in (self._head, self._bar):
            part.set_visibility(mode == "look")
