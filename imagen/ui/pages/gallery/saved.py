"""Saved searches beside the search line: kept under a name, taken up again, renamed, put in order, deleted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from nicegui import ui

from imagen.domain.errors import ImagenError
from imagen.services.keeping_views import SavedSearchView
from imagen.services.saved_searches import SavedSearchService, SearchWording
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.components.gallery_grid import Listed
from imagen.ui.components.later import Later
from imagen.ui.pages.gallery.asking import name_for
from imagen.ui.pages.gallery.telling import Tell

_LABEL = "Saved searches"
_MOST_LISTED = 7


class SavedSearches:
    """A button with a menu, and two dialogs; `take(search)` looks for one, `listed()` tells what is looked for now."""

    def __init__(
        self,
        service: SavedSearchService,
        tell: Tell,
        *,
        take: Callable[[SavedSearchView], Any],
        listed: Callable[[], Listed],
    ) -> None:
        self._service = service
        self._tell = tell
        self._take = take
        self._listed = listed
        self._there: Sequence[SavedSearchView] = ()
        self._button = d.button("Saved", icon="bookmark", tooltip="Saved searches (S)").classes("saved-searches")
        self._button.props.update(
            {"aria-label": _LABEL, "aria-keyshortcuts": "S", "data-key": "S", "data-key-label": _LABEL}
        )
        self._place: ui.element | None = None
        d.MenuWhenPressed(self._button, self._fill_menu)
        self._rows = Later(_RowsDialog)
        self._naming = Later(lambda: _NamingDialog(self._save))

    def list_in(self, place: ui.element) -> None:
        """Show them also at a place where one press looks for one."""
        self._place = place

    def show(self) -> None:
        """Show which of them is looked for now."""
        now = next((search.name for search in self._there if self._is_now(search)), "")
        self._button.set_text(now or "Saved")
        self._button.pressed(bool(now))
        self._button.props["aria-label"] = f"{_LABEL}: {now}" if now else _LABEL
        if self._place is not None:
            self._fill_place(self._place)

    async def refresh(self) -> None:
        """Show them as they are now."""
        self._there = await call(self._service.list)
        if self._button.is_deleted:
            return
        self.show()
        rows = self._rows.built
        if rows is not None and rows.is_open:
            self._fill_rows(rows)

    async def _fill_menu(self) -> None:
        await self.refresh()
        with d.node("div", "saved-menu"):
            if not self._there:
                d.text("Searches that you look for often can be kept here.", "muted small saved-none", tag="p")
            for search in self._there:
                icon = "check" if self._is_now(search) else "search"
                made = d.menu_item(search.name, partial(self._take, search), icon=icon)
                made.props["title"] = search.query or "Everything"
            d.menu_line()
            d.menu_item("Save this search…", self._ask_name, icon="plus")
            if self._there:
                d.menu_item("Rename, order, delete…", self._show_rows, icon="edit")

    def _is_now(self, search: SavedSearchView) -> bool:
        now = self._listed()
        return (search.query, search.sort or "newest") == (now.q.strip(), now.sort)

    def _fill_place(self, place: ui.element) -> None:
        """List the first of them, and the one that is looked for."""
        shown = [one for number, one in enumerate(self._there) if number < _MOST_LISTED or self._is_now(one)]
        place.clear()
        place.set_visibility(bool(shown))
        with place:
            d.text("Saved", tag="h2")
            with d.node("ul"):
                for search in shown:
                    with d.node("li"), d.node("button", "facet-row", type="button") as row:
                        d.text(search.name, "ellipsis facet-name")
                    row.props.update(
                        {"title": search.query or "Everything", "aria-pressed": str(self._is_now(search)).lower()}
                    )
                    row.on("click", partial(self._take, search), [])

    def _ask_name(self) -> None:
        self._naming().open(name_for(self._listed().q)[:60])

    async def _save(self, name: str) -> None:
        now = self._listed()
        made = await call(self._service.create, SearchWording(name, now.q.strip(), now.sort, now.by))
        with self._button:
            d.toast(f"Saved the search {made.name}.", kind="done", action=("Show all", self._show_rows))

    async def _show_rows(self) -> None:
        self._rows().open()
        await self.refresh()

    def _fill_rows(self, rows: _RowsDialog) -> None:
        rows.list.clear()
        with rows.list:
            for place, search in enumerate(self._there):
                self._row(search, place)

    def _row(self, search: SavedSearchView, place: int) -> None:
        with d.node("li", "saved-row"):
            field = d.field("Name", classes="grow", hint=search.query or "Everything")
            with field:
                name = d.text_input(search.name, label=f"Name of {search.name}")

            async def rename() -> None:
                wanted = str(name.value or "").strip()
                if wanted == search.name:
                    return
                try:
                    await call(self._service.update, search.id, SearchWording(name=wanted))
                except ImagenError as refused:
                    field.set_error(str(refused))

            name.on("blur", rename, [])
            name.on("keydown.enter", rename, [])
            up = d.icon_button(
                "arrow-up", f"Move {search.name} up", partial(self._shift, search.id, place - 1), small=True
            )
            down = d.icon_button(
                "arrow-down", f"Move {search.name} down", partial(self._shift, search.id, place + 2), small=True
            )
            up.set_enabled(place > 0)
            down.set_enabled(place + 1 < len(self._there))
            d.icon_button("bin", f"Delete {search.name}", partial(self._delete, search.id), small=True)

    async def _shift(self, search_id: UUID, before: int) -> None:
        """Put a search before the one at a place of the list, or behind all."""
        other = self._there[before].id if before < len(self._there) else None
        await call(lambda: self._service.update(search_id, before=other))
        await self.refresh()

    async def _delete(self, search_id: UUID) -> None:
        self._tell(await call(self._service.delete, search_id))
        await self.refresh()


class _RowsDialog:
    """Holds the list in which searches are renamed, put in order and deleted."""

    def __init__(self) -> None:
        with d.dialog("Saved searches", size="narrow") as self._dialog:
            self.list = d.node("ul", "saved-rows")
        with self._dialog.foot:
            d.button("Close", self._dialog.close, kind="primary")

    @property
    def is_open(self) -> bool:
        return bool(self._dialog.value)

    def open(self) -> None:
        """Show it."""
        self._dialog.open()


class _NamingDialog:
    """Asks for a name; what is wrong is said at the field, and what was typed stays."""

    def __init__(self, save: Callable[[str], Any]) -> None:
        self._save = save
        with d.dialog("Save this search", size="narrow") as self._dialog:
            self._field = d.field("Name")
            with self._field:
                self._name = d.name_input(placeholder="Best of autumn")
        with self._dialog.foot:
            d.button("Cancel", self._dialog.close)
            self._go = d.button("Save", self._submit, kind="primary", key="Ctrl+Enter")
        self._name.on("keydown.enter", self._submit, [])

    def open(self, offered: str) -> None:
        """Ask, with a name that may do."""
        self._name.set_value(offered)
        self._field.set_error("")
        self._dialog.open()

    async def _submit(self) -> None:
        self._go.busy()
        try:
            await self._save(str(self._name.value or ""))
        except ImagenError as refused:
            self._field.set_error(str(refused))
            return
        finally:
            self._go.busy(False)
        self._dialog.close()
