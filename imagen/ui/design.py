"""The design system: one place to import our components from, and what puts the look into every page."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from nicegui import App, ui

from imagen.ui.components.elements import (
    Button,
    Labelled,
    Progress,
    Text,
    badge,
    brief,
    button,
    cell,
    cluster,
    empty_state,
    fold,
    icon,
    icon_button,
    kbd,
    key_label,
    link_button,
    node,
    notice,
    panel,
    pill,
    progress,
    row,
    skeleton,
    stack,
    table,
    text,
)
from imagen.ui.components.fields import (
    Field,
    Segmented,
    checkbox,
    field,
    field_grid,
    name_input,
    number_input,
    segmented,
    select,
    slider,
    switch,
    text_input,
    textarea,
)
from imagen.ui.components.overlays import Dialog, MenuWhenPressed, confirm, dialog, menu, menu_item, menu_line, sheet
from imagen.ui.components.toasts import Toast, toast

__all__ = [
    "STATIC",
    "Button",
    "Dialog",
    "Field",
    "Labelled",
    "MenuWhenPressed",
    "Progress",
    "Segmented",
    "Text",
    "Toast",
    "badge",
    "brief",
    "button",
    "cell",
    "checkbox",
    "cluster",
    "confirm",
    "dialog",
    "empty_state",
    "field",
    "field_grid",
    "fold",
    "head_html",
    "icon",
    "icon_button",
    "install",
    "kbd",
    "key_label",
    "link_button",
    "menu",
    "menu_item",
    "menu_line",
    "name_input",
    "node",
    "notice",
    "number_input",
    "panel",
    "pill",
    "progress",
    "row",
    "segmented",
    "select",
    "sheet",
    "skeleton",
    "slider",
    "stack",
    "switch",
    "table",
    "text",
    "text_input",
    "textarea",
    "toast",
    "wear",
]

STATIC = Path(__file__).resolve().parents[2] / "static"
STYLES = (
    "tokens.css",
    "icons.css",
    "imagen.css",
    "quasar.css",
    "frame.css",
    "components.css",
    "pages.css",
    "cards.css",
    "viewer.css",
    "production.css",
)
_OF_ONE_PAGE = ("analysis.css", "gallery.css", "grid.css", "order.css")
_YEAR = 365 * 24 * 3600
_SCRIPTS = ("theme.js", "places.js", "pictures.js")
_PRELOADED = ("fonts/inter-latin-wght-normal.woff2",)


def install(app: App) -> None:
    """Serve `static/` and put our look into the head of every page; once for each app."""
    app.add_static_files("/static", STATIC, max_cache_age=_YEAR)
    ui.add_head_html(head_html(), shared=True)


def head_html(prefix: str = "") -> str:
    """Give the head lines of our look; plain pages that are not NiceGUI's use them too."""
    fonts = "".join(
        f'<link rel="preload" href="{prefix}/static/{font}" as="font" type="font/woff2" crossorigin>\n'
        for font in _PRELOADED
    )
    sheets = "".join(_sheet(name, prefix) for name in STYLES)
    scripts = "".join(f'<script src="{prefix}/static/{name}?v={_version()}"></script>\n' for name in _SCRIPTS)
    return f'{_LAYERS}{fonts}{sheets}{scripts}<meta name="theme-color" content="#15171a">\n'


def wear(name: str) -> None:
    """Put a sheet of `static/` that only few pages need into the head of this page."""
    ui.add_head_html(_sheet(name))


def _sheet(name: str, prefix: str = "") -> str:
    return f'<link rel="stylesheet" href="{prefix}/static/{name}?v={_version()}">\n'


# The order of the layers must be known before our sheets, also on pages that NiceGUI does not make.
_LAYERS = "<style>@layer theme, base, quasar, nicegui, components, utilities, overrides, quasar_importants;</style>\n"


@cache
def _version() -> str:
    digest = hashlib.sha256()
    for name in (*STYLES, *_OF_ONE_PAGE, *_SCRIPTS):
        digest.update((STATIC / name).read_bytes())
    return digest.hexdigest()[:12]
