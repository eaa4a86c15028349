"""Choices from a list: one by a click, several by ticking them, anything else by typing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from imagen.domain.expansion import Problem, escape_value
from imagen.domain.parameters import Choice, Interpolation, ParameterSpec, ParameterType, read_size
from imagen.ui import design as d
from imagen.ui.pages.order.controls.choice_words import are_drawn, entry_slot, name_slot, readable
from imagen.ui.pages.order.controls.control import Control, Edited, as_written, short
from imagen.ui.pages.order.controls.expansion import ExpansionControl
from imagen.ui.pages.order.controls.plain import PlainControl
from imagen.ui.pages.order.controls.size_entry import SizeEntry

_MANY = 12
_OWN_SIZE = "\x00size"
_OTHER = "\x00other"
ON_OFF = (Choice("true", "On"), Choice("false", "Off"))


class ChoiceControl(Control):
    """A select for one choice; pills for several, each of which makes its own generations; an entry for the rest.

    The mode is `one`, `several`, `size` (a size of one's own, where the parameter takes sizes) or `typed`.
    """

    def __init__(self, spec: ParameterSpec, value: Any, on_edit: Edited) -> None:
        super().__init__(spec, on_edit)
        choices = ON_OFF if spec.type is ParameterType.BOOLEAN else spec.rules.choices
        self._labels = {
            as_written(choice.value): choice.label or readable(as_written(choice.value)) for choice in choices
        }
        self._takes_several = spec.interpolation is Interpolation.VALUES
        self._value = value
        self._showing = False
        self._typed: Control | None = None
        self._size: SizeEntry | None = None
        self._mode = self._mode_of(value)
        self.field = self._frame()
        with self.field:
            self._body = d.node("div", "choice-body")
        with self.field.side:
            self._switcher = d.button("several", self._turn, kind="link", small=True)
        self._build()

    def show(self, value: Any, *, force: bool) -> bool:
        if as_written(value) == as_written(self._value):
            return True
        mode = self._mode_of(value)
        if self._typed is not None and mode == "typed":
            shown = self._typed.show(value, force=force)
            self._value = value if shown else self._value
            return shown
        self._value = value
        fits = self._mode not in {"typed", "size"} and mode in {"one", self._mode}
        if self._size is not None and mode == "size":
            self._size.show(value)
            return True
        self._mode = self._mode if fits else mode
        self._build()
        return True

    def show_problems(self, problems: Sequence[Problem], value: Any) -> None:
        if self._typed is not None:
            self._typed.show_problems(problems, value)
        else:
            super().show_problems(problems, value)

    def _mode_of(self, value: Any) -> str:
        chosen = self._chosen(value)
        takes_size = self.spec.rules.size is not None
        if chosen is None:
            return "size" if takes_size and read_size(as_written(value)) else "typed"
        if not self._labels and takes_size:
            return "size"
        return "one" if len(chosen) < 2 else "several"

    def _chosen(self, value: Any) -> list[str] | None:
        """Read which choices a value names; None where it says something else, such as one at random."""
        written = as_written(value).strip()
        if not written:
            return []
        if written in self._labels:
            return [written]
        parts = [part.strip().replace("\\,", ",").replace("\\|", "|") for part in written.split(",")]
        known = self._takes_several and all(part in self._labels for part in parts)
        return parts if known else None

    def _build(self) -> None:
        self._body.clear()
        self._typed = self._size = None
        self.field.set_error("")
        is_wide = self._mode in {"several", "size"}
        self.field.classes(add="full" if is_wide else "", remove="" if is_wide else "full")
        self._say_way_out()
        with self._body:
            if self._mode == "typed":
                make = ExpansionControl if self._takes_several else PlainControl
                self._typed = make(self.spec, self._value, self._take_typed)
                self._typed.field.classes("bare")
            elif self._mode == "size":
                self._size = SizeEntry(self.spec, self._value, self._edit_value)
            elif self._mode == "several":
                self._pills()
            else:
                self._select()

    def _say_way_out(self) -> None:
        words = {"one": "several", "several": "just one", "typed": "choose", "size": "presets"}
        bare = {"typed": "one size", "size": "several"}
        self._switcher.set_text((words if self._labels else bare | {"one": "", "several": ""})[self._mode])
        can_turn = self._takes_several or (bool(self._labels) and self._mode in {"typed", "size"})
        self._switcher.set_visibility(can_turn)

    def _select(self) -> None:
        default = as_written(self.spec.default)
        chosen = self._chosen(self._value) or []
        options = dict(self._labels)
        if default not in options:
            options = {"": self._blank_label(), **options}
            default = ""
        if self.spec.rules.size is not None:
            options[_OWN_SIZE] = "Custom size…"
        elif self.spec.rules.open_choices:
            options[_OTHER] = "Something else…"
        select = d.select(
            options,
            chosen[0] if chosen else default,
            on_change=lambda event: self._selected(event.value, default),
            label=self.spec.label,
            searchable=len(options) > _MANY,
        )
        drawn = are_drawn(self._labels.values())
        select.classes("full").add_slot("selected-item", name_slot(drawn=drawn))
        select.add_slot("option", entry_slot(drawn=drawn))

    def _blank_label(self) -> str:
        default = as_written(self.spec.default)
        return default or self.spec.ui.placeholder or ("Choose…" if self.spec.required else "Not set")

    def _selected(self, value: Any, default: str) -> None:
        if value in {_OWN_SIZE, _OTHER}:
            self._mode = "size" if value == _OWN_SIZE else "typed"
            self._value = ""
            self._build()
            return
        self._edit_value("" if value in (None, default) else str(value))

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
        if not self._labels:
            self._turn_size()
        elif self._mode == "one":
            self._mode = "several"
            if not chosen and self.spec.default is not None:
                self._value = as_written(self.spec.default)
        else:
            self._mode = "one"
            self._edit_value(chosen[0] if chosen else "")
        self._build()

    def _turn_size(self) -> None:
        """Go from one size to several that are typed, and back to the first of them."""
        if self._mode == "size":
            self._mode = "typed"
            return
        first = as_written(self._value).partition(",")[0].strip()
        self._mode = "size"
        self._edit_value(first if read_size(first) else "")

    def _type(self) -> None:
        self._mode = "typed"
        self._build()

    def _take_typed(self, _name: str, value: Any) -> None:
        self._edit_value(value)

    def _edit_value(self, value: str) -> None:
        self._value = value
        self._edit(value)
