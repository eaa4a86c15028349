"""What a factory accepts: the specification of each parameter and of the set, and validation that reports every problem."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from imagen.domain.errors import FieldProblem


class ParameterType(StrEnum):
    """What kind of value a parameter holds; the four media types hold references to products, a group holds rows."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    IMAGE = "image"
    VIDEO = "video"
    AUDIO = "audio"
    FILE = "file"
    JSON = "json"
    GROUP = "group"


MEDIA_TYPES = frozenset({ParameterType.IMAGE, ParameterType.VIDEO, ParameterType.AUDIO, ParameterType.FILE})


class Interpolation(StrEnum):
    """How a parameter takes part in the expansion of an order."""

    NONE = "none"
    TEXT = "text"
    VALUES = "values"


class Role(StrEnum):
    """What a parameter means to Imagen itself, whatever a provider calls it."""

    PROMPT = "prompt"
    NEGATIVE_PROMPT = "negative_prompt"
    SEED = "seed"
    OUTPUTS = "outputs"
    INPUT = "input"


@dataclass(frozen=True)
class Choice:
    """One of the values a parameter is limited to, with the label people read."""

    value: Any
    label: str = ""


@dataclass(frozen=True)
class SizeLimits:
    """Limits of each side of a size in pixels, which is written as `1024x768`."""

    minimum: int = 1
    maximum: int | None = None
    multiple_of: int | None = None


@dataclass(frozen=True)
class ValidationRules:
    """Limits of a value: numbers by range and step, texts by length, anything by choices, media and groups by how many.

    With `open_choices` the choices are suggestions; with `size` a size is right beside the choices.
    """

    minimum: float | None = None
    maximum: float | None = None
    multiple_of: float | None = None
    max_length: int | None = None
    choices: tuple[Choice, ...] = ()
    max_items: int = 1
    min_items: int = 0
    exclusive_minimum: float | None = None
    exclusive_maximum: float | None = None
    open_choices: bool = False
    size: SizeLimits | None = None


@dataclass(frozen=True)
class UIHints:
    """How a form shows a parameter; `advanced` ones stand behind a fold."""

    label: str = ""
    advanced: bool = False
    multiline: bool = False
    slider: bool = False
    group: str = ""
    unit: str = ""
    placeholder: str = ""


@dataclass(frozen=True)
class ParameterSpec:
    """One parameter of a factory.

    A group holds a list of rows, each a mapping from the names of `fields` to their values. A `secret` is shown to nobody
    and kept nowhere.
    """

    name: str
    type: ParameterType
    required: bool = False
    default: Any = None
    hint: str = ""
    rules: ValidationRules = field(default_factory=ValidationRules)
    interpolation: Interpolation = Interpolation.NONE
    ui: UIHints = field(default_factory=UIHints)
    role: Role | None = None
    fields: tuple[ParameterSpec, ...] = ()
    secret: bool = False

    @property
    def label(self) -> str:
        """Name the parameter for people."""
        return self.ui.label or self.name.replace("_", " ").capitalize()

    @property
    def is_media(self) -> bool:
        return self.type in MEDIA_TYPES

    def limits(self) -> str:
        """Describe the allowed values in a few words, or nothing."""
        return _describe_limits(self.type, self.rules)

    def convert(self, written: str) -> Any:
        """Turn what was written into a value of this parameter's type.

        Numbers are in JSON's notation with ASCII digits. Raises ValueError with a sentence for people.
        """
        return _CONVERTERS[self.type](self, written.strip() if self.type is not ParameterType.TEXT else written)

    def problem(self, value: Any) -> str | None:
        """Say what is wrong with a value, or None when it is right."""
        if value is None:
            return f"{self.label} is required." if self.required else None
        if self.is_media:
            return _media_problem(self, value)
        if self.type is ParameterType.GROUP:
            return _group_problem(self, value)
        return _type_problem(self, value) or _rules_problem(self, value)


@dataclass(frozen=True)
class ParameterSetSpec:
    """All parameters of a factory, in the order in which forms show them and expansions turn them."""

    parameters: tuple[ParameterSpec, ...]

    def __post_init__(self) -> None:
        names = [p.name for p in self.parameters]
        if len(names) != len(set(names)):
            raise ValueError("A parameter set spec names a parameter twice.")

    def get(self, name: str) -> ParameterSpec | None:
        return next((p for p in self.parameters if p.name == name), None)

    def with_role(self, role: Role) -> ParameterSpec | None:
        return next((p for p in self.parameters if p.role is role), None)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(p.name for p in self.parameters)

    def defaults(self) -> dict[str, Any]:
        """Give the default of every parameter that has one."""
        return {p.name: p.default for p in self.parameters if p.default is not None}

    def validate(self, values: Mapping[str, Any]) -> list[FieldProblem]:
        """Report everything that is wrong with a generation parameter set: unknown, missing and bad values."""
        problems = [self._unknown(name) for name in values if name not in self.names]
        for parameter in self.parameters:
            message = parameter.problem(values.get(parameter.name, parameter.default))
            if message:
                problems.append(FieldProblem(parameter.name, message))
        return problems

    def _unknown(self, name: str) -> FieldProblem:
        from imagen.domain.nearness import nearest

        near = nearest(name, self.names)
        hint = f" Did you mean {near}?" if near else f" It has: {', '.join(self.names)}."
        return FieldProblem(
            name, f"This model has no parameter named {name}.{hint}", "unknown-parameter", suggestion=near
        )


_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)\Z")
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?\Z")
_SIZE = re.compile(r"\s*([0-9]{1,6})\s*[x×X*]\s*([0-9]{1,6})\s*")
_MAX_DIGITS = 40


def _to_integer(spec: ParameterSpec, written: str) -> int:
    if len(written) > _MAX_DIGITS or not _INTEGER.match(written):
        raise ValueError(f"{spec.label} takes whole numbers, and “{_short(written)}” is none.")
    return int(written)


def _to_number(spec: ParameterSpec, written: str) -> float | int:
    if len(written) > _MAX_DIGITS or not _NUMBER.match(written):
        raise ValueError(f"{spec.label} takes numbers, and “{_short(written)}” is none.")
    number = float(written)
    if not math.isfinite(number):
        raise ValueError(f"{spec.label} takes numbers, and “{_short(written)}” is too large for one.")
    return int(written) if _INTEGER.match(written) else number


def _to_boolean(spec: ParameterSpec, written: str) -> bool:
    known = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
    if written.casefold() not in known:
        raise ValueError(f"{spec.label} is true or false, and “{_short(written)}” is neither.")
    return known[written.casefold()]


def _to_text(spec: ParameterSpec, written: str) -> Any:
    by_name = {str(c.value): c.value for c in spec.rules.choices}
    if written not in by_name and spec.rules.size and (sides := read_size(written)):
        return f"{sides[0]}x{sides[1]}"
    return by_name.get(written, by_name.get(written.strip(), written))


def read_size(written: Any) -> tuple[int, int] | None:
    """Read width and height in pixels out of a size such as `1024x768`; None for anything else."""
    found = _SIZE.fullmatch(written) if isinstance(written, str) else None
    return (int(found[1]), int(found[2])) if found else None


def _to_json(spec: ParameterSpec, written: str) -> Any:
    import json

    try:
        return json.loads(written, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{spec.label} takes JSON: {error}.") from error


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON value")


_CONVERTERS = {
    ParameterType.INTEGER: _to_integer,
    ParameterType.NUMBER: _to_number,
    ParameterType.BOOLEAN: _to_boolean,
    ParameterType.JSON: _to_json,
    ParameterType.GROUP: _to_json,
    **dict.fromkeys(MEDIA_TYPES | {ParameterType.TEXT}, _to_text),
}


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
    return None if right else f"{spec.label} must be {words[spec.type]}, and {_short(value)} is not."


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
        return f"{spec.label} can be {_listed(rules.choices)}, and {_short(value)} is not among them."
    sides = read_size(value)
    if sides is None:
        words = f"{_listed(rules.choices)} or " if rules.choices else ""
        return f"{spec.label} can be {words}a size such as 1024x768, and {_short(value)} is neither."
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
        return f"{spec.label} must be above {_plain(rules.exclusive_minimum)}, and {_short(value)} is not."
    if rules.exclusive_maximum is not None and value >= rules.exclusive_maximum:
        return f"{spec.label} must be below {_plain(rules.exclusive_maximum)}, and {_short(value)} is not."
    if rules.minimum is not None and value < rules.minimum:
        return f"{spec.label} must be at least {_plain(rules.minimum)}, and {_short(value)} is less."
    if rules.maximum is not None and value > rules.maximum:
        return f"{spec.label} must be at most {_plain(rules.maximum)}, and {_short(value)} is more."
    if rules.multiple_of and not _is_multiple(value, rules.multiple_of):
        return f"{spec.label} goes in steps of {_plain(rules.multiple_of)}, and {_short(value)} lies between two."
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
            return f"{spec.label}, row {number}: there is no {_short(unknown)}. It has {_names(spec)}."
        for part in spec.fields:
            problem = part.problem(row.get(part.name, part.default))
            if problem:
                return f"{spec.label}, row {number}: {problem}"
    return _too_few(spec, len(value))


def _names(spec: ParameterSpec) -> str:
    return ", ".join(field.name for field in spec.fields)


def _describe_limits(kind: ParameterType, rules: ValidationRules) -> str:
    if rules.choices:
        return ""
    above, low, high = rules.exclusive_minimum, rules.minimum, rules.maximum
    if above is not None:
        return f"above {_plain(above)}" + ("" if high is None else f", up to {_plain(high)}")
    if low is not None:
        return f"from {_plain(low)}" if high is None else f"{_plain(low)}–{_plain(high)}"
    if high is not None:
        return f"up to {_plain(high)}"
    several = kind in MEDIA_TYPES | {ParameterType.GROUP} and rules.max_items > 1
    return f"up to {rules.max_items}" if several else ""


def _plain(number: float) -> str:
    return f"{int(number)}" if float(number).is_integer() else f"{number:g}"


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 40 else text[:39] + "…"


def _listed(choices: tuple[Choice, ...]) -> str:
    words = [str(c.value) for c in choices]
    shown = ", ".join(words[:12])
    return f"{shown} …" if len(words) > 12 else shown
