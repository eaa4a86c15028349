"""The thumbnail strip, newest first: one browser component that draws its own tiles, however many there are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal, TypedDict

from nicegui import ui
from nicegui.events import GenericEventArguments

from imagen.ui.components.shared import SHARED

TileKind = Literal["planned", "running", "failed", "attention", "blocked", "cancelled", "product"]


class TileItem(TypedDict, total=False):
    """One tile; higher `order` stands further to the front, `older` ones stand below the divider.

    `attention` is what needs a person, `blocked` a picture that the provider withheld, `note` says how far a running one is.
    `progress` goes from 0 to 1 or is None; `thumb` is an address on this server, `placeholder` a tiny data URI.
    """

    id: str
    kind: TileKind
    title: str
    thumb: str | None
    placeholder: str | None
    progress: float | None
    note: str
    liked: bool
    error: str | None
    order: float | list[float] | str
    width: int
    height: int
    type: Literal["image", "video", "audio"]
    older: bool


class Strip(ui.element, component="imagen_strip.js", esm=SHARED):
    """A row (or, with `wrap`, a grid) of tiles; items come by methods, so nothing is rendered anew when one changes."""

    def __init__(
        self,
        items: Iterable[TileItem | Mapping[str, Any]] = (),
        *,
        label: str = "Products",
        wrap: bool = False,
        tile: int = 104,
        empty: str = "What you order appears here.",
        divider: str = "earlier",
        on_select: Callable[[str, str], Any] | None = None,
        on_open: Callable[[str], Any] | None = None,
        on_more: Callable[[], Any] | None = None,
    ) -> None:
        """`tile` is the edge in CSS pixels; `on_select(id, by)` gets `click` or `key`; `on_more()` asks for older items."""
        super().__init__()
        self.props.update({"initial": [dict(item) for item in items], "label": label, "wrap": wrap})
        self.props.update({"tile": tile, "empty": empty, "divider": divider})
        self._marked: str | None = None
        if on_select:

            def selected(event: GenericEventArguments) -> Any:
                self._marked = str(event.args["id"])
                return on_select(self._marked, str(event.args["by"]))

            self.on("select", selected, ["id", "by"])
        if on_open:
            self.on("open", lambda event: on_open(str(event.args["id"])), ["id"])
        if on_more:
            self.on("more", lambda _event: on_more(), [])

    def set_items(self, items: Iterable[TileItem | Mapping[str, Any]], *, more: bool = True) -> None:
        """Show other items; `more=False` says that nothing older exists."""
        self.run_method("setItems", [dict(item) for item in items], more)

    def upsert(
        self, items: Iterable[TileItem | Mapping[str, Any]], *, remove: Iterable[str] = (), more: bool = True
    ) -> None:
        """Add or change items and take others away in one step (a planned tile gives way to its products)."""
        self.run_method("upsert", [dict(item) for item in items], list(remove), more)

    def remove_items(self, ids: Iterable[str]) -> None:
        """Take items away."""
        self.run_method("remove", list(ids))

    def select(self, item_id: str | None, *, reveal: bool = True) -> None:
        """Mark an item as selected without an event, or none."""
        if reveal or item_id != self._marked:
            self._marked = item_id
            self.run_method("select", item_id, reveal)

    def set_progress(self, item_id: str, fraction: float | None, note: str = "") -> None:
        """Show how far a running item is, from 0 to 1, or in words."""
        self.run_method("progress", item_id, fraction, note)

    def step(self, by: int) -> None:
        """Walk by so many tiles, as ←/→ do; emits `select` with `key`."""
        self.run_method("step", by)

    def on_drag(self, handler: Callable[[str], Any]) -> Strip:
        """Call a handler with the id of a product that is being dragged."""

        def dragged(event: GenericEventArguments) -> Any:
            return handler(str(event.args["id"]))

        self.on("dragging", dragged, ["id"])
        return self
