"""One collection: its first products, what it is called and holds, and what can be done with it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from nicegui import ui

from imagen.services.keeping_views import CollectionView
from imagen.services.naming import counted
from imagen.ui import design as d
from imagen.ui.components.mosaic import mosaic
from imagen.ui.components.thing_tags import tag_dot
from imagen.ui.paths import collection_path

_MOST_TAGS = 2
Act = Callable[[CollectionView], Awaitable[Any]]


@dataclass(frozen=True)
class CollectionActs:
    """What a card can ask for."""

    edit: Act
    tag: Act
    export: Callable[[CollectionView], Any]
    delete: Act


class CollectionCard(ui.element):
    """A card that is opened by pressing it anywhere; only what has changed is shown anew."""

    def __init__(self, collection: CollectionView, acts: CollectionActs) -> None:
        super().__init__("article")
        self.classes("card project-card collection-card")
        self.collection = collection
        with self:
            self._picture = d.node("div", "project-picture")
            body = d.node("div", "project-body")
        with body, d.node("div", "bar"):
            self._title = d.Text("", "a", "project-open ellipsis grow")
            with d.node("div", "project-tools"):
                self._more = d.icon_button("more", "", tooltip=False)
                with d.menu(self._more):
                    d.menu_item("Rename and describe", lambda: acts.edit(self.collection), icon="edit")
                    d.menu_item("Tags…", lambda: acts.tag(self.collection), icon="tag")
                    self._export = d.menu_item("Export…", lambda: acts.export(self.collection), icon="download")
                    d.menu_line()
                    d.menu_item("Delete", lambda: acts.delete(self.collection), icon="bin", danger=True)
        with body:
            self._description = d.text("", "muted clamp-2 project-description", tag="p")
            with d.node("div", "spread project-foot"):
                self._count = d.text("", "faint small num")
                self._tags = d.node("div", "collection-tags")
        self._fill(None)

    def show(self, collection: CollectionView) -> None:
        """Show what is the case now."""
        before, self.collection = self.collection, collection
        if before != collection:
            self._fill(before)

    def _fill(self, before: CollectionView | None) -> None:
        one = self.collection
        self._title.set_text(one.name)
        self._title.props["href"] = collection_path(one.name)
        self._title.props["title"] = one.name
        self._more.props["aria-label"] = f"More for {one.name}"
        self._description.set_text(one.description)
        self._description.props["title"] = one.description
        self._description.set_visibility(bool(one.description))
        self._export.set_visibility(one.count > 0)
        self._count.set_text(counted(one.count, "product") if one.count else "Nothing in it yet")
        if before is None or before.first != one.first:
            self._picture.clear()
            with self._picture:
                mosaic(one.first)
        if before is None or before.tags != one.tags:
            self._fill_tags()

    def _fill_tags(self) -> None:
        tags = self.collection.tags
        self._tags.clear()
        with self._tags:
            for tag in tags[:_MOST_TAGS]:
                with d.node("span", "pill tag-chip") as chip:
                    tag_dot(tag.color)
                    d.text(tag.name, "ellipsis")
                chip.props["title"] = tag.name
            if len(tags) > _MOST_TAGS:
                d.text(f"+{len(tags) - _MOST_TAGS}", "faint small num").props["title"] = ", ".join(
                    tag.name for tag in tags[_MOST_TAGS:]
                )
