"""What no control can hold is written as JSON: set like code, said where it is wrong, put in order when it is left."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from imagen.domain.expansion import Problem
from imagen.domain.parameters import ParameterSpec
from imagen.ui import design as d
from imagen.ui.pages.order.controls.control import Edited, written
from imagen.ui.pages.order.controls.plain import PlainControl

_ONE_LINE = 44


@dataclass(frozen=True)
class JsonFault:
    """Where JSON is wrong (`line` and `column` from 1, `at` from 0) and why."""

    line: int
    column: int
    at: int
    why: str

    def __str__(self) -> str:
        return f"Line {self.line}, column {self.column}: {self.why}."


class JsonControl(PlainControl):
    """An editor of JSON; its reason stands below it."""

    def __init__(self, spec: ParameterSpec, value: Any, on_edit: Edited) -> None:
        super().__init__(spec, value, on_edit)
        self.field.classes("json-field")
        self._input.props.update({"spellcheck": "false", "autocapitalize": "off", "autocomplete": "off"})
        with self.field.side:
            self._goto = d.button("go there", self._go, kind="link", small=True)
        self._goto.set_visibility(False)
        self._at = 0

    def show_problems(self, problems: Sequence[Problem], value: Any) -> None:
        fault = json_fault(value) if problems and isinstance(value, str) else None
        self._goto.set_visibility(fault is not None)
        if fault is None:
            super().show_problems(problems, value)
            return
        self._at = fault.at
        self.field.set_error(str(fault))

    def _text(self, value: Any) -> str:
        return value if isinstance(value, str) else formatted(written(self.spec, value))

    def _hint(self) -> str:
        return self.spec.hint

    def _hold(self, focused: bool) -> None:
        super()._hold(focused)
        text = str(self._input.value or "")
        tidy = formatted(text)
        if not focused and tidy != text:
            self._set(tidy)
            self._edit(tidy)

    def _go(self) -> None:
        """Put the cursor where the fault is."""
        self._input.client.run_javascript(
            f"{{ const text = getHtmlElement({self._input.id}); text.focus();"
            f" text.setSelectionRange({self._at}, {self._at + 1}); }}"
        )


def json_fault(text: str) -> JsonFault | None:
    """Find what is wrong with JSON as it was typed; None where it can be read or nothing was typed."""
    if not text.strip():
        return None
    try:
        json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        return JsonFault(error.lineno, error.colno, error.pos, _lower(error.msg))
    except RecursionError:
        return JsonFault(1, 1, 0, "this is nested too deeply")
    except ValueError as error:
        at = max(text.find(str(error).partition(" ")[0]), 0)
        return JsonFault(text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at), at, str(error))
    return None


def formatted(text: str) -> str:
    """Put JSON in order: short on one line, else indented; as it is where that would lose or change anything."""
    if not text.strip() or json_fault(text):
        return text
    try:
        value = json.loads(text, object_pairs_hook=_distinct, parse_int=_Number, parse_float=_Number)
        short = _dumped(value)
        return short if len(short) <= _ONE_LINE else _dumped(value, indent=2)
    except (ValueError, RecursionError):
        return text


class _Number(float):
    """A number that is written again as it was typed."""

    typed: str

    def __new__(cls, typed: str) -> _Number:
        made = super().__new__(cls, typed)
        made.typed = typed
        return made


def _dumped(value: Any, indent: int | None = None, depth: int = 1) -> str:
    if isinstance(value, _Number):
        return value.typed
    if not isinstance(value, dict | list) or not value:
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, dict):
        parts = [
            f"{json.dumps(name, ensure_ascii=False)}: {_dumped(v, indent, depth + 1)}" for name, v in value.items()
        ]
    else:
        parts = [_dumped(item, indent, depth + 1) for item in value]
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    if indent is None:
        return f"{opening}{', '.join(parts)}{closing}"
    space = " " * indent * depth
    return f"{opening}\n{space}" + f",\n{space}".join(parts) + f"\n{space[indent:]}{closing}"


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("A name is there twice.")
    return made


def _refuse(name: str) -> Any:
    raise ValueError(f"{name} is no JSON value")


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
