"""Wire the Lookups page: its frame, its keys, its addresses."""

from __future__ import annotations

from nicegui import ui

from imagen.ui.components.jumping import jump_entries
from imagen.ui.components.queue_pill import queue_pill
from imagen.ui.components.undoing import undo_keys
from imagen.ui.context import PageContext
from imagen.ui.frame import frame
from imagen.ui.pages.lookups.desk import LookupDesk
from imagen.ui.paths import LOOKUPS
from imagen.ui.whole_page import whole_page

# Back and forward change the address without loading the page: the page is told which lookup to show.
_TELL_BACK = """<script>window.addEventListener('popstate', () => {
  const name = decodeURIComponent(location.pathname.slice('/lookups'.length).replace(/^\\//, ''));
  if (location.pathname.startsWith('/lookups')) emitEvent('lookup_address', name);
});</script>"""


def register(context: PageContext) -> None:
    """Declare the Lookups page, with and without a lookup in its address."""

    @whole_page(LOOKUPS)
    async def lookups() -> None:
        await _build(context, "")

    @whole_page(LOOKUPS + "/{name:path}")
    async def lookup(name: str) -> None:
        await _build(context, name)


async def _build(context: PageContext, name: str) -> None:
    ui.add_head_html(_TELL_BACK)
    with frame("Lookups", "lookups", navigation=context.navigation, jump=lambda: jump_entries(context)) as page:
        with page.status:
            queue_pill(context)
        desk = LookupDesk(context)
        undo_keys(page.keys, context.services.undo, within=page.main)
        page.keys.add("/", "Search the lookups", desk.index.focus_search)
        page.keys.add("ArrowDown", "Walk the lookups", desk.index.focus_first)
        page.keys.add("Ctrl+S", "Save now (typing is saved by itself)", desk.save_now)
    ui.on("lookup_address", lambda event: desk.open(str(event.args or ""), push=False))
    await desk.begin(name)
