"""The list of lookups and the open one beside it, kept in step with what is stored."""

from __future__ import annotations

from contextlib import suppress
from json import dumps

from nicegui import ui

from imagen.domain.events import DomainEvent, LookupChanged
from imagen.domain.expansion import is_name, name_key
from imagen.services.views import LookupView
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.context import PageContext
from imagen.ui.live import Live
from imagen.ui.pages.lookups.editor import EditorActs, LookupEditor
from imagen.ui.pages.lookups.exchange import write_all
from imagen.ui.pages.lookups.import_dialog import ImportDialog
from imagen.ui.pages.lookups.index import LookupIndex
from imagen.ui.pages.lookups.naming import file_name, free_name
from imagen.ui.pages.lookups.new_dialog import NewLookupDialog
from imagen.ui.pages.lookups.welcome import pick_one, teach
from imagen.ui.paths import LOOKUPS, lookup_path

_PAUSE = 0.25


class LookupDesk(ui.element):
    """The body of the Lookups page."""

    def __init__(self, context: PageContext) -> None:
        super().__init__("div")
        self.classes("split lookup-desk")
        self._service = context.services.lookups
        self._known: dict[str, LookupView] = {}
        self._editor: LookupEditor | None = None
        self._acts = EditorActs(self.open, self._renamed, self._duplicate, _export, self._delete, self._make)
        self._new = NewLookupDialog(self._service, lambda made: self._arrive(made.name))
        self._import = ImportDialog(self._service, self._imported)
        with self:
            with d.node("div", "split-side lookup-side"):
                self._tools()
                self.index = LookupIndex(self.open)
            self._place = d.node("div", "lookup-place")
        self._live = Live(context.bridge, self.refresh, _changes_lookups, pause=_PAUSE, begin=False)

    def _tools(self) -> None:
        with d.node("div", "bar lookup-tools"):
            d.button("New", self._new.open, kind="primary", icon="plus", key="N", small=True).opens_field()
            d.button("Import", self._import.open, icon="upload", small=True)
            d.node("div", "grow")
            opener = d.icon_button("more", "More for all lookups", small=True, tooltip=False)
            with d.menu(opener):
                d.menu_item("Export all (JSON)", self._export_all, icon="download")

    # ---- showing ----

    async def begin(self, name: str) -> None:
        """Load everything and open the lookup that the address names."""
        await self._load()
        await self._show(name)

    async def open(self, name: str, *, push: bool = True) -> None:
        """Open a lookup, or none for an empty name, and put it into the address."""
        if self._editor is not None:
            await self._editor.save_now()
        self._sought = name
        with self:  # what asked for it may be part of what is taken away
            if push:
                await _move_address(lookup_path(name) if name else LOOKUPS)
            if self._sought == name:  # nothing else was asked for meanwhile
                await self._show(name)

    async def refresh(self) -> None:
        """Show what is stored now; what is being edited is only offered the change."""
        await self._load()
        editor = self._editor
        if editor is None:
            if not self._place.is_deleted:
                await self._show(self._sought)
            return
        stored = next((lookup for lookup in self._known.values() if lookup.id == editor.lookup.id), None)
        if stored is None:
            editor.gone()
        else:
            await editor.heard(stored, self._known)

    async def save_now(self) -> None:
        """Save what is being edited at once."""
        if self._editor is not None:
            await self._editor.save_now()

    async def _load(self) -> None:
        lookups = sorted(await call(self._service.list), key=lambda lookup: name_key(lookup.name))
        self._known = {name_key(lookup.name): lookup for lookup in lookups}
        if not self.is_deleted:
            self.index.show(lookups)

    async def _show(self, name: str) -> None:
        self._sought = name
        found = self._known.get(name_key(name)) if name else None
        self._editor = None
        self.classes(add="has-open" if name else "", remove="" if name else "has-open")
        self.index.show_open(found.id if found else None)
        self._place.clear()
        ui.page_title(f"{found.name if found else 'Lookups'} · Imagen")
        with self._place:
            if found is not None:
                self._editor = LookupEditor(self._service, found, self._known, self._acts)
            elif not self._known and not name:
                teach(self._new.open, self._import.open, self._add_examples)
            else:
                pick_one(name, lambda: self._new.open(name if is_name(name) else ""))
        if self._editor is not None:
            self._editor.offer_names()
            await self._editor.restudy()

    # ---- acts ----

    async def _arrive(self, name: str) -> None:
        await self._load()
        await self.open(name)
        if self._editor is not None and self._editor.editor is not None:
            self._editor.editor.focus()

    async def _make(self, name: str, text: str) -> None:
        self._new.open(name, text)

    def _renamed(self, before: LookupView, after: LookupView) -> None:
        self._sought = after.name
        ui.navigate.history.replace(lookup_path(after.name))
        if before.used_in_lookups:
            users = ", ".join(before.used_in_lookups[:5])
            d.toast(f"Renamed. {users} still say [{before.name}]: change them there.")

    async def _duplicate(self, lookup: LookupView) -> None:
        name = free_name(lookup.name, [known.name for known in self._known.values()])
        made = await call(self._service.create, name, lookup.values, lookup.description)
        await self._arrive(made.name)

    async def _delete(self, lookup: LookupView) -> None:
        await call(self._service.delete, lookup.id)
        self._editor = None
        await self._load()
        await self.open("")

        async def undo() -> None:
            restored = await call(self._service.restore, lookup.id)
            await self._arrive(restored.name)

        users = lookup.used_in_lookups
        where = f" Still named in {', '.join(users[:5])}." if users else ""
        with self:
            d.toast(f"Deleted {lookup.name}.{where}", undo=undo)

    async def _imported(self, names: list[str]) -> None:
        await self._load()
        if len(names) == 1:
            await self.open(names[0])
        elif self._editor is None:
            await self._show(self._sought)

    async def _export_all(self) -> None:
        await self.save_now()
        lookups = await call(self._service.list)
        ui.download.content(write_all(lookups), "lookups.json", "application/json")

    async def _add_examples(self) -> None:
        from imagen.ui.pages.lookups.welcome import EXAMPLES

        for name, values, description in EXAMPLES:
            if name_key(name) not in self._known:
                await call(self._service.create, name, values, description)
        await self._arrive(EXAMPLES[0][0])


async def _move_address(path: str) -> None:
    """Put an address into the history before its content shows: whoever sees the content may go back at once.

    Updates of elements overtake the JavaScript that is sent with them, hence the wait.
    """
    with suppress(TimeoutError):  # a window that does not answer gets it later
        await ui.run_javascript(f"history.pushState({{}}, '', {dumps(path)}); return true")


def _export(lookup: LookupView) -> None:
    ui.download.content(lookup.values, file_name(lookup.name), "text/plain; charset=utf-8")


def _changes_lookups(event: DomainEvent) -> bool:
    return isinstance(event, LookupChanged)
