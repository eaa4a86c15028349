"""What every control of the order form can do: show a value, tell of edits, and say what is wrong with what was typed."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from imagen.domain.expansion import Problem, escape_value
from imagen.domain.parameters import ParameterSpec, ParameterType, Role
from imagen.ui import design as d
from imagen.ui.components.elements import Button
from imagen.ui.components.fields import Field
from imagen.ui.pages.order.controls.examples import on_several, short_on_several
from imagen.ui.pages.order.state import is_blank

Edited = Callable[[str, Any], None]
_STRUCTURED = frozenset({ParameterType.JSON, ParameterType.GROUP})


class Control(ABC):
    """A field of the form for one parameter; `on_edit(name, value)` is called when a person changes it."""

    field: Field
    _reset: Button

    def __init__(self, spec: ParameterSpec, on_edit: Edited) -> None:
        self.spec = spec
        self._on_edit = on_edit

    @abstractmethod
    def show(self, value: Any, *, force: bool) -> bool:
        """Show another value; true when it stands there now, false when it is only offered to who edits here."""

    def lacks(self, value: Any) -> bool:
        """Tell whether the value is only not there yet: nobody has made a mistake so far."""
        return is_blank(value)

    def show_problems(self, problems: Sequence[Problem], value: Any) -> None:
        """Say what is wrong with the value that was checked."""
        self.field.set_error(" ".join(dict.fromkeys(p.message for p in problems if not p.kind.is_warning)))

    def set_count(self, count: str) -> None:
        """Show by how much this field multiplies the order."""
        self.field.set_count(count)

    def mark(self, value: Any) -> None:
        """Offer the way back where a value differs from the default."""
        self._reset.set_visibility(differs(self.spec, value))

    def on_reset(self, handler: Callable[[str], Any]) -> None:
        """Call a handler with the parameter's name when its default is wanted back."""
        self._reset.on_click(lambda: handler(self.spec.name))

    def _edit(self, value: Any) -> None:
        self._on_edit(self.spec.name, value)

    def _frame(self, limits: str | None = None, *, hint: str = "") -> Field:
        """Make the field around the control: its limits at the right, what is known about it behind a question mark.

        A `hint` given here always stands below instead.
        """
        is_seed = self.spec.role is Role.SEED
        shown = ("" if is_seed else self.spec.limits()) if limits is None else limits
        if not shown and not self.spec.required and self.spec.is_media:
            shown = "optional"
        unit = f" {self.spec.ui.unit}" if self.spec.ui.unit and shown else ""
        made = d.field(
            self.spec.label,
            limits=f"{shown}{unit}",
            hint=hint,
            more="" if hint else " ".join(filter(None, (self.spec.hint, on_several(self.spec)))),
            tip=short_on_several(self.spec),
        )
        with made.lead:
            self._reset = d.icon_button("undo", f"{self.spec.label}: back to {_default(self.spec)}", small=True)
        self._reset.classes("field-reset").set_visibility(False)
        return made


def differs(spec: ParameterSpec, value: Any) -> bool:
    """Tell whether a value is another than what a blank field means; prompts and media have nothing to go back to."""
    if spec.role is Role.PROMPT or spec.is_media or is_blank(value):
        return False
    return written(spec, value).strip() != written(spec, spec.default)


def _default(spec: ParameterSpec) -> str:
    if spec.type in _STRUCTURED:
        return "the default" if spec.default is not None else "blank"
    written = as_written(spec.default)
    chosen = next((c.label for c in spec.rules.choices if as_written(c.value) == written), "") or written
    return short(chosen) or spec.ui.placeholder or "blank"


def short(label: str) -> str:
    """Give the name of a choice without what explains it: `Poster` of `Poster: flat colours`."""
    return label.partition(": ")[0]


def as_written(value: Any) -> str:
    """Write a value as somebody would type it into a value field."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple) and not any(isinstance(item, Mapping | list | tuple) for item in value):
        return ", ".join(escape_value(item) if isinstance(item, str) else as_written(item) for item in value)
    return json.dumps(value, ensure_ascii=False)


def written(spec: ParameterSpec, value: Any) -> str:
    """Write a value of a parameter as it is typed there: JSON and rows as JSON, never as a list with commas."""
    if spec.type not in _STRUCTURED or value is None or isinstance(value, str):
        return as_written(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=spec.type is ParameterType.GROUP)


def placeholder(spec: ParameterSpec) -> str:
    """Give what stands faintly in an empty field: the default, or an example."""
    if spec.default is not None and spec.default != "":
        return written(spec, spec.default)
    return spec.ui.placeholder or ("" if spec.required else "optional")
