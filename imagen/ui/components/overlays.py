"""What lies over a page: dialogs, sheets, menus and toasts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Literal

from nicegui import ui

from imagen.ui.components.elements import Button, Handler, Text, button, icon, icon_button, kbd, node

ToastKind = Literal["info", "done", "danger"]
TOAST_SECONDS = 8.0
ERROR_SECONDS = 14.0
MOST_TOASTS = 3
_TOAST_ICONS: dict[str, str] = {"info": "info", "done": "check", "danger": "warning"}


class Dialog(ui.dialog):
    """A dialog with a title, a body and a foot of buttons; `with` fills the body, `with d.foot` the foot."""

    def __init__(
        self, title: str, *, size: Literal["narrow", "normal", "wide"] = "normal", sheet: bool = False
    ) -> None:
        super().__init__()
        self.props["aria-label"] = title
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
    agreed = bool(await asked)
    asked.delete()
    return agreed


@contextmanager
def menu(trigger: ui.element) -> Iterator[ui.menu]:
    """Hang a menu on a button; the `with` body adds entries by `menu_item`."""
    trigger.props["aria-haspopup"] = "menu"
    with trigger, ui.menu().props("auto-close no-refocus=false") as made:
        yield made


def menu_item(
    label: str, on_click: Handler, *, icon: str | None = None, key: str | None = None, danger: bool = False
) -> ui.menu_item:
    """Add an entry to a menu."""
    made = ui.menu_item(label, on_click=on_click, auto_close=True)
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


def menu_line() -> None:
    """Separate entries of a menu."""
    ui.separator()


class ToastHost(ui.element):
    """Where the toasts of one page stand; screen readers hear what comes up."""

    def __init__(self) -> None:
        super().__init__("div")
        self.classes("toasts").props.update({"role": "status", "aria-live": "polite"})

    def show(
        self, message: str, kind: ToastKind, undo: Callable[[], Any] | None, action: tuple[str, Handler] | None
    ) -> Toast:
        """Add a toast; the oldest gives way when there are too many."""
        toasts = [child for child in self.default_slot.children if isinstance(child, Toast)]
        for old in toasts[: max(0, len(toasts) - MOST_TOASTS + 1)]:
            old.delete()
        with self:
            return Toast(message, kind, ("Undo", undo) if undo else action)


class Toast(ui.element):
    """A short message with at most one thing to do; it waits while it is pointed at or focused."""

    def __init__(self, message: str, kind: ToastKind, action: tuple[str, Handler] | None) -> None:
        super().__init__("div")
        self.classes(f"toast {kind}")
        self._held = False
        with self:
            icon(_TOAST_ICONS[kind])
            Text(message, "span", "toast-text grow")
            if action:
                self._action(*action)
            icon_button("close", "Dismiss", self.delete, small=True)
            ui.timer(ERROR_SECONDS if kind == "danger" else TOAST_SECONDS, self._leave, immediate=False)
        for event, held in (("mouseenter", True), ("focusin", True), ("mouseleave", False), ("focusout", False)):
            self.on(event, lambda held=held: self._hold(held), [])

    def _action(self, label: str, handler: Handler) -> Button:
        async def act() -> None:
            self.set_visibility(False)
            result = handler()
            if hasattr(result, "__await__"):
                await result
            if not self.is_deleted:
                self.delete()

        return button(label, act, small=True, kind="plain")

    def _hold(self, held: bool) -> None:
        self._held = held

    def _leave(self) -> None:
        if not self._held and not self.is_deleted:
            self.delete()


def toast(
    message: str,
    *,
    undo: Callable[[], Any] | None = None,
    kind: ToastKind = "info",
    action: tuple[str, Handler] | None = None,
) -> Toast:
    """Show a short message on the current page, with Undo or another thing to do."""
    return toast_host().show(message, kind, undo, action)


def toast_host() -> ToastHost:
    """Give the page's place for toasts; made early, so that screen readers listen to it before the first one comes."""
    layout = ui.context.client.layout
    for child in layout.default_slot.children:
        if isinstance(child, ToastHost):
            return child
    with layout:
        return ToastHost()
