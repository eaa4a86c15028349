"""Say what an act did, once, with a way back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nicegui import ui

from imagen.services.keeping_views import Done
from imagen.services.undoing import UndoService
from imagen.ui import design as d
from imagen.ui.components.undoing import UndoOf

Tell = Callable[[Done], Any]


def teller(undoing: UndoService) -> Tell:
    """Make what tells on this page; call it while the page is being built."""
    layout = ui.context.client.layout

    def tell(done: Done) -> None:
        """Say what was done; an act that changed nothing says so, without a way back."""
        if layout.client.is_deleted:
            return
        with layout:
            if done.undo_id is None:
                d.toast("Nothing had to be changed.")
            else:
                d.toast(done.sentence, undo=UndoOf(undoing, done.undo_id, within=layout))

    return tell
