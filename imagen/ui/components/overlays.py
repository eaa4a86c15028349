"""What lies over a page: dialogs, sheets and menus."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from inspect import isawaitable
from typing import Any, Literal

from nicegui import ui

from imagen.ui.components.elements import Handler, Text, button, icon, icon_button, kbd, node

# A menu from which a dialog was asked for may take the focus back to its button while the dialog opens.
_FOCUS = """() => {
    const box = [...document.querySelectorAll(".q-dialog")].pop(), now = document.activeElement;
    if (!box || (box.contains(now) && now.matches("input, textarea, select, button"))) return;
    box.querySelector("[data-autofocus], [autofocus]")?.focus();
}"""


class Dialog(ui.dialog):
    """A dialog with a title, a body and a foot of buttons; `with` fills the body, `with d.foot` the foot."""

    def __init__(
        self, title: str, *, size: Literal["narrow", "normal", "wide"] = "normal", sheet: bool = False
    ) -> None:
        super().__init__()
        self.props.update({"aria-label": title, "transition-duration": 120})
        self.on("show", js_handler=_FOCUS)
        if sheet:
            self.props["position"] = "right"
        with self:
            box = node("div", f"dialog {'' if size == 'normal' else size} {'sheet' if sheet else ''}")
        with box:
            with node("div", "dialog-head"):
                self._title = Text(title, "h2")
                icon_button("close", "Close", self.close)
            self.body = node("div", "dialog-body grow")
            self.foot = node("div", "dialog-foot")

    async def ask(self) -> Any:
        """Open it, give what is submitted, None when it is closed, and take it away for good."""
        answer = await self
        if not self.is_deleted:  # as it is when its window was closed meanwhile
            self.delete()
        return answer

    def set_title(self, title: str) -> None:
        """Name the dialog anew."""
        self._title.set_text(title)
        self.props["aria-label"] = title


@contextmanager
def dialog(title: str, *, size: Literal["narrow", "normal", "wide"] = "normal") -> Iterator[Dialog]:
    """Make a dialog, closed at first; the `with` body fills it, `.open()` shows it."""
    made = Dialog(title, size=size)
    with made.body:
        yield made


@contextmanager
def sheet(title: str) -> Iterator[Dialog]:
    """Make a sheet that comes in from the side; the `with` body fills it, `.open()` shows it."""
    made = Dialog(title, sheet=True)
    with made.body:
        yield made


async def confirm(
    title: str, explanation: str, *, action: str, otherwise: str = "Cancel", danger: bool = False
) -> bool:
    """Ask before something that cannot simply be undone; true when the person agrees to `action`."""
    with dialog(title, size="narrow") as asked:
        Text(explanation, "p")
    with asked.foot:
        button(otherwise, lambda: asked.submit(False))
        button(action, lambda: asked.submit(True), kind="danger" if danger else "primary")
    return bool(await asked.ask())


@contextmanager
def menu(trigger: ui.element) -> Iterator[ui.menu]:
    """Hang a menu on a button; the `with` body adds entries by `menu_item`."""
    trigger.props["aria-haspopup"] = "menu"
    with trigger, ui.menu().props("auto-close no-refocus=false") as made:
        yield made


class MenuWhenPressed(ui.menu):
    """A menu on a button whose entries are made just before it opens; most are never opened, and none is out of date.

    `fill` adds the entries by `menu_item`, and may be a coroutine.
    """

    def __init__(self, trigger: ui.element, fill: Callable[[], Any]) -> None:
        with trigger:
            super().__init__()
        self.props("auto-close no-parent-event no-refocus=false")
        trigger.props["aria-haspopup"] = "menu"
        trigger.on("click", self._turn, [])
        self._fill = fill
        self._is_filling = False

    async def _turn(self) -> None:
        if self.value or self._is_filling:
            self.close()
            return
        self._is_filling = True
        try:
            self.clear()
            with self:
                made = self._fill()
                if isawaitable(made):
                    await made
        finally:
            self._is_filling = False
        if not self.is_deleted:
            self.open()


def menu_item(
    label: str, on_click: Handler, *, icon: str | None = None, key: str | None = None, danger: bool = False
) -> ui.menu_item:
    """Add an entry to a menu."""
    made = ui.menu_item(label, on_click=on_click, auto_close=True)
    made.props["role"] = "menuitem"
    if danger:
        made.classes("menu-item-danger")
    with made:
        if icon:
            _icon_first(icon)
        if key:
            kbd(key)
    return made


def _icon_first(name: str) -> None:
    icon(name).style("order: -1")


def menu_line() -> ui.separator:
    """Separate entries of a menu."""
    return ui.separator()
