"""Import lookups from text files of other tools, or from a file that Imagen exported: look first, then take them in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from nicegui import ui
from nicegui.events import MultiUploadEventArguments

from imagen.domain.errors import ImagenError
from imagen.domain.expansion import name_key
from imagen.services.lookups import LookupService
from imagen.services.views import LookupView
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.pages.lookups.candidates import Candidate, Clash, read_file
from imagen.ui.pages.lookups.naming import free_name

_CONVERT = {"convert": "Convert", "plain": "As plain text"}
_PICK = "() => getElement({id}).$refs.qRef.pickFiles()"
_DROP = """(event) => {{
  event.preventDefault();
  event.currentTarget.classList.remove('over');
  getElement({id}).$refs.qRef.addFiles([...event.dataTransfer.files]);
}}"""
_OVER = "(event) => { event.preventDefault(); event.currentTarget.classList.add('over'); }"
_LEFT = "(event) => event.currentTarget.classList.remove('over')"


class ImportDialog:
    """Files come in by picking or dropping; each shows what it becomes, and nothing is stored before Import."""

    def __init__(self, service: LookupService, on_imported: Callable[[list[str]], Awaitable[None]]) -> None:
        self._service = service
        self._on_imported = on_imported
        self._candidates: list[Candidate] = []
        self._known: dict[str, LookupView] = {}
        self._convert = True
        with d.dialog("Import lookups") as self._dialog:
            d.text(
                "One lookup for each text file, named like the file, one value a line. Or a JSON file that Imagen exported.",
                "muted",
                tag="p",
            )
            self._drop_zone()
            with d.node("div", "stack gap-2") as self._options:
                with d.node("div", "bar"):
                    d.text("Marks of wildcard files", "grow muted small")
                    d.segmented(_CONVERT, "convert", label="Marks of wildcard files", on_change=self._choose)
                d.text(
                    "__name__ becomes a random pick from that lookup, {a|b} one of both. As plain text they are printed "
                    "as they stand.",
                    "faint small",
                    tag="p",
                )
            self._list = d.node("ul", "import-list")
        with self._dialog.foot:
            d.button("Cancel", self._dialog.close)
            self._go = d.button("Import", self._take_in, kind="primary", key="Ctrl+Enter")
        self._show()

    async def open(self) -> None:
        """Show the dialog, with the files that were given before and not imported."""
        await self._learn()
        self._show()
        self._dialog.open()

    def _drop_zone(self) -> None:
        upload = ui.upload(multiple=True, auto_upload=True, on_multi_upload=self._given).classes("sr-only")
        upload.props["accept"] = ".txt,.json,text/plain,application/json"
        upload.props["headers"] = [{"name": "X-Imagen", "value": "1"}]  # without it the border takes no files
        upload.props["aria-hidden"] = "true"
        self._upload = upload
        zone = d.node("button", "import-drop", type="button")
        with zone:
            d.icon("upload")
            d.text("Drop text files here, or press to choose them")
        zone.on("click", js_handler=_PICK.format(id=upload.id))
        zone.on("drop", js_handler=_DROP.format(id=upload.id))
        zone.on("dragover", js_handler=_OVER)
        zone.on("dragleave", js_handler=_LEFT)

    async def _given(self, event: MultiUploadEventArguments) -> None:
        for file in event.files:
            content = await file.read()
            self._candidates += await call(read_file, file.name, content)
        self._upload.reset()
        await self._learn()
        self._show()

    async def _learn(self) -> None:
        self._known = {name_key(lookup.name): lookup for lookup in await call(self._service.list)}

    def _choose(self, how: str) -> None:
        self._convert = how == "convert"
        self._show()

    # ---- the list ----

    def _show(self) -> None:
        ready = [candidate for candidate in self._candidates if self._is_wanted(candidate)]
        self._options.set_visibility(any(candidate.has_marks for candidate in self._candidates))
        self._go.set_text("Import" if not ready else f"Import {len(ready)} lookup{'' if len(ready) == 1 else 's'}")
        self._go.set_enabled(bool(ready))
        names = {*self._known, *(name_key(candidate.name) for candidate in self._candidates)}
        self._list.clear()
        with self._list:
            for number, candidate in enumerate(self._candidates):
                self._row(number, candidate, names)

    def _is_wanted(self, candidate: Candidate) -> bool:
        return not candidate.error and not (candidate.clash is Clash.SKIP and self._taken(candidate))

    def _taken(self, candidate: Candidate) -> LookupView | None:
        return self._known.get(name_key(candidate.name))

    def _row(self, number: int, candidate: Candidate, names: set[str]) -> None:
        with d.node("li", "import-row"):
            with d.node("div", "bar"):
                d.icon("warning" if candidate.error else "lookups", "danger-text" if candidate.error else "muted")
                d.text(candidate.name, "mono strong ellipsis grow")
                d.text("" if candidate.error else _counted(candidate), "faint small num")
                d.icon_button("close", f"Leave out {candidate.name}", lambda: self._leave_out(number), small=True)
            if candidate.error:
                d.text(f"{candidate.file}: {candidate.error}", "danger-text small", tag="p")
                return
            if self._taken(candidate):
                self._clash(number, candidate)
            for remark in candidate.remarks(convert=self._convert, known=names):
                d.text(remark, "muted small", tag="p")

    def _clash(self, number: int, candidate: Candidate) -> None:
        taken = self._taken(candidate)
        assert taken is not None
        both = free_name(candidate.name, [lookup.name for lookup in self._known.values()])
        choices = {
            Clash.BOTH.value: f"Keep both, this as {both}",
            Clash.REPLACE.value: f"Put it in place of {taken.name} ({taken.size:,} values)",
            Clash.SKIP.value: "Leave this out",
        }
        d.select(
            choices,
            candidate.clash.value,
            label=f"{candidate.name} is there already",
            on_change=lambda event: self._decide(number, Clash(event.value)),
        )

    def _decide(self, number: int, clash: Clash) -> None:
        self._candidates[number] = replace(self._candidates[number], clash=clash)
        self._show()

    def _leave_out(self, number: int) -> None:
        del self._candidates[number]
        self._show()

    # ---- taking in ----

    async def _take_in(self) -> None:
        self._go.busy()
        made: list[str] = []
        left: list[Candidate] = []
        for candidate in self._candidates:
            if not self._is_wanted(candidate):
                left += [candidate] if candidate.error else []
                continue
            try:
                lookup = await call(self._store, candidate)
            except ImagenError as refused:
                left.append(replace(candidate, error=str(refused)))
            else:
                made.append(lookup.name)
                self._known[name_key(lookup.name)] = lookup
        self._candidates = left
        self._go.busy(False)
        self._show()
        if not left:
            self._dialog.close()
        if made:
            d.toast(f"Imported {made[0] if len(made) == 1 else f'{len(made)} lookups'}.", kind="done")
            await self._on_imported(made)

    def _store(self, candidate: Candidate) -> LookupView:
        values = candidate.values(convert=self._convert)
        taken = self._taken(candidate)
        if taken is not None and candidate.clash is Clash.REPLACE:
            return self._service.update(taken.id, values=values)
        name = free_name(candidate.name, [lookup.name for lookup in self._known.values()])
        return self._service.create(name, values, candidate.description)


def _counted(candidate: Candidate) -> str:
    return "1 value" if candidate.size == 1 else f"{candidate.size:,} values"
