"""The tags of one thing in a dialog: taken off by a press, put on from those there are or by a new name."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from nicegui import ui

from imagen.domain.errors import ImagenError
from imagen.domain.tagging import TaggedKind
from imagen.services.all import Services
from imagen.services.keeping_views import TagView
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.paths import TAGS

_MOST_OFFERED = 24


async def edit_tags(services: Services, kind: TaggedKind, thing_id: UUID, name: str) -> None:
    """Show a dialog with the tags of a thing; every press takes effect at once and can be taken back."""
    with ui.context.client.layout:
        made = _TagsDialog(services, kind, thing_id, name)
    await made.ask()


class _TagsDialog:
    def __init__(self, services: Services, kind: TaggedKind, thing_id: UUID, name: str) -> None:
        self._services = services
        self._kind = kind
        self._id = thing_id
        with d.dialog(f"Tags of {name}", size="narrow") as self._dialog:
            self._own = d.node("div", "cluster gap-2 tags-own")
            with d.field("Add a tag") as self._field:
                self._typed = d.text_input(
                    placeholder="Client, draft, favourite …", label="Add a tag", on_change=self._offer
                ).props("autofocus maxlength=120")
            self._offered = d.node("div", "cluster gap-1 tags-offered", role="group", aria_label="Tags there are")
        self._typed.on("keydown.enter", self._add_typed, [])
        with self._dialog.foot:
            d.link_button("All tags", TAGS, kind="ghost", icon="tag")
            d.node("span", "grow")
            d.button("Done", self._dialog.close, kind="primary")
        self._known: Sequence[TagView] = ()
        self._on: Sequence[TagView] = ()

    async def ask(self) -> None:
        await self._refresh()
        await self._dialog.ask()

    async def _refresh(self) -> None:
        self._on = await call(self._services.tags.of, self._id)
        self._known = await call(self._services.tags.list)
        if self._dialog.is_deleted:
            return
        self._own.clear()
        with self._own:
            for tag in self._on:
                with d.node("span", "pill tag-chip"):
                    tag_dot(tag.color)
                    d.text(tag.name, "ellipsis")
                    d.icon_button(
                        "close", f"Take the tag {tag.name} off", partial(self._take_off, tag.name), small=True
                    )
            if not self._on:
                d.text("No tags yet.", "muted small")
        self._offer()

    def _offer(self) -> None:
        """Offer the tags that what is typed may mean."""
        sought = (self._typed.value or "").strip().casefold()
        there = {tag.id for tag in self._on}
        left = [tag for tag in self._known if tag.id not in there and sought in tag.name.casefold()]
        self._offered.clear()
        with self._offered:
            for tag in left[:_MOST_OFFERED]:
                made = d.pill(tag.name, on_click=partial(self._add, tag.name), classes="tag-chip")
                with made:
                    tag_dot(tag.color).style("order: -1")

    async def _add_typed(self) -> None:
        name = (self._typed.value or "").strip()
        if name:
            await self._add(name)

    async def _add(self, name: str) -> None:
        try:
            await call(self._services.keeping.tag_things, self._kind, [self._id], [name])
        except ImagenError as refused:
            self._field.set_error(str(refused))
            return
        self._field.set_error("")
        self._typed.set_value("")
        await self._refresh()

    async def _take_off(self, name: str) -> None:
        await call(self._services.keeping.untag_things, self._kind, [self._id], [name])
        await self._refresh()


def tag_dot(color: str) -> ui.element:
    """Show the colour of a tag; its name always stands beside it."""
    return d.node("span", "tag-dot", aria_hidden="true").style(f"background: {color}")
