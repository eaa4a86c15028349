"""Turn what was written into a value of a parameter's type."""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, Any

from imagen.domain.parameters.rules import MEDIA_TYPES, ParameterType
from imagen.domain.parameters.wording import short

if TYPE_CHECKING:
    from imagen.domain.parameters.spec import ParameterSpec

_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)\Z")
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?\Z")
_SIZE = re.compile(r"\s*([0-9]{1,6})\s*[x×X*]\s*([0-9]{1,6})\s*")
_MAX_DIGITS = 40


def value_of(spec: ParameterSpec, written: str) -> Any:
    """Turn what was written into a value. Raises ValueError with a sentence for people."""
    return _CONVERTERS[spec.type](spec, written.strip() if spec.type is not ParameterType.TEXT else written)


def _to_integer(spec: ParameterSpec, written: str) -> int:
    if len(written) > _MAX_DIGITS or not _INTEGER.match(written):
        raise ValueError(f"{spec.label} takes whole numbers, and “{short(written)}” is none.")
    return int(written)


def _to_number(spec: ParameterSpec, written: str) -> float | int:
    if len(written) > _MAX_DIGITS or not _NUMBER.match(written):
        raise ValueError(f"{spec.label} takes numbers, and “{short(written)}” is none.")
    number = float(written)
    if not math.isfinite(number):
        raise ValueError(f"{spec.label} takes numbers, and “{short(written)}” is too large for one.")
    return int(written) if _INTEGER.match(written) else number


def _to_boolean(spec: ParameterSpec, written: str) -> bool:
    known = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
    if written.casefold() not in known:
        raise ValueError(f"{spec.label} is true or false, and “{short(written)}” is neither.")
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
