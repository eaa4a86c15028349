"""A size of one's own: width and height in pixels, with a small drawing of their ratio."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nicegui import ui

from imagen.domain.parameters import ParameterSpec, read_size
from imagen.ui import design as d
from imagen.ui.pages.order.controls.control import as_written
from imagen.ui.pages.order.controls.ratios import ratio_of


class SizeEntry:
    """Two numbers that are one value, `1024x768`; `on_edit(text)` is called with it."""

    def __init__(self, spec: ParameterSpec, value: Any, on_edit: Callable[[str], Any]) -> None:
        self._on_edit = on_edit
        self._showing = False
        given = read_size(as_written(spec.default)) or read_size(spec.ui.placeholder) or (1024, 768)
        with d.node("div", "size-entry"):
            self._drawing = d.node("span", "ratio", aria_hidden="true")
            self._width = self._side(f"{spec.label}: width", given[0])
            d.text("×", "size-times").props["aria-hidden"] = "true"
            self._height = self._side(f"{spec.label}: height", given[1])
            d.icon_button("redo", "Swap width and height", self._swap, small=True)
        self._placeholder = given
        self.show(value)

    def show(self, value: Any) -> None:
        """Show another size, without an edit."""
        width, _, height = as_written(value).replace("×", "x").partition("x")
        self._showing = True
        self._width.set_value(width.strip())
        self._height.set_value(height.strip())
        self._showing = False
        self._draw()

    def _side(self, label: str, placeholder: int) -> ui.input:
        made = d.text_input("", on_change=self._changed, placeholder=str(placeholder), label=label)
        made.props["inputmode"] = "numeric"
        return made.classes("size-side")

    def _changed(self) -> None:
        if self._showing:
            return
        pasted = next((size for side in (self._width, self._height) if (size := read_size(side.value))), None)
        if pasted:  # a whole size pasted into one side
            self.show(f"{pasted[0]}x{pasted[1]}")
        self._draw()
        self._on_edit(self._text())

    def _text(self) -> str:
        width, height = ((side.value or "").strip() for side in (self._width, self._height))
        return f"{width}x{height}" if width or height else ""

    def _swap(self) -> None:
        width, _, height = (self._text() or "x".join(map(str, self._placeholder))).partition("x")
        self.show(f"{height}x{width}")
        self._on_edit(self._text())

    def _draw(self) -> None:
        ratio = ratio_of(self._text() or "x".join(map(str, self._placeholder))) or 1.0
        self._drawing.style(f"--long: {min(max(ratio, 1 / ratio), 4):.3f}")
        self._drawing.classes(add="upright" if ratio < 1 else "", remove="" if ratio < 1 else "upright")
