"""The dialog that exports: what becomes of the notes in the copies, how much it is, and a download that begins at once."""

from __future__ import annotations

from nicegui import ui

from imagen.domain.errors import ImagenError
from imagen.services.exporting import Notes, What
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.context import PageContext

_CHOICES = {
    Notes.EMBEDDED.value: "With notes",
    Notes.STRIPPED.value: "Without notes",
    Notes.AS_THEY_ARE.value: "As they are",
}


class ExportDialog:
    """Exports what it is opened with; originals are never touched."""

    def __init__(self, context: PageContext) -> None:
        self._exports = context.services.exports
        self._what = What()
        self._notes = Notes.EMBEDDED
        with d.dialog("Export", size="narrow") as self._dialog:
            d.text(
                "The files with a list of all that is known of them (JSON, and CSV for spreadsheets), as one ZIP archive.",
                "muted",
                tag="p",
            )
            d.segmented(_CHOICES, self._notes.value, label="Notes in the files", on_change=self._choose)
            d.text(
                "Notes tell how it was made. They are written into each copy so that other programs can read it, "
                "with the mark for AI pictures. The originals stay as they are.",
                "faint small",
                tag="p",
            )
            self._trouble = d.text("", "error small", tag="p")
        with self._dialog.foot:
            d.button("Cancel", self._dialog.close)
            self._go = d.button("Export", self._export, kind="primary", key="Ctrl+Enter")

    def open(self, what: What) -> None:
        """Show the dialog for these products."""
        self._what = what
        self._trouble.set_text("")
        self._dialog.open()

    def _choose(self, value: str) -> None:
        self._notes = Notes(value)

    async def _export(self) -> None:
        self._go.busy()
        try:
            made = await call(self._exports.prepare, self._what, self._notes)
        except ImagenError as error:
            self._trouble.set_text(str(error))
            return
        finally:
            self._go.busy(False)
        ui.download.from_url(f"/api/exports/{made.id}", made.name)
        self._dialog.close()
