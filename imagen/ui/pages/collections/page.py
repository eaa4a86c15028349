"""Wire the Collections page: its frame, its keys, its cards."""

from __future__ import annotations

from imagen.ui.components.jumping import jump_entries
from imagen.ui.components.queue_pill import queue_pill
from imagen.ui.components.undoing import undo_keys
from imagen.ui.context import PageContext
from imagen.ui.frame import frame
from imagen.ui.pages.collections.desk import CollectionDesk
from imagen.ui.paths import COLLECTIONS
from imagen.ui.whole_page import whole_page


def register(context: PageContext) -> None:
    """Declare the Collections page."""

    @whole_page(COLLECTIONS)
    async def collections() -> None:
        with frame(
            "Collections", "collections", navigation=context.navigation, jump=lambda: jump_entries(context)
        ) as page:
            with page.status:
                queue_pill(context)
            desk = CollectionDesk(context)
            page.keys.add("/", "Search the collections", desk.toolbar.focus)
            page.keys.add("ArrowRight", "Walk the collections", desk.focus_first)
            page.keys.add("ArrowDown", "Walk the collections", desk.focus_first)
            page.keys.list_only("Enter", "Open the collection")
            undo_keys(page.keys, context.services.undo, within=desk)
        await desk.refresh()
