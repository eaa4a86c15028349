"""Register all pages: a page is one file in `pages` and one line here."""

from __future__ import annotations

from imagen.services.all import Services
from imagen.ui import design
from imagen.ui.bridge import Bridge
from imagen.ui.context import PageContext
from imagen.ui.frame import NavigationEntry
from imagen.ui.last_place import last_place
from imagen.ui.pages import (
    analysis,
    bin,
    collections,
    gallery,
    grid,
    lookups,
    order,
    production,
    projects,
    settings,
    start,
    tags,
    templates,
    view,
)
from imagen.ui.paths import (
    BIN,
    COLLECTIONS,
    GALLERY,
    LOOKUPS,
    ORDER,
    PRODUCTION,
    PROJECTS,
    SETTINGS,
    TEMPLATES,
    order_path,
)


def _order_goes_on() -> str:
    last = last_place()
    return order_path(last.project_id) if last else ORDER


NAVIGATION = (
    NavigationEntry("projects", "Projects", "projects", PROJECTS, "make"),
    NavigationEntry("order", "Order", "order", ORDER, "make", _order_goes_on),
    NavigationEntry("production", "Production", "production", PRODUCTION, "make"),
    NavigationEntry("gallery", "Gallery", "gallery", GALLERY, "make"),
    NavigationEntry("lookups", "Lookups", "lookups", LOOKUPS, "more"),
    NavigationEntry("templates", "Templates", "templates", TEMPLATES, "more"),
    NavigationEntry("collections", "Collections", "collections", COLLECTIONS, "more"),
    NavigationEntry("bin", "Bin", "bin", BIN, "more"),
    NavigationEntry("settings", "Settings", "settings", SETTINGS, "more"),
)


def register_pages(services: Services) -> None:
    """Declare every page on the NiceGUI application."""
    from nicegui import app

    design.install(app)
    context = PageContext(services, Bridge(services.bus), NAVIGATION)
    for page in (
        start,
        projects,
        order,
        production,
        gallery,
        lookups,
        templates,
        collections,
        tags,
        bin,
        settings,
        view,
        grid,
        analysis,
    ):
        page.register(context)
