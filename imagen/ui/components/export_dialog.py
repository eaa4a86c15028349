"""The dialog that exports: what the copies tell of how they were made, and a download that begins at once."""

from __future__ import annotations

from nicegui import ui

from imagen.domain.errors import ImagenError
from imagen.services.exporting import Notes, What
from imagen.services.naming import counted
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.context import PageContext

_CHOICES = {
    Notes.EMBEDDED.value: "How they were made",
    Notes.STRIPPED.value: "Nothing",
    Notes.AS_THEY_ARE.value: "As they are",
}
_MEANINGS = {
    Notes.EMBEDDED: "Each copy tells the prompt, the model and all values, so that other programs can read them, with "
    "the mark for AI pictures.",
    Notes.STRIPPED: "The copies tell nothing: no prompt and no model, no mark for AI pictures, numbers for names, "
    "and no times.",
    Notes.AS_THEY_ARE: "The copies are exactly the files that lie here, with whatever was written into them where "
    "they come from.",
}
_LIST = "Add a list (JSON, and CSV for spreadsheets)"
_WITH_LIST = "It tells what each was made with, and when."
_WITHOUT = "Nothing but the copies."
_BOTH = "The list tells all that the copies do not: prompt, model, values, order, cost and time of each."
_NEITHER = "Left out, since it would tell what the copies do not."


class ExportDialog:
    """Exports what it is opened with; originals are never touched."""

    def __init__(self, context: PageContext) -> None:
        self._exports = context.services.exports
        self._what = What()
        self._notes = Notes.EMBEDDED
        with d.dialog("Export", size="narrow") as self._dialog:
            d.text("Copies in one ZIP archive; the originals stay as they are.", "muted", tag="p")
            with d.node("div", "stack gap-1"):
                d.text("What the files tell", "small muted", tag="div")
                d.segmented(_CHOICES, self._notes.value, label="What the files tell", on_change=self._choose)
                self._meaning = d.text(_MEANINGS[self._notes], "faint small", tag="p")
            with d.node("div", "stack gap-1"):
                self._list = d.switch(_LIST, value=True, on_change=self._tell)
                self._list_meaning = d.text("", "faint small", tag="p")
            self._trouble = d.text("", "error small", tag="p")
        with self._dialog.foot:
            d.button("Cancel", self._dialog.close)
            self._go = d.button("Export", self._export, kind="primary", key="Ctrl+Enter")
        self._tell()

    def open(self, title: str, what: What) -> None:
        """Show the dialog for these products."""
        self._dialog.set_title(title)
        self._what = what
        self._trouble.set_text("")
        self._dialog.open()

    def _choose(self, value: str) -> None:
        self._notes = Notes(value)
        self._list.set_value(self._notes is not Notes.STRIPPED)
        self._tell()

    def _tell(self) -> None:
        self._meaning.set_text(_MEANINGS[self._notes])
        hides = self._notes is Notes.STRIPPED
        self._list_meaning.set_text(
            (_BOTH if hides else _WITH_LIST) if self._list.value else (_NEITHER if hides else _WITHOUT)
        )

    async def _export(self) -> None:
        self._go.busy()
        try:
            made = await call(self._exports.prepare, self._what, self._notes, self._list.value)
        except ImagenError as error:
            self._trouble.set_text(str(error))
            return
        finally:
            self._go.busy(False)
        ui.download.from_url(f"/api/exports/{made.id}", made.name)
        self._dialog.close()
        d.toast(f"{counted(len(made.product_ids), 'product')} in {made.name}, which is on its way.", kind="done")
