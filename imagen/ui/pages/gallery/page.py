"""Wire the Gallery: its frame, its address with what is asked, its keys."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from nicegui import ui

from imagen.ui import design as d
from imagen.ui.components.gallery_grid import preloads
from imagen.ui.components.jumping import jump_entries
from imagen.ui.components.queue_pill import queue_pill
from imagen.ui.context import PageContext
from imagen.ui.frame import frame
from imagen.ui.pages.gallery.asking import listed
from imagen.ui.pages.gallery.desk import GalleryDesk
from imagen.ui.paths import GALLERY
from imagen.ui.whole_page import whole_page

_EARLY = Path(__file__).parent / "early.js"


def _id(written: str) -> UUID | None:
    """Read what the address says is looked at; what is spelled wrong is nothing."""
    try:
        return UUID(written) if written else None
    except ValueError:
        return None


def register(context: PageContext) -> None:
    """Declare the Gallery."""
    early = _EARLY.read_text("utf-8")

    @whole_page(GALLERY)
    async def gallery(q: str = "", sort: str = "", by: str = "", seed: str = "", view: str = "") -> None:
        ui.add_head_html(f"{preloads()}<script>{early}</script>")
        d.wear("gallery.css")
        with frame("Gallery", "gallery", navigation=context.navigation, jump=lambda: jump_entries(context)) as page:
            with page.status:
                queue_pill(context)
            desk = GalleryDesk(
                context, listed(q, sort, by, int(seed) if seed.isascii() and seed.isdigit() else 0), _id(view)
            )
            desk.add_keys(page.keys)
