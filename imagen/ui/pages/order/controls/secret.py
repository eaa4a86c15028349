"""Secrets that a model asks for: typed once, sent, and never shown again."""

from __future__ import annotations

from typing import Any

from imagen.domain.parameters import ParameterSpec
from imagen.domain.secret_values import KEPT, is_typed
from imagen.ui import design as d
from imagen.ui.pages.order.controls.control import Control, Edited

_THERE = "•••••••• kept"
_TYPED = "•••••••• typed"


class SecretControl(Control):
    """A field whose text goes one way: what was typed is not given back to any page, this one included."""

    def __init__(self, spec: ParameterSpec, value: Any, on_edit: Edited) -> None:
        super().__init__(spec, on_edit)
        self._showing = False
        self.field = self._frame("never shown again")
        with self.field:
            self._input = d.text_input("", on_change=self._changed, password=True)
        self._input.props.update({"autocomplete": "new-password", "spellcheck": "false"})
        with self.field.side:
            self._forget = d.button("forget", self._clear, kind="link", small=True)
        self.show(value, force=True)

    def show(self, value: Any, *, force: bool) -> bool:
        if is_typed(value) and value == self._input.value:
            return True  # it is being typed here
        self._showing = True
        self._input.set_value("")
        self._showing = False
        self._say(value)
        return True

    def mark(self, value: Any) -> None:
        self._reset.set_visibility(False)

    def _say(self, value: Any) -> None:
        wanted = "" if self.spec.required else "optional"
        self._input.props["placeholder"] = _THERE if value == KEPT else _TYPED if is_typed(value) else wanted
        self._forget.set_visibility(value == KEPT or is_typed(value))

    def _clear(self) -> None:
        self.show(None, force=True)
        self._edit("")

    def _changed(self) -> None:
        if not self._showing:
            self._edit(self._input.value or "")
            self._say(self._input.value)
