"""Read limits, choices and defaults out of a schema, and make a default agree with the limits beside it."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from imagen.domain.parameters import Choice, ParameterSpec, ParameterType, ValidationRules
from imagen.providers.schema.notes import FieldNote, NoteKind
from imagen.providers.schema.wording import is_storable

MOST_CHOICES = 1000
_LARGEST = 2**53
_LONGEST_CHOICE = 300
_LONGEST_DEFAULT = 20_000
_ROW_RANGE = re.compile(r"(-?\d{1,9}(?:\.\d{1,9})?)\s*(?:–|—|\bto\b|\.\.|-)\s*(-?\d{1,9}(?:\.\d{1,9})?)")


def number_rules(schema: Mapping[str, Any], *, whole: bool) -> ValidationRules:
    """Read the range and step of a number; limits that are none are passed over."""
    low, high = _limit(schema, "minimum", "ge"), _limit(schema, "maximum", "le")
    above, below = _limit(schema, "exclusiveMinimum", "gt"), _limit(schema, "exclusiveMaximum", "lt")
    if schema.get("exclusiveMinimum") is True:
        low, above = None, low
    if schema.get("exclusiveMaximum") is True:
        high, below = None, high
    if low is None and high is None and above is None:
        low, high = _range_of_row(schema.get("x-doc-row"))
    if whole:
        low = low if above is None else max(math.floor(above) + 1, low if low is not None else -_LARGEST)
        high = high if below is None else min(math.ceil(below) - 1, high if high is not None else _LARGEST)
        above = below = None
    return ValidationRules(
        minimum=low, maximum=high, multiple_of=_step(schema), exclusive_minimum=above, exclusive_maximum=below
    )


def _limit(schema: Mapping[str, Any], *names: str) -> float | None:
    for name in names:
        value = schema.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= _LARGEST:
            return value
    return None


def _step(schema: Mapping[str, Any]) -> float | None:
    step = _limit(schema, "multipleOf")
    return step if step is not None and step > 1e-12 else None


def _range_of_row(row: Any) -> tuple[float | None, float | None]:
    """Read a range such as 1–150 out of a row of the recipe tables."""
    found = _ROW_RANGE.search(row[:500]) if isinstance(row, str) else None
    if found is None:
        return None, None
    low, high = (float(text) if "." in text else int(text) for text in found.groups())
    return (low, high) if low < high else (None, None)


def whole_number(value: Any, least: int = 0, most: int = 10_000_000) -> int | None:
    """Give a length or count when it is a sensible one."""
    right = isinstance(value, int) and not isinstance(value, bool) and least <= value <= most
    return value if right else None


def read_choices(values: Any, kind: str) -> tuple[Choice, ...] | None:
    """Read an enum in the kind of its schema, one past the most at most; None when there are things no form can list."""
    found: dict[tuple[type, Any], Choice] = {}
    for value in values[: MOST_CHOICES + 1] if isinstance(values, list) else ():
        if value is None:
            continue
        if not isinstance(value, str | int | float):
            return None
        fitting = as_kind(value, kind)
        if isinstance(fitting, str) and (len(fitting) > _LONGEST_CHOICE or not is_storable(fitting)):
            continue
        if fitting is not None:
            found.setdefault((type(fitting), fitting), Choice(fitting))
    return tuple(found.values())


def as_kind(value: Any, kind: str) -> Any:
    """Give a value in the kind of its schema when it is only written differently (`"5"` for 5), else None."""
    if kind in {"integer", "number"}:
        return _as_number(value, whole=kind == "integer")
    if kind == "boolean":
        words = {"true": True, "false": False}
        return value if isinstance(value, bool) else words.get(value.casefold()) if isinstance(value, str) else None
    if kind == "string" and isinstance(value, bool):
        return "true" if value else "false"
    return value


def _as_number(value: Any, *, whole: bool) -> int | float | None:
    if isinstance(value, str):
        try:
            value = float(value) if len(value) <= 40 else None
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if isinstance(value, int):
        return value if abs(value) <= 2**64 else None
    if not math.isfinite(value):
        return None
    if value.is_integer() and (whole or abs(value) < _LARGEST):
        return int(value) if abs(value) <= 2**64 else None
    return None if whole else value


def with_default(spec: ParameterSpec, default: Any) -> tuple[ParameterSpec, tuple[FieldNote, ...]]:
    """Give the parameter its default; limits that the default breaks are widened, a default beyond help is dropped."""
    spec, notes = _sane_range(spec)
    if default is None:
        return spec, notes
    value = _fitting(spec, default)
    if value is None or (isinstance(value, str) and (len(value) > _LONGEST_DEFAULT or not is_storable(value))):
        text = "The default that is published is not one of the values it takes, so none is set."
        return spec, (*notes, FieldNote(spec.name, NoteKind.DEFAULT_DROPPED, text))
    wider = _widened(spec, value)
    if wider is not spec:
        text = f"The default {value} lies outside the published limits, so the limits were widened."
        notes = (*notes, FieldNote(spec.name, NoteKind.LIMIT_WIDENED, text))
    if replace(wider, required=False).problem(value) is not None:
        text = "The default that is published is not one of the values it takes, so none is set."
        return spec, (*notes, FieldNote(spec.name, NoteKind.DEFAULT_DROPPED, text))
    return replace(wider, default=value), notes


def _sane_range(spec: ParameterSpec) -> tuple[ParameterSpec, tuple[FieldNote, ...]]:
    rules = spec.rules
    low = rules.minimum if rules.exclusive_minimum is None else rules.exclusive_minimum
    high = rules.maximum if rules.exclusive_maximum is None else rules.exclusive_maximum
    if low is None or high is None or low <= high:
        return spec, ()
    text = "The published limits contradict each other, so there are none."
    bare = replace(rules, minimum=None, maximum=None, exclusive_minimum=None, exclusive_maximum=None)
    return replace(spec, rules=bare), (FieldNote(spec.name, NoteKind.LIMIT_DROPPED, text),)


_KINDS = {
    ParameterType.INTEGER: "integer",
    ParameterType.NUMBER: "number",
    ParameterType.BOOLEAN: "boolean",
    ParameterType.TEXT: "string",
}


def _fitting(spec: ParameterSpec, default: Any) -> Any:
    """Give a default as a value of the parameter's type, matched with its choices whatever the case."""
    value = as_kind(default, _KINDS.get(spec.type, ""))
    if spec.type is ParameterType.TEXT and not isinstance(value, str) and not spec.rules.choices:
        value = str(value) if isinstance(value, int | float) else None
    choices = spec.rules.choices
    if not choices or any(choice.value == value for choice in choices):
        return value
    written = str(value).casefold()
    return next((choice.value for choice in choices if str(choice.value).casefold() == written), value)


def _widened(spec: ParameterSpec, value: Any) -> ParameterSpec:
    rules = spec.rules
    if isinstance(value, str) and rules.max_length is not None and len(value) > rules.max_length:
        return replace(spec, rules=replace(rules, max_length=len(value)))
    if isinstance(value, bool) or not isinstance(value, int | float) or rules.choices:
        return spec
    if (rules.minimum is not None and value < rules.minimum) or _at_least(rules.exclusive_minimum, value):
        rules = replace(rules, minimum=value, exclusive_minimum=None)
    if (rules.maximum is not None and value > rules.maximum) or _at_least(value, rules.exclusive_maximum):
        rules = replace(rules, maximum=value, exclusive_maximum=None)
    if rules.multiple_of and replace(spec, rules=rules, required=False).problem(value) is not None:
        rules = replace(rules, multiple_of=None)
    return spec if rules is spec.rules else replace(spec, rules=rules)


def _at_least(one: float | None, other: float | None) -> bool:
    return one is not None and other is not None and one >= other
