"""Short messages that come up for a while, with Undo or another thing to do; they never pile up."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Any, Literal

from nicegui import ui

from imagen.ui.components.elements import Button, Handler, Text, button, icon, icon_button, node

ToastKind = Literal["info", "done", "danger"]
TOAST_SECONDS = 8.0
ACTION_SECONDS = 20.0  # whoever deleted something by mistake sees it a little later
MOST_TOASTS = 3
_AFTER_HOLDING = 3.0
_ICONS: dict[str, str] = {"info": "info", "done": "check", "danger": "warning"}


class ToastHost(ui.element):
    """Where the toasts of one page stand; screen readers hear what comes up, and at once what went wrong."""

    def __init__(self) -> None:
        super().__init__("div")
        self.classes("toasts")
        with self:
            self._alerts = node("div", "toasts-part", role="alert", aria_atomic="false")
            self._news = node("div", "toasts-part", role="status", aria_live="polite", aria_atomic="false")
        self._shown: list[Toast] = []

    def show(
        self, message: str, kind: ToastKind, undo: Callable[[], Any] | None, action: tuple[str, Handler] | None
    ) -> Toast:
        """Add a toast, or count it into the one that says the same; the oldest gives way when there are too many."""
        self._shown = [toast for toast in self._shown if not toast.is_deleted]
        for there in self._shown:
            if there.says(message, kind, can_undo=undo is not None):
                there.again(undo, action)
                return there
        while len(self._shown) >= MOST_TOASTS:
            self._shown.pop(0).delete()
        with self._alerts if kind == "danger" else self._news:
            made = Toast(message, kind, undo, action)
        self._shown.append(made)
        return made

    def withdraw(self, is_meant: Callable[[object], bool]) -> None:
        """Take away what offers to undo what is undone already."""
        for there in self._shown:
            if not there.is_deleted and there.offers(is_meant):
                there.delete()


class Toast(ui.element):
    """A short message with at most one thing to do; its time stands still while it is pointed at or focused."""

    def __init__(
        self, message: str, kind: ToastKind, undo: Callable[[], Any] | None, action: tuple[str, Handler] | None
    ) -> None:
        super().__init__("div")
        self.classes(f"toast {kind}")
        self._message, self._kind = message, kind
        self._undos = [undo] if undo else []
        self._act = action[1] if action else None
        self._count = 1
        self._button: Button | None = None
        self._holders: set[str] = set()
        self._seconds = ACTION_SECONDS if undo or action or kind == "danger" else TOAST_SECONDS
        with self:
            icon(_ICONS[kind])
            Text(message, "span", "toast-text")
            self._times = Text("", "span", "toast-times num")
            node("span", "grow")
            if undo or action:
                self._button = button("Undo" if undo else action[0] if action else "", self._pressed, small=True)
            icon_button("close", "Dismiss", self.delete, small=True)
        for event, by, held in (
            ("mouseenter", "pointer", True),
            ("mouseleave", "pointer", False),
            ("focusin", "focus", True),
            ("focusout", "focus", False),
        ):
            self.on(event, lambda by=by, held=held: self._hold(by, held), [])
        self._timer = self._count_down(self._seconds)

    def offers(self, is_meant: Callable[[object], bool]) -> bool:
        """Tell whether its Undo does this and no more."""
        return len(self._undos) == 1 and is_meant(self._undos[0])

    def says(self, message: str, kind: ToastKind, *, can_undo: bool) -> bool:
        """Tell whether this is the same message, and still there to be read."""
        return self.visible and (self._message, self._kind, bool(self._undos)) == (message, kind, can_undo)

    def again(self, undo: Callable[[], Any] | None, action: tuple[str, Handler] | None) -> None:
        """Count the same message once more; Undo takes all of them back, another act is that of the newest."""
        self._count += 1
        self._times.set_text(f"×{self._count}")
        if undo and self._button is not None:
            self._undos.append(undo)
            self._button.set_text("Undo all")
        if action:
            self._act = action[1]
        if not self._holders:
            self._timer.cancel()
            self._timer = self._count_down(self._seconds)

    async def _pressed(self) -> None:
        """Do what the button says; what cannot be done stays to be tried again."""
        self.set_visibility(False)
        try:
            while self._undos:
                await _finish(self._undos[-1]())
                self._undos.pop()
            if self._act is not None:
                await _finish(self._act())
        except Exception:
            self.set_visibility(True)
            raise
        if not self.is_deleted:
            self.delete()

    def _hold(self, by: str, held: bool) -> None:
        was_held = bool(self._holders)
        (self._holders.add if held else self._holders.discard)(by)
        if self._holders and not was_held:
            self._timer.cancel()
            self._left = max(self._ends_at - monotonic(), _AFTER_HOLDING)
        elif was_held and not self._holders:
            self._timer = self._count_down(self._left)

    def _count_down(self, seconds: float) -> ui.timer:
        self._ends_at = monotonic() + seconds
        with self:
            return ui.timer(seconds, self._leave, once=True, immediate=False)

    def _leave(self) -> None:
        if not self._holders and not self.is_deleted:
            self.delete()


async def _finish(result: Any) -> None:
    if hasattr(result, "__await__"):
        await result


def toast(
    message: str,
    *,
    undo: Callable[[], Any] | None = None,
    kind: ToastKind = "info",
    action: tuple[str, Handler] | None = None,
) -> Toast:
    """Show a short message on the current page, with Undo or another thing to do."""
    return toast_host().show(message, kind, undo, action)


def withdraw_toasts(is_meant: Callable[[object], bool]) -> None:
    """Take messages of the current page away whose Undo is one of those that are meant, since that is undone already."""
    toast_host().withdraw(is_meant)


def toast_host() -> ToastHost:
    """Give the page's place for toasts; made early, so that screen readers listen to it before the first one comes."""
    layout = ui.context.client.layout
    for child in layout.default_slot.children:
        if isinstance(child, ToastHost):
            return child
    with layout:
        return ToastHost()
