"""The fields of the chosen model, built from its spec: the prompts, then the rest, then the advanced ones behind a fold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from nicegui import ui

from imagen.domain.expansion import Factor, Problem
from imagen.domain.parameters import Interpolation, ParameterSetSpec, ParameterSpec, Role
from imagen.ui import design as d
from imagen.ui.components.expansion_editor import ExpansionEditor
from imagen.ui.pages.order.controls.advanced import Advanced
from imagen.ui.pages.order.controls.control import Control, Edited, as_written, differs
from imagen.ui.pages.order.controls.expansion import ExpansionControl
from imagen.ui.pages.order.controls.fitting import MediaSource, control_for
from imagen.ui.pages.order.controls.group_row import is_wide
from imagen.ui.pages.order.controls.media import Find, MediaControl, Pick
from imagen.ui.pages.order.controls.section import Section
from imagen.ui.pages.order.state import is_blank
from imagen.ui.pages.order.wording import field_count

_MOST_SAID = 32


class ParameterForm:
    """All fields of one model; another model is another build of it."""

    def __init__(
        self, *, on_edit: Edited, on_reset: Callable[[str], Any], find: Find, pick: Pick, project_id: UUID | None
    ) -> None:
        self._on_edit = on_edit
        self._on_reset = on_reset
        self._sections: list[tuple[Section, list[str]]] = []
        self._media = MediaSource(find, pick, project_id)
        self._negative: Section | None = None
        self._place = d.stack(3, "parameters").mark("parameters")
        self.controls: dict[str, Control] = {}

    def build(self, spec: ParameterSetSpec, values: Mapping[str, Any]) -> None:
        """Make the fields anew for a spec, filled with what is known."""
        self._place.clear()
        self.controls = {}
        self._sections = []
        self._negative = None
        main = [p for p in spec.parameters if not p.ui.advanced]
        with self._place:
            for parameter in main:
                if is_wide(parameter):
                    self._add(parameter, values)
            with d.field_grid(2):
                for parameter in main:
                    if not is_wide(parameter):
                        self._add(parameter, values)
            self._advanced([p for p in spec.parameters if p.ui.advanced], values)
        self.mark(values)

    def mark(self, values: Mapping[str, Any]) -> None:
        """Show which values differ from their defaults, also where they are folded away."""
        for name, control in self.controls.items():
            control.mark(values.get(name))
        for section, names in self._sections:
            changed = sum(1 for name in names if differs(self.controls[name].spec, values.get(name)))
            if section is not self._negative:
                section.say(str(len(names)), f"{changed} changed" if changed else "")
            else:
                section.say(_beginning(values.get(names[0])))

    def show(self, values: Mapping[str, Any], names: Iterable[str] | None = None, *, force: bool) -> None:
        """Show other values, all of them or those named."""
        wanted = None if names is None else set(names)
        for name, control in self.controls.items():
            if wanted is None or name in wanted:
                control.show(values.get(name), force=force)

    def show_plan(
        self, values: Mapping[str, Any], problems: Sequence[Problem], factors: Sequence[Factor], *, insist: bool
    ) -> None:
        """Put problems and counts to their fields; blank required fields are told only to who insists."""
        for name, control in self.controls.items():
            value = values.get(name)
            own = [p for p in problems if p.parameter == name]
            control.show_problems([] if control.lacks(value) and not insist else own, value)
            control.set_count(field_count(factors, name))

    def missing(self, values: Mapping[str, Any], problems: Sequence[Problem]) -> list[ParameterSpec]:
        """Give the parameters that are wanted and still blank; nobody has made a mistake there yet."""
        wrong = {p.parameter for p in problems}
        return [c.spec for name, c in self.controls.items() if name in wrong and c.lacks(values.get(name))]

    @property
    def editors(self) -> dict[str, ExpansionEditor]:
        """The editors of texts, by parameter."""
        return {
            name: control.editor
            for name, control in self.controls.items()
            if isinstance(control, ExpansionControl) and control.spec.interpolation is Interpolation.TEXT
        }

    def media(self, kind: str) -> MediaControl | None:
        """Find the field that takes a kind of product."""
        return next(
            (c for c in self.controls.values() if isinstance(c, MediaControl) and c.spec.type in {kind, "file"}), None
        )

    @property
    def taking_in(self) -> str:
        """Name a field into which a file is on its way, nothing where none is."""
        controls = self.controls.values()
        return next((c.spec.label for c in controls if isinstance(c, MediaControl) and c.is_taking_in), "")

    def _advanced(self, parameters: Sequence[ParameterSpec], values: Mapping[str, Any]) -> None:
        if not parameters:
            return
        used = any(differs(p, values.get(p.name)) for p in parameters)
        advanced = Advanced(parameters, lambda parameter: self._add(parameter, values), opened=used)
        self._sections.append((advanced.section, [p.name for p in parameters]))

    def _add(self, parameter: ParameterSpec, values: Mapping[str, Any]) -> Control:
        value = values.get(parameter.name)
        if parameter.role is Role.NEGATIVE_PROMPT:
            self._negative_prompt(parameter, value)
        else:
            self.controls[parameter.name] = self._control(parameter, value)
        return self.controls[parameter.name]

    def _negative_prompt(self, parameter: ParameterSpec, value: Any) -> None:
        section = Section(parameter.label, opened=not is_blank(value), classes="negative-prompt")
        with section.element:
            self.controls[parameter.name] = self._control(parameter, value)
        self._sections.append((section, [parameter.name]))
        self._negative = section

    def _control(self, parameter: ParameterSpec, value: Any) -> Control:
        made = control_for(parameter, value, self._on_edit, self._media)
        if is_wide(parameter):
            made.field.classes("full")
        made.on_reset(self._on_reset)
        return made

    @property
    def element(self) -> ui.element:
        """The element that holds the fields."""
        return self._place


def _beginning(value: Any) -> str:
    text = " ".join(as_written(value).split())
    return text if len(text) <= _MOST_SAID else f"{text[:_MOST_SAID]}…"
