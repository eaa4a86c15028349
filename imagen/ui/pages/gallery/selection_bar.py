"""The bar that comes up with a selection: how many, and what to do with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from nicegui import ui

from imagen.ui import design as d
from imagen.ui.components.elements import Button
from imagen.ui.components.overflow import OverflowRow
from imagen.ui.components.rating import WORDS, RatingButtons
from imagen.ui.pages.gallery.acts import Act

_RATING = "rating"
_HOW = "Press what is to be selected"
_BEFORE_RATING = 2  # what is done most often keeps its place where there is little room


class SelectionBar:
    """Shows the acts that fit what is selected; those without room are in a menu. It is gone while nothing is selected."""

    def __init__(
        self,
        acts: Sequence[Act],
        do: Callable[[Act], Any],
        *,
        rate: Callable[[int | None], Any],
        select_all: Callable[[], Any],
        select_none: Callable[[], Any],
    ) -> None:
        self._buttons: list[tuple[Act, Button]] = []
        self._entries: list[tuple[Act, ui.menu_item]] = []
        self._over: frozenset[str] = frozenset()
        self._selected = (0, False)
        self._total = 0
        self._picking = False
        with d.node("div", "selection-bar", role="toolbar", aria_label="What is selected") as self.element:
            with d.node("div", "selection-about"):
                self._count = d.text("", "selection-count strong")
                self._all = d.button("All that match", select_all, kind="link")
            with d.node("div", "selection-acts") as self._acts_place, OverflowRow(self._hidden):
                plain = [act for act in acts if not act.danger]
                for place, act in enumerate(plain):
                    if place == _BEFORE_RATING:
                        self._rating = RatingButtons(rate, keys=False, label="Rate what is selected")
                        self._rating.props["data-act"] = _RATING
                    self._buttons.append((act, self._button(act, do)))
            self._more = d.brief(d.icon_button("more", "More", framed=True), "More").classes("selection-more")
            with d.menu(self._more):
                self._ratings = [
                    d.menu_item(
                        f"Rate {word.lower()}", lambda value=value: rate(value), icon="rate", key=str(value + 1)
                    )
                    for value, word in enumerate(WORDS)
                ]
                for act in plain:
                    entry = d.menu_item(act.label, lambda act=act: do(act), icon=act.icon, key=act.key)
                    entry.set_visibility(False)
                    self._entries.append((act, entry))
            for act in acts:
                if act.danger:
                    self._buttons.append((act, self._button(act, do).classes("selection-danger")))
            d.icon_button("close", "Select nothing", select_none).classes("selection-none")
        self.show(0, False, 0)

    def show(self, count: int, everything: bool, total: int, *, picking: bool = False) -> None:
        """Show how many are selected; while `picking` also none, and then what to do."""
        self._picking = picking
        if (count, everything) != self._selected:
            self._rating.set_value(None)
        self._selected, self._total = (count, everything), total
        self.element.set_visibility(count > 0 or picking)
        told = f"All {count:,} selected" if everything else f"{count:,} selected" if count else _HOW
        self._count.set_text(told)
        self._acts_place.set_visibility(count > 0)
        self._all.set_visibility(not everything and 1 < count < total)
        for act, button in self._buttons:
            button.set_visibility(act.takes(count))
        self._show_menu()

    def show_liked(self, all_liked: bool) -> None:
        """Say what a press of Like does: where all are liked already, it takes that back."""
        for act, button in self._buttons:
            if act.name == "like":
                button.set_text("Unlike" if all_liked else act.label)
                d.brief(button, button.text)
                button.pressed(all_liked)

    def show_again(self) -> None:
        """Show what can be done now, which may be other than before."""
        self.show(*self._selected, self._total, picking=self._picking)

    def _hidden(self, names: Sequence[str]) -> None:
        self._over = frozenset(names)
        self._show_menu()

    def _show_menu(self) -> None:
        self._more.set_visibility(self._selected[0] > 0)
        shown = int(_RATING in self._over)
        for rating in self._ratings:
            rating.set_visibility(_RATING in self._over)
        for act, entry in self._entries:
            wanted = act.name in self._over and act.takes(self._selected[0])
            entry.set_visibility(wanted)
            shown += wanted
        self._more.classes(add="" if shown else "is-idle", remove="is-idle" if shown else "")

    def _button(self, act: Act, do: Callable[[Act], Any]) -> Button:
        made = d.button(act.label, lambda: do(act), kind="danger" if act.danger else "plain", icon=act.icon)
        d.brief(made, act.brief or act.label).props["data-act"] = act.name
        if act.asks:
            made.opens_field()
        if act.key:
            made.props["aria-keyshortcuts"] = act.key
            made.props["title"] = f"{act.label} ({d.key_label(act.key)})"
        return made
