"""Wire the grid: its frame, its address with all that is laid out, its keys."""

from __future__ import annotations

from imagen.domain.errors import NotFound
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.components.jumping import jump_entries
from imagen.ui.components.queue_pill import queue_pill
from imagen.ui.components.undoing import undo_keys
from imagen.ui.context import PageContext
from imagen.ui.frame import frame
from imagen.ui.laid_address import Asked
from imagen.ui.pages.grid.desk import GridDesk
from imagen.ui.paths import GALLERY, GRID, PRODUCTION
from imagen.ui.whole_page import whole_page


def register(context: PageContext) -> None:
    """Declare the grid."""

    @whole_page(GRID)
    async def grid(
        order: str = "",
        q: str = "",
        x: str | None = None,
        y: str | None = None,
        only: str = "",
        size: str = "",
        at: str = "",
    ) -> None:
        d.wear("grid.css")
        written = {"order": order, "q": q, "x": x, "y": y, "only": only, "size": size, "at": at}
        asked = Asked.read({name: value for name, value in written.items() if value is not None})
        active = "production" if asked.order else "gallery"
        with frame("Grid", active, navigation=context.navigation, jump=lambda: jump_entries(context)) as page:
            with page.status:
                queue_pill(context)
            try:
                order_id = await call(context.services.axes.find, asked.order) if asked.order else None
            except NotFound as missing:
                _nothing_there(str(missing))
                return
            desk = GridDesk(context, asked, order_id)
            desk.add_keys(page.keys)
            undo_keys(page.keys, context.services.undo, within=page.main)


def _nothing_there(words: str) -> None:
    with d.node("div", "page narrow"), d.empty_state("There is no such order", words, icon="grid"):
        d.link_button("All orders", PRODUCTION, kind="primary")
        d.link_button("Gallery", GALLERY)
