"""The part of the form that few need: folded away, in its groups, and searchable where there is a lot of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from nicegui import ui

from imagen.domain.parameters import ParameterSpec
from imagen.ui import design as d
from imagen.ui.components.elements import Text
from imagen.ui.pages.order.controls.control import Control
from imagen.ui.pages.order.controls.section import Section

MANY = 12


def grouped(parameters: Sequence[ParameterSpec]) -> list[tuple[str, list[ParameterSpec]]]:
    """Put parameters into their groups, those of none first; a group of one needs no head of its own."""
    groups: dict[str, list[ParameterSpec]] = {"": []}
    sizes = [parameter.ui.group for parameter in parameters]
    for parameter in parameters:
        name = parameter.ui.group if sizes.count(parameter.ui.group) > 1 else ""
        groups.setdefault(name, []).append(parameter)
    return [(name, found) for name, found in groups.items() if found]


def label_within(parameter: ParameterSpec) -> str:
    """Give a label as it stands below the head of its group: `Speed` of `Voice setting: speed`."""
    before = f"{parameter.ui.group}: "
    if not parameter.ui.group or not parameter.label.startswith(before):
        return parameter.label
    rest = parameter.label.removeprefix(before)
    return rest[:1].upper() + rest[1:]


def matches(parameter: ParameterSpec, words: Iterable[str]) -> bool:
    """Tell whether all words are in what a parameter is called or is for."""
    about = f"{parameter.label} {parameter.name} {parameter.ui.group} {parameter.hint}".casefold()
    return all(word in about for word in words)


class Advanced:
    """The folded part; `add(parameter)` makes the control of one parameter where the page is being built."""

    def __init__(
        self, parameters: Sequence[ParameterSpec], add: Callable[[ParameterSpec], Control], *, opened: bool
    ) -> None:
        self.section = Section("Advanced", opened=opened, classes="advanced")
        self._controls: list[Control] = []
        self._groups: list[tuple[ui.element, list[Control]]] = []
        self._nothing: Text | None = None
        with self.section.element:
            if len(parameters) > MANY:
                self._make_filter()
            for name, found in grouped(parameters):
                self._make_group(name, found, add)

    def _make_filter(self) -> None:
        with d.node("div", "advanced-filter"):
            d.icon("search")
            field = d.text_input(
                "", on_change=lambda event: self._filter(str(event.value or "")), label="Filter", placeholder="Filter"
            )
        field.props.update({"type": "search", "clearable": True, "debounce": 120})
        self._nothing = d.text("Nothing in here is called that.", "advanced-none")
        self._nothing.set_visibility(False)

    def _make_group(
        self, name: str, parameters: Sequence[ParameterSpec], add: Callable[[ParameterSpec], Control]
    ) -> None:
        place = d.node("div", "advanced-group", role="group" if name else None, aria_label=name or None)
        with place:
            if name:
                d.text(name, "advanced-head", tag="h3")
            with d.field_grid(2):
                made = [add(parameter) for parameter in parameters]
        if name:
            for control in made:
                control.field.set_label(label_within(control.spec))
        self._controls += made
        self._groups.append((place, made))

    def _filter(self, written: str) -> None:
        words = written.casefold().split()
        for place, controls in self._groups:
            found = [control for control in controls if matches(control.spec, words)]
            for control in controls:
                control.field.set_visibility(control in found)
            place.set_visibility(bool(found))
        if self._nothing is not None:
            self._nothing.set_visibility(not any(matches(control.spec, words) for control in self._controls))
