"""A row of acts that hides what it has no room for; what is hidden is told, so that a menu can hold it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from nicegui import ui


class OverflowRow(ui.element, component="imagen_overflow.js"):
    """Its children bear `data-act`; `on_over(names)` tells which of them are hidden."""

    def __init__(self, on_over: Callable[[Sequence[str]], Any]) -> None:
        super().__init__()
        self.on("over", lambda e: on_over([str(name) for name in e.args["names"]]), ["names"])
