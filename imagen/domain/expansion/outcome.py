"""What an expansion tells: its axes, its generations, and which option each took."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

FactorKind: TypeAlias = Literal["lookup", "list", "range", "random", "split", "value", "repeat"]

REPEAT_KEY = "*repeat"
MOST_LABELS = 200


@dataclass(frozen=True, slots=True)
class Factor:
    """One axis of an order.

    `size` is how many generations it multiplies by (1 for a random pick), `options` how many options it has, `labels`
    the first of them. The sizes of the factors without `parent` multiply to the count; factors of a sub-prompt have
    the key of the split as `parent`, and the split's size is the sum over its sub-prompts. `start` and `end` are the
    token's place in the parameter's text.
    """

    parameter: str
    name: str
    size: int
    labels: tuple[str, ...]
    kind: FactorKind
    key: str
    options: int
    start: int | None = None
    end: int | None = None
    parent: str | None = None
    branch: int | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """The option that a token or a value took in one generation, and what it printed.

    `key` is that of the factor for the same token. `start` and `end` are the token's place in the parameter's text;
    a token inside a lookup has that of the token that leads there.
    """

    key: str
    parameter: str
    name: str
    option: int
    text: str
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class Expanded:
    """One generation: its number, its turn among the repeats, its parameters and the choices that led to them."""

    index: int
    repeat: int
    parameters: dict[str, Any]
    choices: tuple[Choice, ...]
