"""The dialog that imports: files, a folder of this computer, or addresses; with progress, and what was refused."""

from __future__ import annotations

import io
from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from uuid import UUID

from nicegui import ui
from nicegui.events import MultiUploadEventArguments

from imagen.domain.errors import ImagenError
from imagen.domain.events import DomainEvent, ImportProgressed
from imagen.services.import_progress import FileOutcome, ImportedFileNote, ImportProgress
from imagen.services.import_sources import pair_sidecars
from imagen.services.importing import noted
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.context import PageContext
from imagen.ui.live import Live

_ACCEPTED = ".png,.jpg,.jpeg,.webp,.gif,.avif,.mp4,.webm,.mov,.wav,.mp3,.flac,.ogg,.json"
_PICK = "() => getElement({id}).$refs.qRef.pickFiles()"
_DROP = """(event) => {{
  event.preventDefault();
  event.currentTarget.classList.remove('over');
  getElement({id}).$refs.qRef.addFiles([...event.dataTransfer.files]);
}}"""
_OVER = "(event) => { event.preventDefault(); event.currentTarget.classList.add('over'); }"
_LEFT = "(event) => event.currentTarget.classList.remove('over')"
_MOST_SHOWN = 100
_LARGEST_SIDECAR = 8 << 20
_WORDS = {
    FileOutcome.TAKEN: "Imported",
    FileOutcome.ALREADY_THERE: "Already there",
    FileOutcome.IN_BIN: "In the Bin",
    FileOutcome.REFUSED: "Refused",
}


class ImportDialog:
    """One dialog for all ways in; what runs goes on when it is closed, and is shown again when it is opened."""

    def __init__(
        self,
        context: PageContext,
        project_id: UUID | None = None,
        on_imported: Callable[[], Awaitable[None] | None] | None = None,
        *,
        on_taken: Callable[[Sequence[ImportedFileNote]], Any] | None = None,
    ) -> None:
        """`on_taken(notes)` hears what became of files that were given."""
        self._on_taken = on_taken
        self._imports = context.services.imports
        self._project_id = project_id
        self._on_imported = on_imported
        self._running: UUID | None = None
        self._sent: list[ImportedFileNote] = []
        self._upload = self._make_upload()  # beside the dialog, whose body is not in the page while it is closed
        with d.dialog("Import", size="normal") as self._dialog:
            self._drop_zone()
            with d.field("Folder on this computer", hint="With all that lies below it.") as self._folder_field:
                self._folder = d.text_input(placeholder="/home/me/pictures", on_change=self._typed)
            with d.field("Web addresses", hint="One a line.") as self._urls_field:
                self._urls = d.textarea(rows=2, on_change=self._typed)
            self._bar = ui.linear_progress(0.0, show_value=False).props('aria-label="Import"')
            self._state = d.text("", "muted small", tag="p")
            self._list = d.node("ul", "import-list")
        with self._dialog.foot:
            self._stop = d.button("Stop", self._cancel)
            self._close = d.button("Close", self._dialog.close)
            self._go = d.button("Import", self._start, kind="primary", key="Ctrl+Enter")
        self._live = Live(context.bridge, self._refresh, self._wants, begin=False)
        self._show(None)

    def open(self) -> None:
        """Show the dialog, with what is under way."""
        self._say_done(False)
        self._dialog.open()
        self._live.request()

    def _make_upload(self) -> ui.upload:
        upload = ui.upload(multiple=True, auto_upload=True, on_multi_upload=self._given).classes("sr-only")
        upload.props["accept"] = _ACCEPTED
        upload.props["headers"] = [{"name": "X-Imagen", "value": "1"}]  # without it the border takes no files
        upload.props["aria-hidden"] = "true"
        return upload

    def _drop_zone(self) -> None:
        zone = d.node("button", "import-drop", type="button")
        with zone:
            d.icon("upload")
            d.text("Drop pictures, videos or sounds here, or press to choose them")
        zone.on("click", js_handler=_PICK.format(id=self._upload.id))
        zone.on("drop", js_handler=_DROP.format(id=self._upload.id))
        zone.on("dragover", js_handler=_OVER)
        zone.on("dragleave", js_handler=_LEFT)

    def expect(self) -> ui.upload:
        """Show what becomes of files that come in from somewhere on the page, and give what takes them."""
        self._sent = []
        self.open()
        return self._upload

    async def fetch(self, text: str) -> None:
        """Fetch an address that was pasted."""
        self._sent = []
        self.open()
        self._urls.set_value(text)
        await self._start()

    async def _given(self, event: MultiUploadEventArguments) -> None:
        """Take files that were sent, each with its file of notes."""
        files = list(event.files)
        pairs = pair_sidecars({file.name: place for place, file in enumerate(files)})
        beside = set(pairs.values())
        before = len(self._sent)
        self._say_done(False)
        self._go.busy()
        try:
            for place, file in enumerate(files):
                if place in beside:
                    continue
                notes = (await files[pairs[place]].read())[:_LARGEST_SIDECAR] if place in pairs else None
                self._state.set_text(f"{place + 1:,} of {len(files):,} files")
                self._sent.append(await self._take(file, notes))
                self._show_notes(self._sent)
        finally:
            self._go.busy(False)
            self._upload.reset()
            self._state.set_text("")
        self._say_done(True)
        if self._on_taken is not None:
            self._on_taken(self._sent[before:])
        await self._tell()

    async def _take(self, file: Any, notes: bytes | None) -> ImportedFileNote:
        try:
            content = io.BytesIO(await file.read())
            found = await call(self._imports.take_file, file.name, content, self._project_id, sidecar=notes)
        except ImagenError as error:
            return ImportedFileNote(file.name, FileOutcome.REFUSED, None, str(error))
        return noted(found, file.name)

    async def _start(self) -> None:
        """Begin what the fields say; what is wrong is said at its field, and what was typed stays."""
        self._folder_field.set_error("")
        self._urls_field.set_error("")
        folder, urls = (self._folder.value or "").strip(), (self._urls.value or "").split()
        if not folder and not urls:
            self._folder_field.set_error("Name a folder or an address, or drop files above.")
            return
        self._sent = []
        if folder and await self._begin(self._folder_field, self._imports.start_folder, folder):
            self._folder.set_value("")
        if urls and await self._begin(self._urls_field, self._imports.start_addresses, urls):
            self._urls.set_value("")

    async def _begin(self, field: Any, start: Callable[..., ImportProgress], what: Any) -> bool:
        try:
            started = await call(start, what, self._project_id)
        except ImagenError as error:
            field.set_error(str(error))
            return False
        self._running = started.id
        self._live.request()
        return True

    async def _cancel(self) -> None:
        if self._running is not None:
            await call(self._imports.cancel, self._running)

    def _wants(self, event: DomainEvent) -> bool:
        return isinstance(event, ImportProgressed) and event.import_id == self._running

    async def _refresh(self) -> None:
        if self._running is None:
            return
        told = await call(self._imports.progress, self._running)
        self._show(told)
        self._show_notes(told.notes)
        if told.has_ended:
            self._running = None
            self._say_done(True)
            await self._tell()

    def _typed(self) -> None:
        if self._folder.value or self._urls.value:
            self._say_done(False)

    def _say_done(self, done: bool) -> None:
        """Say that nothing is left to be imported, until more is chosen."""
        self._go.set_visibility(not done)
        self._close.set_text("Done" if done else "Close")
        self._close.classes(add="primary" if done else "plain", remove="plain" if done else "primary")

    def _show(self, told: ImportProgress | None) -> None:
        under_way = told is not None and not told.has_ended
        self._bar.set_visibility(under_way)
        self._stop.set_visibility(under_way)
        self._bar.set_value(told.fraction if told else 0.0)
        self._state.set_text(_words(told) if told else "")

    def _show_notes(self, notes: Any) -> None:
        self._list.clear()
        with self._list:
            for note in list(notes)[:_MOST_SHOWN]:
                with d.node("li", "bar"):
                    d.text(note.name, "grow")
                    d.text(_WORDS[note.outcome], "muted small")
                    if note.message:
                        d.text(note.message, "faint small")

    async def _tell(self) -> None:
        if self._on_imported is not None:
            result = self._on_imported()
            if result is not None:
                await result


def _words(told: ImportProgress) -> str:
    """Say in a sentence how far an import is."""
    parts = [f"{told.done:,} of {told.total:,} files", f"{told.taken:,} imported"]
    for number, words in (
        (told.already_there, "already there"),
        (told.in_bin, "in the Bin"),
        (told.refused, "refused"),
        (told.left_alone, "other files left alone"),
    ):
        if number:
            parts.append(f"{number:,} {words}")
    if told.seconds_left is not None:
        parts.append(f"about {max(round(told.seconds_left), 1):,} s left")
    return " · ".join(parts) + (f". {told.trouble}" if told.trouble else "")
