"""Make whole numbers, numbers and texts of a stranger's values, or nothing of those that are none."""

from __future__ import annotations

import math
import re
from typing import Any

_WHOLE = re.compile(r"\s*([+-]?[0-9]{1,30})(?:\.0{1,10})?\s*")
_NUMBER = re.compile(r"\s*[+-]?(?:[0-9]{1,30}(?:\.[0-9]{0,30})?|\.[0-9]{1,30})(?:[eE][+-]?[0-9]{1,3})?\s*")
_SIZE = re.compile(r"\s*\(?\s*([0-9]{1,6})\s*[x×X*,]\s*([0-9]{1,6})\s*\)?\s*")
_MAX_SIDE = 1_000_000


def whole(value: Any) -> int | None:
    """Read a whole number out of a number or a text of one."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return int(value) if math.isfinite(value) and value == int(value) else None
    found = _WHOLE.fullmatch(value) if isinstance(value, str) else None
    return int(found[1]) if found else None


def number(value: Any) -> float | None:
    """Read a finite number out of a number or a text of one."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        if not _NUMBER.fullmatch(value):
            return None
        value = float(value)
    if not isinstance(value, int | float):
        return None
    try:
        read = float(value)
    except OverflowError:
        return None
    return read if math.isfinite(read) else None


def words(value: Any) -> str:
    """Give a text, trimmed, or an empty one for any other value."""
    return value.strip() if isinstance(value, str) else ""


def side(value: Any) -> int | None:
    """Read the side of a picture in pixels."""
    read = whole(value)
    return read if read is not None and 0 < read <= _MAX_SIDE else None


def size(value: Any) -> tuple[int | None, int | None]:
    """Read width and height out of a text such as `512x768` or `(512, 768)`."""
    found = _SIZE.fullmatch(value) if isinstance(value, str) else None
    return (side(int(found[1])), side(int(found[2]))) if found else (None, None)


def first(fields: dict[str, Any], *names: str) -> Any:
    """Give the first value there is among some names of an object."""
    return next((fields[name] for name in names if fields.get(name) is not None), None)


def items(value: Any) -> list[Any]:
    """Give a list, or an empty one for any other value."""
    return value if isinstance(value, list) else []


def fields(value: Any) -> dict[str, Any]:
    """Give an object, or an empty one for any other value."""
    return value if isinstance(value, dict) else {}
