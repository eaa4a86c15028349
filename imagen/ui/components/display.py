"""The product display: one picture with zoom and pan, or a player, or what became of a generation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal, TypedDict

from nicegui import ui

from imagen.ui.components.shared import SHARED


class DisplayItem(TypedDict, total=False):
    """What is shown: a product with its file, or a running, planned, failed … generation.

    `src` is an address on this server, `placeholder` a tiny data URI, `badge` a few words in the corner, `progress` 0 to 1.
    """

    id: str
    kind: Literal["planned", "running", "failed", "attention", "blocked", "cancelled", "product"]
    type: Literal["image", "video", "audio"]
    src: str
    placeholder: str | None
    poster: str | None
    title: str
    width: int
    height: int
    progress: float | None
    note: str
    error: str | None
    hint: str | None
    badge: str


class Display(ui.element, component="imagen_display.js", esm=SHARED):
    """The area that fits a product: wheel, pinch, +, -, 0 and double-click zoom it, dragging moves it."""

    def __init__(
        self,
        item: DisplayItem | Mapping[str, Any] | None = None,
        *,
        empty_title: str = "Nothing to show yet",
        empty_text: str = "Order something, and the newest picture appears here.",
        on_zoom: Callable[[float, bool], Any] | None = None,
    ) -> None:
        """`on_zoom(scale, fits)` gets the scale in CSS pixels per picture pixel, and whether the picture just fits."""
        super().__init__()
        self.props.update({"initial": dict(item) if item else None, "emptyTitle": empty_title, "emptyText": empty_text})
        if on_zoom:
            self.on(
                "zoom", lambda event: on_zoom(float(event.args["scale"]), bool(event.args["fits"])), ["scale", "fits"]
            )

    def show(self, item: DisplayItem | Mapping[str, Any] | None) -> None:
        """Show something else, or nothing."""
        self.run_method("show", dict(item) if item else None)

    def set_progress(self, item_id: str, fraction: float | None, note: str = "") -> None:
        """Show how far the shown generation is; says nothing when another is shown."""
        self.run_method("progress", item_id, fraction, note)

    def zoom(self, how: Literal["in", "out", "fit", "full"]) -> None:
        """Zoom as the keys +, - and 0 do; `full` is one picture pixel for one screen pixel."""
        self.run_method("zoomBy", how)
