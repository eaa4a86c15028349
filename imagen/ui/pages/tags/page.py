"""Wire the Tags page: its frame, its keys, its list."""

from __future__ import annotations

from imagen.ui.components.jumping import jump_entries
from imagen.ui.components.queue_pill import queue_pill
from imagen.ui.components.undoing import undo_keys
from imagen.ui.context import PageContext
from imagen.ui.frame import frame
from imagen.ui.pages.tags.desk import TagDesk
from imagen.ui.paths import TAGS
from imagen.ui.whole_page import whole_page


def register(context: PageContext) -> None:
    """Declare the Tags page."""

    @whole_page(TAGS)
    async def tags() -> None:
        with frame("Tags", "tags", navigation=context.navigation, jump=lambda: jump_entries(context)) as page:
            with page.status:
                queue_pill(context)
            desk = TagDesk(context)
            page.keys.add("/", "Search the tags", desk.toolbar.focus)
            page.keys.add("ArrowDown", "Walk the tags", desk.focus_first)
            undo_keys(page.keys, context.services.undo, within=desk)
        await desk.refresh()
