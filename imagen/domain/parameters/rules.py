"""What a parameter's value is and within which limits."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


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
