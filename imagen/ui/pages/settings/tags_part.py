"""The way to the tags, with how many there are."""

from __future__ import annotations

from imagen.services.naming import counted
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.context import PageContext
from imagen.ui.paths import TAGS


async def fill_tags(context: PageContext) -> None:
    """Build what leads to the page of the tags."""
    tags = await call(context.services.tags.list)
    with d.panel(), d.node("div", "settings-row"):
        with d.node("div", "grow"):
            d.text(counted(len(tags), "tag"), "settings-label", tag="div")
            d.text("Rename, recolour, merge and delete them.", "faint small", tag="div")
        d.link_button("Open the tags", TAGS, icon="tag", small=True)
