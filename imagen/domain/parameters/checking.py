"""Say what is wrong with a value, by the type and the rules of its parameter."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from imagen.domain.parameters.reading import read_size
from imagen.domain.parameters.rules import MEDIA_TYPES, ParameterType
from imagen.domain.parameters.wording import listed, plain, short

if TYPE_CHECKING:
    from imagen.domain.parameters.spec import ParameterSpec


def problem_of(spec: ParameterSpec, value: Any) -> str | None:
    """Say what is wrong with a value, or None when it is right."""
    if value is None:
        return f"{spec.label} is required." if spec.required else None
    if spec.type in MEDIA_TYPES:
        return _media_problem(spec, value)
    if spec.type is ParameterType.GROUP:
        return _group_problem(spec, value)
    return _type_problem(spec, value) or _rules_problem(spec, value)


def _type_problem(spec: ParameterSpec, value: Any) -> str | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    right = {
        ParameterType.TEXT: isinstance(value, str) or (bool(spec.rules.choices) and is_number),
        ParameterType.INTEGER: is_number and isinstance(value, int),
        ParameterType.NUMBER: is_number and math.isfinite(value),
        ParameterType.BOOLEAN: isinstance(value, bool),
        ParameterType.JSON: True,
    }[spec.type]
    words = {
        ParameterType.TEXT: "a text",
        ParameterType.INTEGER: "a whole number",
        ParameterType.NUMBER: "a number",
        ParameterType.BOOLEAN: "true or false",
    }
    return None if right else f"{spec.label} must be {words[spec.type]}, and {short(value)} is not."


def _rules_problem(spec: ParameterSpec, value: Any) -> str | None:
    rules = spec.rules
    if (rules.choices or rules.size) and all(c.value != value for c in rules.choices):
        problem = _unlisted_problem(spec, value)
        if problem:
            return problem
    if isinstance(value, str):
        if spec.required and not value.strip():
            return f"{spec.label} is required."
        if rules.max_length is not None and len(value) > rules.max_length:
            return f"{spec.label} may have {rules.max_length:,} characters, and this has {len(value):,}."
    elif isinstance(value, int | float) and not isinstance(value, bool):
        return _range_problem(spec, value)
    return None


def _unlisted_problem(spec: ParameterSpec, value: Any) -> str | None:
    """Say what is wrong with a value that is not among the choices."""
    rules = spec.rules
    if rules.open_choices:
        return None
    if rules.size is None:
        return f"{spec.label} can be {listed(rules.choices)}, and {short(value)} is not among them."
    sides = read_size(value)
    if sides is None:
        words = f"{listed(rules.choices)} or " if rules.choices else ""
        return f"{spec.label} can be {words}a size such as 1024x768, and {short(value)} is neither."
    step = rules.size.multiple_of
    for side in sides:
        if side < rules.size.minimum or (rules.size.maximum is not None and side > rules.size.maximum):
            most = f"{rules.size.minimum} to {rules.size.maximum:,}" if rules.size.maximum else f"{rules.size.minimum}"
            return f"{spec.label} has sides of {most} pixels, and {side} is not."
        if step and side % step:
            return f"{spec.label} has sides in steps of {step} pixels, and {side} lies between two."
    return None


def _range_problem(spec: ParameterSpec, value: float) -> str | None:
    rules = spec.rules
    if rules.exclusive_minimum is not None and value <= rules.exclusive_minimum:
        return f"{spec.label} must be above {plain(rules.exclusive_minimum)}, and {short(value)} is not."
    if rules.exclusive_maximum is not None and value >= rules.exclusive_maximum:
        return f"{spec.label} must be below {plain(rules.exclusive_maximum)}, and {short(value)} is not."
    if rules.minimum is not None and value < rules.minimum:
        return f"{spec.label} must be at least {plain(rules.minimum)}, and {short(value)} is less."
    if rules.maximum is not None and value > rules.maximum:
        return f"{spec.label} must be at most {plain(rules.maximum)}, and {short(value)} is more."
    if rules.multiple_of and not _is_multiple(value, rules.multiple_of):
        return f"{spec.label} goes in steps of {plain(rules.multiple_of)}, and {short(value)} lies between two."
    return None


def _is_multiple(value: float, step: float) -> bool:
    if isinstance(value, int) and float(step).is_integer():
        return value % int(step) == 0
    quotient = value / step
    return math.isfinite(quotient) and abs(quotient - round(quotient)) < 1e-6


def _media_problem(spec: ParameterSpec, value: Any) -> str | None:
    items = value if isinstance(value, list | tuple) else [value]
    if not all(isinstance(item, str) and item for item in items):
        return f"{spec.label} takes products of the gallery or files."
    if spec.required and not items:
        return f"{spec.label} is required."
    if len(items) > spec.rules.max_items:
        return f"{spec.label} takes {spec.rules.max_items} at most, and {len(items)} were given."
    return _too_few(spec, len(items))


def _too_few(spec: ParameterSpec, given: int) -> str | None:
    if 0 < given < spec.rules.min_items:
        return (
            f"{spec.label} takes {spec.rules.min_items} at least, and {given} {'was' if given == 1 else 'were'} given."
        )
    return None


def _group_problem(spec: ParameterSpec, value: Any) -> str | None:
    if not isinstance(value, list | tuple) or not all(isinstance(row, Mapping) for row in value):
        return f"{spec.label} takes a list of rows, each with {_names(spec)}."
    if spec.required and not value:
        return f"{spec.label} is required."
    if len(value) > spec.rules.max_items:
        return f"{spec.label} takes {spec.rules.max_items} at most, and {len(value)} were given."
    known = {field.name for field in spec.fields}
    for number, row in enumerate(value, start=1):
        unknown = next((name for name in row if name not in known), None)
        if unknown is not None:
            return f"{spec.label}, row {number}: there is no {short(unknown)}. It has {_names(spec)}."
        for part in spec.fields:
            problem = part.problem(row.get(part.name, part.default))
            if problem:
                return f"{spec.label}, row {number}: {problem}"
    return _too_few(spec, len(value))


def _names(spec: ParameterSpec) -> str:
    return ", ".join(field.name for field in spec.fields)
