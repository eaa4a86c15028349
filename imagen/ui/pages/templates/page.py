"""Wire the Templates page: its frame, its keys, its list."""

from __future__ import annotations

from imagen.ui.components.jumping import jump_entries
from imagen.ui.components.queue_pill import queue_pill
from imagen.ui.components.undoing import undo_keys
from imagen.ui.context import PageContext
from imagen.ui.frame import frame
from imagen.ui.pages.templates.desk import TemplateDesk
from imagen.ui.paths import TEMPLATES
from imagen.ui.whole_page import whole_page


def register(context: PageContext) -> None:
    """Declare the Templates page."""

    @whole_page(TEMPLATES)
    async def templates() -> None:
        with frame("Templates", "templates", navigation=context.navigation, jump=lambda: jump_entries(context)) as page:
            with page.status:
                queue_pill(context)
            desk = TemplateDesk(context)
            page.keys.add("/", "Search the templates", desk.toolbar.focus)
            page.keys.add("ArrowDown", "Walk the templates", desk.focus_first)
            page.keys.list_only("Enter", "Put the template into the order form")
            undo_keys(page.keys, context.services.undo, within=desk)
        await desk.refresh()
