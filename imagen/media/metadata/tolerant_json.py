"""Read JSON that strangers wrote: with bare NaN, not too deep, and no number or text that cannot be stored."""

from __future__ import annotations

import json
import math
import re
from typing import Any

from imagen.media.metadata.caps import MAX_JSON_DEPTH, MAX_TEXT_BYTES
from imagen.media.metadata.texts import without_lone_surrogates

# The closing quote is optional so that an open string is matched too: what never fails is never tried again.
_NO_BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*+"?|[^\[\]{}"]++', re.DOTALL)
_HALF_CHARACTER = re.compile(r"\\u[dD][89a-fA-F]")
_MAX_DIGITS = 40


def read_json(text: str) -> Any:
    """Read a JSON text; NaN, infinities and endless whole numbers become None.

    Raises:
        ValueError: for what is no JSON, too long or too deep, with a sentence.
    """
    if len(text) > MAX_TEXT_BYTES:
        raise ValueError("The JSON is too long.")
    check_depth(text)
    try:
        value = json.loads(text, parse_constant=lambda _name: None, parse_int=_whole, parse_float=_number, strict=False)
    except json.JSONDecodeError as error:
        raise ValueError(f"The JSON is broken at character {error.pos + 1:,}.") from error
    except RecursionError as error:
        raise ValueError("The JSON is nested too deep.") from error
    return _storable(value) if _HALF_CHARACTER.search(text) else value


def read_object(text: str) -> dict[str, Any]:
    """Read a JSON object. Raises ValueError as `read_json` does, and for any other value."""
    value = read_json(text)
    if not isinstance(value, dict):
        raise ValueError("The JSON is no object.")  # noqa: TRY004 - a fault of the text, told like the others
    return value


def check_depth(text: str) -> None:
    """Refuse a JSON text that nests deeper than anybody needs. Raises ValueError."""
    if text.count("[") + text.count("{") <= MAX_JSON_DEPTH:
        return
    depth = 0
    for bracket in _NO_BRACKETS.sub("", text):
        depth += 1 if bracket in "[{" else -1
        if depth > MAX_JSON_DEPTH:
            raise ValueError("The JSON is nested too deep.")


def _whole(digits: str) -> int | None:
    return int(digits) if len(digits) <= _MAX_DIGITS else None


def _number(written: str) -> float | None:
    number = float(written)
    return number if math.isfinite(number) else None


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return without_lone_surrogates(value)
    if isinstance(value, list):
        return [_storable(item) for item in value]
    if isinstance(value, dict):
        return {without_lone_surrogates(key): _storable(item) for key, item in value.items()}
    return value
