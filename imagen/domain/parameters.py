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
    """What kind of value a parameter holds; the four media types hold references to products."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    IMAGE = "image"
    VIDEO = "video"
    AUDIO = "audio"
    FILE = "file"
    JSON = "json"


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
class ValidationRules:
    """Limits of a value: numbers by range and step, texts by length, anything by choices, media by how many."""

    minimum: float | None = None
    maximum: float | None = None
    multiple_of: float | None = None
    max_length: int | None = None
    choices: tuple[Choice, ...] = ()
    max_items: int = 1


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
    """One parameter of a factory."""

    name: str
    type: ParameterType
    required: bool = False
    default: Any = None
    hint: str = ""
    rules: ValidationRules = field(default_factory=ValidationRules)
    interpolation: Interpolation = Interpolation.NONE
    ui: UIHints = field(default_factory=UIHints)
    role: Role | None = None

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
    return by_name.get(written, by_name.get(written.strip(), written))


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
    if rules.choices and all(c.value != value for c in rules.choices):
        return f"{spec.label} can be {_listed(rules.choices)}, and {_short(value)} is not among them."
    if isinstance(value, str):
        if spec.required and not value.strip():
            return f"{spec.label} is required."
        if rules.max_length is not None and len(value) > rules.max_length:
            return f"{spec.label} may have {rules.max_length:,} characters, and this has {len(value):,}."
    elif isinstance(value, int | float) and not isinstance(value, bool):
        return _range_problem(spec, value)
    return None


def _range_problem(spec: ParameterSpec, value: float) -> str | None:
    rules = spec.rules
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
    return None


def _describe_limits(kind: ParameterType, rules: ValidationRules) -> str:
    if rules.choices:
        return ""
    if rules.minimum is not None and rules.maximum is not None:
        return f"{_plain(rules.minimum)}–{_plain(rules.maximum)}"
    if rules.minimum is not None:
        return f"from {_plain(rules.minimum)}"
    if rules.maximum is not None:
        return f"up to {_plain(rules.maximum)}"
    if kind in MEDIA_TYPES and rules.max_items > 1:
        return f"up to {rules.max_items}"
    return ""


def _plain(number: float) -> str:
    return f"{int(number)}" if float(number).is_integer() else f"{number:g}"


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 40 else text[:39] + "…"


def _listed(choices: tuple[Choice, ...]) -> str:
    words = [str(c.value) for c in choices]
    shown = ", ".join(words[:12])
    return f"{shown} …" if len(words) > 12 else shown
