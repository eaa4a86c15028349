"""The specification of each parameter that a factory accepts, and of the set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from imagen.domain.errors import FieldProblem
from imagen.domain.parameters.checking import problem_of
from imagen.domain.parameters.reading import value_of
from imagen.domain.parameters.rules import MEDIA_TYPES, ParameterType, ValidationRules
from imagen.domain.parameters.wording import describe_limits


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
        return describe_limits(self.type, self.rules)

    def convert(self, written: str) -> Any:
        """Turn what was written into a value of this parameter's type.

        Numbers are in JSON's notation with ASCII digits. Raises ValueError with a sentence for people.
        """
        return value_of(self, written)

    def problem(self, value: Any) -> str | None:
        """Say what is wrong with a value, or None when it is right."""
        return problem_of(self, value)


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
