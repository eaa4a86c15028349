"""How Imagen looks, kept in each browser."""

from __future__ import annotations

from imagen.ui import design as d
from imagen.ui.context import PageContext
from imagen.ui.frame import theme_picker


async def fill_appearance(context: PageContext) -> None:
    """Build what is set of the look."""
    with d.panel(), d.node("div", "settings-row"):
        with d.node("div", "grow"):
            d.text("Theme of this browser", "settings-label", tag="div")
        theme_picker()
