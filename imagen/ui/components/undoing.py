"""Ctrl+Z and Ctrl+Shift+Z on the pages of the library: one history for all windows, told in short messages."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

from nicegui import ui

from imagen.services.keeping_views import Undone
from imagen.services.undoing import UndoService
from imagen.ui.calls import call
from imagen.ui.components.keys import Keys
from imagen.ui.components.toasts import toast, withdraw_toasts

_GROUP = "Everywhere in the library"


def undo_keys(keys: Keys, undoing: UndoService, *, within: ui.element) -> None:
    """Let a page take back and do again what was done to the library; messages come up on the page of `within`."""

    async def undo() -> None:
        undone = await call(undoing.undo)
        with within:
            if undone is not None and undone.is_done:
                withdraw_toasts(lambda offered: isinstance(offered, UndoOf) and offered.undo_id == undone.undo_id)
            tell_undone(undone, "There is nothing to take back.", ("Redo", redo))

    async def redo() -> None:
        done = await call(undoing.redo)
        with within:
            tell_undone(done, "There is nothing to do again.", ("Undo", undo))

    keys.add("Ctrl+z", "Take back", undo, group=_GROUP)
    # behind the other, which Shift does not keep from matching
    keys.add("Ctrl+Shift+z", "Do again", redo, group=_GROUP)
    keys.add("Ctrl+y", "Do again", redo, group=_GROUP)


@dataclass(frozen=True)
class UndoOf:
    """What the Undo of a message does: take back the act that the message tells of, whatever was done since."""

    undoing: UndoService
    undo_id: UUID
    within: ui.element

    async def __call__(self) -> None:
        undone = await call(self.undoing.undo, self.undo_id)
        if undone is None or undone.left:
            with self.within:
                tell_undone(undone, "This was taken back already.")


def tell_undone(
    undone: Undone | None, nothing: str, again: tuple[str, Callable[[], Awaitable[None]]] | None = None
) -> None:
    """Say what became of taking back or doing again."""
    if undone is None:
        toast(nothing)
    elif undone.is_done:
        toast(undone.sentence, action=again)
    else:
        toast(undone.sentence, kind="danger")
