"""What the gallery says when there is nothing to show: how to fill it, or what to ask for less."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from imagen.ui import design as d
from imagen.ui.pages.gallery.asking import with_terms_dropped
from imagen.ui.paths import ORDER

_MOST_OFFERS = 6


class GalleryStates:
    """Lies over the grid while it is empty."""

    def __init__(self, ask_for: Callable[[str], Any], bring_in: Callable[[], Any]) -> None:
        self._ask_for = ask_for
        self._bring_in = bring_in
        self._shown: tuple[bool, str, tuple[str, ...]] | None = None
        self.element = d.node("div", "gallery-state")
        self.element.set_visibility(False)

    def show(self, total: int, text: str, meant: Sequence[str] = ()) -> None:
        """Show what fits: nothing at all while something is found. `meant` are searches that may have been meant."""
        self.element.set_visibility(total == 0)
        shown = (total == 0, text, tuple(meant))
        if shown == self._shown:
            return
        self._shown = shown
        self.element.clear()
        if total:
            return
        with self.element:
            if text.strip():
                self._nothing_found(text, meant)
            else:
                self._nothing_there()

    def _nothing_found(self, text: str, meant: Sequence[str]) -> None:
        offers = with_terms_dropped(text)
        less = "Ask for less:" if len(offers) > 1 else "Another word, or no search at all, shows more."
        explanation = f"Did you mean {' or '.join(meant)}?" if meant else less
        with d.empty_state("Nothing was found", explanation, icon="search"):
            for search in meant:
                d.button(search, lambda search=search: self._ask_for(f"{search} "), kind="primary", icon="search")
            if len(offers) > 1:
                for dropped, left in offers[:_MOST_OFFERS]:
                    made = d.button(f"without {dropped}", lambda left=left: self._ask_for(left), icon="close")
                    made.classes("gallery-drop")
            d.button(
                "Show everything",
                lambda: self._ask_for(""),
                kind="primary" if len(offers) < _FEW and not meant else "plain",
            )

    def _nothing_there(self) -> None:
        explanation = (
            "Everything you make comes here by itself, newest first: search it, sort it, compare it, and order it again. "
            "Pictures, videos and sounds that you have already can be dropped or pasted here."
        )
        with d.empty_state("Your gallery begins with an order", explanation, icon="gallery"):
            d.link_button("Order the first pictures", ORDER, kind="primary", icon="order")
            d.button("Import what you have", self._bring_in, icon="upload")


_FEW = 2
