"""All tags with what they are on: renamed, recoloured, merged and deleted; kept in step with what happens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from nicegui import ui

from imagen.domain.errors import DuplicateName, ImagenError
from imagen.domain.events import (
    BinChanged,
    CollectionChanged,
    OrderChanged,
    ProductsChanged,
    ProductsDeleted,
    ProductsRemoved,
    ProductsRestored,
    ProjectChanged,
    TagChanged,
)
from imagen.domain.expansion import name_key
from imagen.services.keeping_views import Done, TagView
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.components.kept_desk import KeptDesk, KeptKind
from imagen.ui.components.reconciling import reconcile
from imagen.ui.components.undoing import UndoOf
from imagen.ui.context import PageContext
from imagen.ui.pages.tags.row import TagActs, TagRow, counts_of
from imagen.ui.paths import GALLERY

_KIND = KeptKind(
    noun="tag",
    sorts={"name": "By name", "most": "Most used first", "newest": "Newest first"},
    sort="name",
    shown=120,
    entry=".tag-row",
    opener=".tag-open",
    changing=(
        TagChanged,
        ProductsChanged,
        ProductsDeleted,
        ProductsRestored,
        ProductsRemoved,
        ProjectChanged,
        CollectionChanged,
        OrderChanged,
        BinChanged,
    ),
)
_TEACHES = (
    "Tags are words that products, projects, collections and orders are found by. A tag is made when it is first put "
    "on something: a picture in the viewer, a collection, an order in Production."
)


class TagDesk(KeptDesk[TagView]):
    """The body of the Tags page."""

    def __init__(self, context: PageContext) -> None:
        self._rows: dict[UUID, TagRow] = {}
        self._acts = TagActs(self._recolor, self._rename, self._merge, self._delete)
        super().__init__(context, _KIND, "narrow tags-page")

    def _add_tools(self) -> None:
        with self.toolbar.acts:
            d.link_button("Gallery", GALLERY, kind="ghost", icon="gallery")
            d.button("New tag", self._make, icon="plus", key="N").opens_field()

    def _make_list(self) -> ui.element:
        return d.node("ul", "tag-list", aria_label="Tags")

    def _read(self) -> Sequence[TagView]:
        return self._services.tags.list()

    def _found(self, everything: Sequence[TagView]) -> Sequence[TagView]:
        return _listed(everything, self.toolbar.sought, self.toolbar.sort)

    def _draw(self, found: Sequence[TagView]) -> None:
        by_id = {tag.id: tag for tag in found}
        reconcile(self._list, self._rows, by_id, lambda tag: TagRow(tag, self._acts), TagRow.show)

    def _teach(self) -> None:
        with d.empty_state("No tags yet", _TEACHES, icon="tag"):
            d.link_button("Open the Gallery", GALLERY, kind="primary", icon="gallery")

    # ---- acts ----

    async def _recolor(self, tag: TagView, color: str) -> None:
        await call(self._services.tags.update, tag.id, color=color)

    async def _make(self) -> None:
        with self:
            await _ask_name("New tag", "", "Make it", self._services.tags.create)

    async def _rename(self, tag: TagView) -> None:
        """Ask for another name; where another tag has that name, offer to merge the two."""

        def store(name: str) -> Any:
            return self._services.tags.update(tag.id, name)

        with self:
            taken = await _ask_name(f"Rename {tag.name}", tag.name, "Rename", store, offers_merge=True)
        if taken:
            await self._merge_into(tag, taken)

    async def _merge_into(self, tag: TagView, name: str) -> None:
        other = next((one for one in self._all or () if name_key(one.name) == name_key(name)), None)
        if other is not None:
            self._tell(await call(self._services.tags.merge, tag.id, other.id))

    async def _merge(self, tag: TagView) -> None:
        others = {str(one.id): f"{one.name} ({counts_of(one)})" for one in self._all or () if one.id != tag.id}
        with self:
            if not others:
                d.toast("There is no other tag to merge it into.")
                return
            with d.dialog(f"Merge {tag.name} into another tag", size="narrow") as asked:
                d.text(
                    f"What has the tag {tag.name} gets the other one instead, and {tag.name} goes into the Bin.",
                    "muted",
                    tag="p",
                )
                with d.field("Into") as field:
                    into = d.select(others, None, searchable=True).props("autofocus")

            def submit() -> None:
                if into.value:
                    asked.submit(into.value)
                else:
                    field.set_error("Choose the tag that stays.")

            with asked.foot:
                d.button("Cancel", asked.close)
                d.button("Merge", submit, kind="primary")
        chosen = await asked.ask()
        if chosen:
            self._tell(await call(self._services.tags.merge, tag.id, UUID(chosen)))

    async def _delete(self, tag: TagView) -> None:
        self._tell(await call(self._services.tags.delete, tag.id))

    def _tell(self, done: Done) -> None:
        with self:  # the row that asked may be gone by now
            if done.undo_id is not None:
                d.toast(done.sentence, undo=UndoOf(self._services.undo, done.undo_id, within=self))


async def _ask_name(title: str, name: str, action: str, store: Any, *, offers_merge: bool = False) -> str:
    """Ask for a name and store it; gives the name where another tag has it and the two are to become one."""
    with d.dialog(title, size="narrow") as asked:
        with d.field("Name") as field:
            typed = d.text_input(name, label="Name").props("autofocus maxlength=200")
        merge = d.button("Merge the two", lambda: asked.submit(typed.value or ""), small=True, icon="arrow-right")
        merge.set_visibility(False)

    async def submit() -> None:
        try:
            await call(store, typed.value or "")
        except ImagenError as refused:
            field.set_error(str(refused))
            merge.set_visibility(offers_merge and isinstance(refused, DuplicateName))
            return
        asked.close()

    typed.on("keydown.enter", submit, [])
    with asked.foot:
        d.button("Cancel", asked.close)
        d.button(action, submit, kind="primary")
    return str(await asked.ask() or "")


def _listed(tags: Sequence[TagView], sought: str, sort: str) -> list[TagView]:
    found = [tag for tag in tags if sought.casefold() in tag.name.casefold()]
    found.sort(key=lambda tag: name_key(tag.name))
    if sort == "most":
        found.sort(key=lambda tag: tag.count, reverse=True)
    elif sort == "newest":
        found.sort(key=lambda tag: tag.created_at, reverse=True)
    return found
