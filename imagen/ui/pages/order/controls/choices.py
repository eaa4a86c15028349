"""Choices from a list: one by a click, several by ticking them, anything else by typing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from imagen.domain.expansion import Problem, escape_value
from imagen.domain.parameters import Choice, Interpolation, ParameterSpec, ParameterType
from imagen.ui import design as d
from imagen.ui.pages.order.controls.control import Control, Edited, as_written, short
from imagen.ui.pages.order.controls.expansion import ExpansionControl

_MANY = 12
# A closed select shows the name of a choice, its list also what explains it.
_NAME = """<span>{{ props.opt.label.split(': ')[0] }}</span>"""
_ENTRY = """
<q-item v-bind="props.itemProps"><q-item-section>
  <q-item-label>{{ props.opt.label.split(': ')[0] }}</q-item-label>
  <q-item-label v-if="props.opt.label.includes(': ')" class="choice-words">
    {{ props.opt.label.split(': ').slice(1).join(': ') }}
  </q-item-label>
</q-item-section></q-item>
"""
ON_OFF = (Choice("true", "On"), Choice("false", "Off"))


class ChoiceControl(Control):
    """A select for one choice; pills for several, each of which makes its own generations; an editor for the rest."""

    def __init__(self, spec: ParameterSpec, value: Any, on_edit: Edited) -> None:
        super().__init__(spec, on_edit)
        choices = ON_OFF if spec.type is ParameterType.BOOLEAN else spec.rules.choices
        self._labels = {as_written(choice.value): choice.label or as_written(choice.value) for choice in choices}
        self._takes_several = spec.interpolation is Interpolation.VALUES
        self._value = value
        self._showing = False
        self._typed: ExpansionControl | None = None
        self._mode = self._mode_of(value)
        self.field = self._frame()
        with self.field:
            self._body = d.node("div", "choice-body")
        with self.field.side:
            self._switcher = d.button("several", self._turn, kind="link", small=True)
        self._switcher.set_visibility(self._takes_several)
        self._build()

    def show(self, value: Any, *, force: bool) -> bool:
        if as_written(value) == as_written(self._value):
            return True
        self._value = value
        fits = self._mode != "typed" and self._mode_of(value) in {"one", self._mode}
        self._mode = self._mode if fits else self._mode_of(value)
        self._build()
        return True

    def show_problems(self, problems: Sequence[Problem], value: Any) -> None:
        if self._typed is not None:
            self._typed.show_problems(problems, value)
        else:
            super().show_problems(problems, value)

    def _mode_of(self, value: Any) -> str:
        chosen = self._chosen(value)
        if chosen is None:
            return "typed" if self._takes_several else "one"
        return "one" if len(chosen) < 2 else "several"

    def _chosen(self, value: Any) -> list[str] | None:
        """Read which choices a value names; None where it says something else, such as one at random."""
        written = as_written(value).strip()
        if not written:
            return []
        if written in self._labels:
            return [written]
        parts = [part.strip().replace("\\,", ",").replace("\\|", "|") for part in written.split(",")]
        return parts if all(part in self._labels for part in parts) else None

    def _build(self) -> None:
        self._body.clear()
        self._typed = None
        self.field.classes(
            add="full" if self._mode == "several" else "", remove="" if self._mode == "several" else "full"
        )
        self._switcher.set_text({"one": "several", "several": "just one", "typed": "choose"}[self._mode])
        with self._body:
            if self._mode == "typed":
                self._typed = ExpansionControl(self.spec, self._value, self._take_typed)
                self._typed.field.classes("bare")
            elif self._mode == "several":
                self._pills()
            else:
                self._select()

    def _select(self) -> None:
        default = as_written(self.spec.default)
        chosen = self._chosen(self._value) or []
        options = dict(self._labels)
        if default not in options:
            options = {"": "Not set", **options}
        select = d.select(
            options,
            chosen[0] if chosen else default,
            on_change=lambda event: self._edit_value("" if event.value == default else str(event.value)),
            label=self.spec.label,
            searchable=len(options) > _MANY,
        )
        select.classes("full").add_slot("selected-item", _NAME)
        select.add_slot("option", _ENTRY)

    def _pills(self) -> None:
        chosen = self._chosen(self._value) or []
        with d.cluster(1, "choice-pills").props("role=group") as group:
            group.props["aria-label"] = self.spec.label
            for value, label in self._labels.items():
                pill = d.pill(short(label), on=value in chosen, on_click=lambda value=value: self._toggle(value))
                pill.props["title"] = label
            if self._takes_several:
                d.button("Type…", self._type, kind="link", small=True)

    def _toggle(self, value: str) -> None:
        chosen = self._chosen(self._value) or []
        chosen = [c for c in chosen if c != value] if value in chosen else [*chosen, value]
        ordered = [known for known in self._labels if known in chosen]
        self._edit_value(", ".join(escape_value(known) for known in ordered))
        self._build()

    def _turn(self) -> None:
        chosen = self._chosen(self._value)
        if self._mode == "one":
            self._mode = "several"
            if not chosen and self.spec.default is not None:
                self._value = as_written(self.spec.default)
        else:
            self._mode = "one"
            self._edit_value(chosen[0] if chosen else "")
        self._build()

    def _type(self) -> None:
        self._mode = "typed"
        self._build()

    def _take_typed(self, _name: str, value: Any) -> None:
        self._edit_value(value)

    def _edit_value(self, value: str) -> None:
        self._value = value
        self._edit(value)
