"""Keys for every frequent act: one handler a page, shown together by `?`, never in the way of typing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nicegui import ui
from nicegui.events import GenericEventArguments

from imagen.ui.components.elements import Handler
from imagen.ui.components.shared import SHARED


class Keys(ui.element, component="imagen_keys.js", esm=SHARED):
    """The key handler of a page.

    Buttons with a `key` are pressed by the browser itself; acts without a button are registered here.
    A key without Ctrl does nothing while somebody types, nor do Ctrl+Z and the like.
    Nothing outside an open dialog is reached by a key.
    """

    def __init__(self) -> None:
        super().__init__()
        self._handlers: dict[str, Handler] = {}
        self._bindings: list[dict[str, str]] = []
        self.props["bindings"] = self._bindings
        self.on("key", self._pressed, ["id"])

    def add(
        self, key: str, label: str, handler: Handler, *, group: str = "This page", opens_field: bool = False
    ) -> None:
        """Call a handler on a key (`Ctrl+Enter`, `ArrowLeft`, `l`); label and group stand in the key list.

        With `opens_field` a dialog comes whose field gets what is typed until then.
        """
        identity = f"{key}:{len(self._bindings)}"
        self._handlers[identity] = handler
        self._bind(identity, key, label, group, **({"asks": "true"} if opens_field else {}))

    def hand_over(self, key: str, label: str, grid: ui.element, *, group: str = "This page") -> None:
        """Have a key act in a grid wherever the focus is; the focus goes there."""
        self._bind(f"{key}:{len(self._bindings)}", key, label, group, to=grid.html_id)

    def list_only(self, key: str, label: str, *, group: str = "This page") -> None:
        """Name a key in the key list that a component handles by itself."""
        self._bind("", key, label, group)

    def _bind(self, identity: str, key: str, label: str, group: str, **more: str) -> None:
        self._bindings.append({"id": identity, "key": key, "label": label, "group": group, **more})
        self.props["bindings"] = list(self._bindings)

    def show(self) -> None:
        """Open the key list."""
        self.run_method("open")

    def _pressed(self, event: GenericEventArguments) -> Any:
        handler = self._handlers.get(str(event.args.get("id")))
        return handler() if handler else None


class JumpEntry(dict[str, str]):
    """One place to jump to: label, hint (what it is), icon and path."""

    def __init__(self, label: str, path: str, *, hint: str = "", icon: str = "arrow-right") -> None:
        super().__init__(label=label, path=path, hint=hint, icon=icon)


JumpSource = Callable[[], Any]


class Jump(ui.element, component="imagen_jump.js"):
    """The quick switcher (Ctrl+K): it asks for its entries each time it opens."""

    def __init__(self, entries: JumpSource) -> None:
        super().__init__()
        self._entries = entries
        self.on("opened", self._fill, [])

    def open(self) -> None:
        """Open the switcher."""
        self.run_method("open")

    async def _fill(self) -> None:
        result = self._entries()
        if hasattr(result, "__await__"):
            result = await result
        self.run_method("setEntries", [dict(entry) for entry in result])
