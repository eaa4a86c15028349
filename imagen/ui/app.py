"""Register all pages: a page is one file in `pages` and one line here."""

from __future__ import annotations

from imagen.services.all import Services
from imagen.ui import design
from imagen.ui.bridge import Bridge
from imagen.ui.context import PageContext
from imagen.ui.frame import NavigationEntry
from imagen.ui.pages import bin, lookups, order, projects, start

NAVIGATION = (
    NavigationEntry("projects", "Projects", "projects", "/projects", "make"),
    NavigationEntry("order", "Order", "order", "/order", "make"),
    NavigationEntry("lookups", "Lookups", "lookups", "/lookups", "more"),
    NavigationEntry("bin", "Bin", "bin", "/bin", "more"),
)


def register_pages(services: Services) -> None:
    """Declare every page on the NiceGUI application."""
    from nicegui import app

    design.install(app)
    context = PageContext(services, Bridge(services.bus), NAVIGATION)
    for page in (start, projects, order, lookups, bin):
        page.register(context)
