"""One tag in the list: its colour, what it is on, and what can be done with it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from nicegui import ui

from imagen.domain.search import Among, Key, render_term
from imagen.domain.tagging import TaggedKind
from imagen.services.keeping_views import TagView
from imagen.services.naming import COLORS, counted
from imagen.ui import design as d
from imagen.ui.paths import gallery_path

Act = Callable[[TagView], Awaitable[None]]
_PLURALS = {TaggedKind.PROMPT_VERSION: ("prompt version", "prompt versions")}


@dataclass(frozen=True)
class TagActs:
    """What a row can ask for."""

    recolor: Callable[[TagView, str], Awaitable[None]]
    rename: Act
    merge: Act
    delete: Act


class TagRow(ui.element):
    """A row that only shows anew what has changed."""

    def __init__(self, tag: TagView, acts: TagActs) -> None:
        super().__init__("li")
        self.classes("tag-row")
        self.tag_view = tag
        self._acts = acts
        with self:
            self._color = d.Text("", "button", "tag-color")
            self._color.props["type"] = "button"
            with d.menu(self._color), d.node("div", "tag-colors", role="group", aria_label="Colours"):
                for color in COLORS:
                    swatch = d.Text("", "button", "tag-swatch")
                    swatch.props.update({"type": "button", "aria-label": f"Colour {color}", "title": color})
                    swatch.style(f"background: {color}")
                    swatch.on("click", lambda color=color: acts.recolor(self.tag_view, color), [])
                self._own = own = d.node("input", "tag-own-color", type="color", aria_label="Another colour")
                own.props["title"] = "Another colour"
                own.on(
                    "change",
                    lambda event: acts.recolor(self.tag_view, str(event.args)),
                    js_handler="(event) => emit(event.target.value)",
                )
                own.on("click", js_handler="(event) => event.stopPropagation()")
            self._name = d.Text("", "a", "tag-open ellipsis grow")
            self._counts = d.text("", "muted small num tag-counts")
            self._buttons()
        self._fill()

    def _buttons(self) -> None:
        acts = self._acts
        self._more = d.icon_button("more", "", tooltip=False)
        with d.menu(self._more):
            d.menu_item("Rename…", lambda: acts.rename(self.tag_view), icon="edit")
            d.menu_item("Merge into another…", lambda: acts.merge(self.tag_view), icon="arrow-right")
            d.menu_line()
            d.menu_item("Delete", lambda: acts.delete(self.tag_view), icon="bin", danger=True)

    def show(self, tag: TagView) -> None:
        """Show what is the case now."""
        if tag != self.tag_view:
            self.tag_view = tag
            self._fill()

    def _fill(self) -> None:
        tag = self.tag_view
        self._own.props["value"] = tag.color
        self._color.style(f"--tag: {tag.color}")
        self._color.props.update({"aria-label": f"Colour of {tag.name}", "title": "Change the colour"})
        self._name.set_text(tag.name)
        self._name.props.update({"href": gallery_path(render_term(Among(Key.TAG, (tag.name,)))), "title": tag.name})
        self._counts.set_text(counts_of(tag))
        self._more.props["aria-label"] = f"More for {tag.name}"


def counts_of(tag: TagView) -> str:
    """Say what a tag is on, by kind."""
    told = [
        counted(tag.counts[kind], *_PLURALS.get(kind, (kind.value,))) for kind in TaggedKind if tag.counts.get(kind)
    ]
    return " · ".join(told) or "on nothing"
