"""The frame around every page: rail or bottom bar, top bar, key list, quick switcher, theme and friendly errors."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

from nicegui import ui
from nicegui.events import GenericEventArguments

from imagen.domain.errors import ImagenError
from imagen.ui.components.elements import Button, Labelled, Text, icon_button, node
from imagen.ui.components.fields import Segmented, segmented
from imagen.ui.components.keys import Jump, JumpEntry, Keys
from imagen.ui.components.later import Later
from imagen.ui.components.overlays import Dialog, sheet
from imagen.ui.components.toasts import toast, toast_host

log = logging.getLogger(__name__)
PLACES_ON_PHONE = 5  # and More


@dataclass(frozen=True)
class NavigationEntry:
    """One page in the navigation; `more` stands at the foot of the rail.

    `goes_on()` gives the address at which the work on that page goes on, where that is not always the same one.
    """

    key: str
    label: str
    icon: str
    path: str
    group: Literal["make", "find", "more"] = "make"
    goes_on: Callable[[], str] | None = None

    @property
    def address(self) -> str:
        """Give where the entry leads this browser now."""
        return self.goes_on() if self.goes_on else self.path


@dataclass(frozen=True)
class Frame:
    """The places of a page that a builder fills: `with page.project:`, `with page.status:`, `with page.main:`."""

    project: ui.element
    status: ui.element
    main: ui.element
    keys: Keys
    jump: Jump
    places: tuple[NavigationEntry, ...] = field(default=())


_TELLS_THEME = """() => {
    emit(window.imagenTheme.get());
    document.addEventListener("imagen-theme", (event) => emit(event.detail));
}"""


@contextmanager
def frame(
    title: str,
    active: str,
    *,
    navigation: Sequence[NavigationEntry],
    jump: Callable[[], Any] | None = None,
    main_classes: str = "",
) -> Iterator[Frame]:
    """Build the frame; the `with` body goes into the main area.

    `jump()` gives further places for Ctrl+K (a list of JumpEntry, or an awaitable of one), after the pages.
    """
    ui.page_title(f"{title} · Imagen")
    ui.on_exception(tell_error)
    toast_host()
    places = tuple(navigation)
    link = Text("Skip to the content", "a", "skip")
    link.props["href"] = "#main"
    with node("div", "app"):
        _rail(places, active)
        switcher = Jump(lambda: _entries(places, jump))
        keys = Keys()
        project, status = _top(title, keys, switcher)
        main = node("main", f"main {main_classes}", tabindex=-1)
        main.props["id"] = "main"
    keys.list_only("Ctrl+K", "Jump to a page, or anything by its name", group="Everywhere")
    with main:
        yield Frame(project, status, main, keys, switcher, places)


def tell_error(error: Exception) -> None:
    """Tell the person what went wrong in a handler, in words; the log keeps the rest."""
    if isinstance(error, ImagenError):
        toast(str(error), kind="danger")
        return
    log.error("A page's handler failed.", exc_info=error)
    toast("Something went wrong here, and what you typed is kept. Try again; the log says more.", kind="danger")


def side_panel(label: str, classes: str = "") -> ui.element:
    """Make a panel at the side that is a sheet on a phone; open it there by `sheet_button`."""
    made = node("aside", f"side-panel as-sheet stack {classes}", aria_label=label)
    with made, node("div", "side-panel-close"):
        icon_button("close", f"Close {label.lower()}").props["data-closes"] = "true"
    return made


def sheet_button(target: ui.element, label: str, icon_name: str = "sliders") -> Button:
    """Make the button that opens a side panel on a phone; it is hidden elsewhere."""
    made = icon_button(icon_name, label)
    made.classes("side-panel-open").props.update({"data-opens": target.html_id, "aria-expanded": "false"})
    return made


def theme_picker() -> Segmented:
    """Make the choice between dark, light and what the system says, kept in this browser."""
    options = {"system": "System", "dark": "Dark", "light": "Light"}
    icons = {"system": "system", "dark": "moon", "light": "sun"}

    def choose(theme: str) -> None:
        ui.run_javascript(f"window.imagenTheme.set({json.dumps(theme)})")

    made = segmented(options, "system", label="Theme", on_change=choose, icons=icons)

    def show(event: GenericEventArguments) -> None:
        if event.args in options:
            made.set_value(event.args)

    # Only the browser knows what it keeps; it tells when the control has come into the page, and of every change.
    made.on("vnodeMounted", show, js_handler=_TELLS_THEME)
    return made


async def _entries(places: Sequence[NavigationEntry], jump: Callable[[], Any] | None) -> list[JumpEntry]:
    entries = [JumpEntry(place.label, place.address, hint="Page", icon=place.icon) for place in places]
    if jump is None:
        return entries
    more = jump()
    if hasattr(more, "__await__"):
        more = await more
    return [*entries, *more]


def _rail(places: Sequence[NavigationEntry], active: str) -> None:
    on_phone = _phone_places(places, active)
    with node("nav", "rail", aria_label="Pages"):
        logo = node("a", "logo", href="/", aria_label="Imagen, start page")
        logo.props["title"] = "Imagen"
        previous = ""
        for group in ("make", "find", "more"):
            members = [place for place in places if place.group == group]
            if members and group == "more":
                node("div", "rail-space")
            elif members and previous:
                node("div", "rail-line", role="separator")
            for place in members:
                _place(place, active, "" if place in on_phone else "not-on-phone")
                previous = group
        _more_places(places, active)


def _phone_places(places: Sequence[NavigationEntry], active: str) -> list[NavigationEntry]:
    shown = list(places[:PLACES_ON_PHONE])
    current = next((place for place in places if place.key == active), None)
    if current is not None and current not in shown:
        shown[-1] = current
    return shown


def _place(place: NavigationEntry, active: str, classes: str = "") -> None:
    link = Labelled(place.label, "a", f"place {classes}", icon=place.icon)
    link.props["href"] = place.address
    if place.key == active:
        link.props["aria-current"] = "page"


def _more_places(places: Sequence[NavigationEntry], active: str) -> None:
    all_pages = Later(lambda: _places_sheet(places, active))
    made = Button("More", lambda: all_pages().open(), classes="place more-places", icon="more")
    made.props["aria-haspopup"] = "dialog"


def _places_sheet(places: Sequence[NavigationEntry], active: str) -> Dialog:
    with sheet("More") as made:
        with node("nav", "places-list", aria_label="All pages"):
            for place in places:
                _place(place, active)
        with node("div", "spread"):
            Text("Theme", classes="muted")
            theme_picker()
    made.props["position"] = "bottom"
    return made


def _top(title: str, keys: Keys, switcher: Jump) -> tuple[ui.element, ui.element]:
    with node("header", "top"):
        Text(title, "h1")
        project = node("div", "top-slot project")
        node("div", "grow desk-only")
        status = node("div", "top-slot status")
        with node("div", "top-tools"):
            icon_button("search", "Jump to…", switcher.open).props["aria-keyshortcuts"] = "Control+K"
            icon_button("keyboard", "Keys", keys.show).classes("desk-only")
            _theme_button()
    return project, status


def _theme_button() -> None:
    made = icon_button("sun", "Switch theme")
    made.classes("desk-only").on("click", js_handler="() => window.imagenTheme.turn()")
