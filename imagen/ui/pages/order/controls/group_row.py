"""One row of a group: a control for each of its fields, and what moves it or takes it away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from nicegui import ui

from imagen.domain.expansion import Problem, ProblemKind
from imagen.domain.parameters import Interpolation, ParameterSpec, ParameterType
from imagen.ui import design as d
from imagen.ui.components.elements import Button
from imagen.ui.pages.order.controls.control import Control, as_written
from imagen.ui.pages.order.controls.fitting import MediaSource, control_for
from imagen.ui.pages.order.controls.row_values import field_problem, is_unfilled, with_field

_MOST_IN_LINE = 3
_SHORT = 4


@dataclass(frozen=True)
class RowActs:
    """What can be done with a row, which is given."""

    edited: Callable[[GroupRow], Any]
    move: Callable[[GroupRow, int], Any]
    remove: Callable[[GroupRow], Any]


def is_in_line(group: ParameterSpec) -> bool:
    """Tell whether a row of a group fits on one line: a name and its weight, a prompt and its length."""
    return len(group.fields) <= _MOST_IN_LINE and not any(
        part.is_media or part.rules.size or part.type in {ParameterType.JSON, ParameterType.GROUP}
        for part in group.fields
    )


class GroupRow:
    """The row as it stands: `values` holds what was typed."""

    def __init__(
        self, group: ParameterSpec, values: dict[str, Any], acts: RowActs, media: MediaSource, *, single: bool
    ) -> None:
        self.values = values
        self._group = group
        self._acts = acts
        in_line = is_in_line(group)
        self.element = d.node("div", f"group-row {'in-line' if in_line else ''}", role="group")
        self.controls: dict[str, Control] = {}
        with self.element:
            if not in_line:
                with d.node("div", "group-row-head"):
                    self._title = d.text("", "group-row-title")
                    self._buttons(single=single)
            with d.node("div", "group-fields"):
                for part in group.fields:
                    self._add(part, media)
            if in_line:
                self._title = d.text("", "sr-only")
                self._buttons(single=single)

    def number(self, place: int, count: int) -> None:
        """Tell the row which one it is, of how many."""
        name = _one_of(self._group.label)
        self.element.props["aria-label"] = f"{name} {place + 1}"
        self._title.set_text(name if self._up is None else f"{name} {place + 1}")
        if self._up is not None and self._down is not None:
            self._up.set_enabled(place > 0)
            self._down.set_enabled(place < count - 1)
            self._up.set_visibility(count > 1)
            self._down.set_visibility(count > 1)

    def show(self, values: dict[str, Any], *, force: bool) -> None:
        """Show other values."""
        self.values = values
        for part in self._group.fields:
            self.controls[part.name].show(values.get(part.name), force=force)

    def show_problems(self, *, insist: bool) -> bool:
        """Say at each field what is wrong there; blank ones only to who insists. False when nothing is said."""
        said = False
        for part in self._group.fields:
            message = None if is_unfilled(part, self.values) and not insist else field_problem(part, self.values)
            value = self.values.get(part.name)
            told = (
                [Problem(part.name, 0, len(as_written(value)), ProblemKind.INVALID_VALUE, message)] if message else []
            )
            self.controls[part.name].show_problems(told, value)
            said = said or bool(told)
        return said

    def clear_problems(self) -> None:
        """Say nothing."""
        for name, control in self.controls.items():
            control.show_problems([], self.values.get(name))

    def focus(self) -> None:
        """Put the cursor into the first field."""
        found = next((e for e in self.element.descendants() if isinstance(e, ui.input | ui.textarea | ui.select)), None)
        if found is not None:
            found.run_method("focus")

    def focus_move(self, by: int) -> None:
        """Put the focus on the button that moved the row, or on its neighbour at an end."""
        wanted = self._up if by < 0 else self._down
        other = self._down if by < 0 else self._up
        button = wanted if wanted is not None and wanted.enabled else other
        if button is not None:
            focus(button)

    def _buttons(self, *, single: bool) -> None:
        name = _one_of(self._group.label)
        self._up: Button | None = None
        self._down: Button | None = None
        with d.node("div", "group-acts"):
            if not single:
                self._up = d.icon_button("chevron-up", f"Move {name} up", lambda: self._acts.move(self, -1), small=True)
                self._down = d.icon_button(
                    "chevron-down", f"Move {name} down", lambda: self._acts.move(self, 1), small=True
                )
            d.icon_button("close", f"Remove {name}", lambda: self._acts.remove(self), small=True)

    def _add(self, part: ParameterSpec, media: MediaSource) -> None:
        plain = replace(part, interpolation=Interpolation.NONE)
        control = control_for(plain, self.values.get(part.name), lambda _name, value: self._edited(part, value), media)
        control.on_reset(lambda _name: self._reset(part))
        self.controls[part.name] = control
        if is_wide(part):
            control.field.classes("full")
        if is_narrow(part):
            control.field.classes("narrow")
        self._mark(part)

    def _mark(self, part: ParameterSpec) -> None:
        if part.default is not None:  # a blank field of a row is emptied, not brought back
            self.controls[part.name].mark(self.values.get(part.name))

    def _edited(self, part: ParameterSpec, value: Any) -> None:
        self.values = with_field(self.values, part, value)
        self._mark(part)
        self._acts.edited(self)

    def _reset(self, part: ParameterSpec) -> None:
        self._edited(part, None)
        self.controls[part.name].show(None, force=True)


def is_wide(part: ParameterSpec) -> bool:
    """Tell whether a field takes the whole width of a form or a row."""
    is_long = part.interpolation is Interpolation.TEXT or part.secret
    return is_long or part.ui.multiline or part.is_media or part.type in {ParameterType.JSON, ParameterType.GROUP}


def is_narrow(part: ParameterSpec) -> bool:
    """Tell whether a field on a line with others needs little room: a number, a switch, a choice of short words."""
    if part.rules.choices:
        return all(len(choice.label or str(choice.value)) <= _SHORT for choice in part.rules.choices)
    return part.type in {ParameterType.NUMBER, ParameterType.INTEGER, ParameterType.BOOLEAN}


def focus(element: ui.element) -> None:
    """Put the focus on an element, once it is there."""
    element.client.run_javascript(f"setTimeout(() => getHtmlElement({element.id})?.focus(), 30)")


def _one_of(label: str) -> str:
    """Name one of several: `LoRA` of `LoRAs`."""
    last = label.rpartition(" ")[2]
    is_plural = last.endswith("s") and not last.endswith(("ss", "us", "is")) and len(last) > 3
    if last.endswith("ies") and len(last) > 4:
        return f"{label[:-3]}y"
    return label[:-1] if is_plural else label
