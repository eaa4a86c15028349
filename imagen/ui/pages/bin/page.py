"""Wire the Bin: its frame, its keys, its address."""

from __future__ import annotations

from imagen.ui.components.jumping import jump_entries
from imagen.ui.components.queue_pill import queue_pill
from imagen.ui.components.undoing import undo_keys
from imagen.ui.context import PageContext
from imagen.ui.frame import frame
from imagen.ui.pages.bin.desk import BinDesk
from imagen.ui.paths import BIN
from imagen.ui.whole_page import whole_page


def register(context: PageContext) -> None:
    """Declare the Bin."""

    @whole_page(BIN)
    async def bin_page() -> None:
        with frame("Bin", "bin", navigation=context.navigation, jump=lambda: jump_entries(context)) as page:
            with page.status:
                queue_pill(context)
            desk = BinDesk(context)
            page.keys.add("ArrowRight", "Walk what was deleted", desk.focus_first)
            page.keys.add("ArrowDown", "Walk what was deleted", desk.focus_first)
            undo_keys(page.keys, context.services.undo, within=desk)
            page.keys.list_only(" ", "Select or leave out")
        await desk.refresh()
