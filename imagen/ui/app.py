"""Register all pages: a page is one file in `pages` and one line here."""

from __future__ import annotations

from imagen.services.all import Services
from imagen.ui import design
from imagen.ui.bridge import Bridge
from imagen.ui.context import PageContext
from imagen.ui.frame import NavigationEntry
from imagen.ui.last_place import last_place
from imagen.ui.pages import bin, lookups, order, projects, settings, start
from imagen.ui.paths import BIN, LOOKUPS, ORDER, PROJECTS, SETTINGS, order_path


def _order_goes_on() -> str:
    last = last_place()
    return order_path(last.project_id) if last else ORDER


NAVIGATION = (
    NavigationEntry("projects", "Projects", "projects", PROJECTS, "make"),
    NavigationEntry("order", "Order", "order", ORDER, "make", _order_goes_on),
    NavigationEntry("lookups", "Lookups", "lookups", LOOKUPS, "more"),
    NavigationEntry("bin", "Bin", "bin", BIN, "more"),
    NavigationEntry("settings", "Settings", "settings", SETTINGS, "more"),
)


def register_pages(services: Services) -> None:
    """Declare every page on the NiceGUI application."""
    from nicegui import app

    design.install(app)
    context = PageContext(services, Bridge(services.bus), NAVIGATION)
    for page in (start, projects, order, lookups, bin, settings):
        page.register(context)
