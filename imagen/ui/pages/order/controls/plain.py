"""Fields that take no part in expansion: a line or lines of text, a switch."""

from __future__ import annotations

from typing import Any

from nicegui import ui

from imagen.domain.parameters import ParameterSpec, ParameterType
from imagen.ui import design as d
from imagen.ui.pages.order.controls.control import Control, Edited, as_written, placeholder


class PlainControl(Control):
    """A text as it is; numbers and JSON are read from it when the order is checked."""

    def __init__(self, spec: ParameterSpec, value: Any, on_edit: Edited) -> None:
        super().__init__(spec, on_edit)
        self._showing = False
        self._focused = False
        self.field = self._frame(hint=self._hint())
        long = spec.ui.multiline or spec.type is ParameterType.JSON
        with self.field:
            make = d.textarea if long else d.text_input
            self._input: ui.input | ui.textarea = make(
                self._text(value), on_change=self._changed, placeholder=placeholder(spec)
            )
        if spec.type in {ParameterType.INTEGER, ParameterType.NUMBER}:
            self._input.props["inputmode"] = "decimal"
        self._input.on("focus", lambda: self._hold(True), []).on("blur", lambda: self._hold(False), [])
        with self.field.side:
            self._offer = d.button("Changed elsewhere: take over", self._take, kind="link", small=True)
        self._offer.set_visibility(False)
        self._offered: Any = None

    def show(self, value: Any, *, force: bool) -> bool:
        if self._focused and not force:
            self._offered = value
            self._offer.set_visibility(self._text(value) != self._input.value)
            return False
        self._offer.set_visibility(False)
        self._set(self._text(value))
        return True

    def _text(self, value: Any) -> str:
        """Write a value as it stands in the field."""
        return as_written(value)

    def _hint(self) -> str:
        """Give what always stands below the field."""
        return ""

    def _set(self, text: str) -> None:
        self._showing = True
        self._input.set_value(text)
        self._showing = False

    def _hold(self, focused: bool) -> None:
        self._focused = focused

    def _take(self) -> None:
        self.show(self._offered, force=True)
        self._edit(self._text(self._offered))

    def _changed(self) -> None:
        if not self._showing:
            self._edit(self._input.value or "")


class SwitchControl(Control):
    """Something that is on or off."""

    def __init__(self, spec: ParameterSpec, value: Any, on_edit: Edited) -> None:
        super().__init__(spec, on_edit)
        self._showing = False
        self.field = self._frame()
        with self.field:
            self._switch = d.switch("", self._read(value), on_change=self._changed)

    def show(self, value: Any, *, force: bool) -> bool:
        self._showing = True
        self._switch.set_value(self._read(value))
        self._showing = False
        return True

    def _read(self, value: Any) -> bool:
        return bool(self.spec.default) if value in (None, "") else value is True or as_written(value) == "true"

    def _changed(self) -> None:
        if not self._showing:
            self._edit(bool(self._switch.value))
