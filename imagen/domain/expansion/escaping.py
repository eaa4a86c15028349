"""Write texts and values so that expanding them gives them back exactly, once."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from imagen.domain.parameters import Interpolation, ParameterSetSpec, ParameterSpec, ParameterType

_IN_TEXT = re.compile(r"[\[\]]|\|(?=\|)|(?<=\|)\||\\(?=[\[\],|=?#\\])")
_IN_OPTION = re.compile(r"[\[\],|=?#\\]")
_FIRST_IN_LINE = re.compile(r"\A\s*#")


def escape(text: str) -> str:
    """Write a text for a text parameter: its one expansion is the text, trimmed at both ends."""
    return _IN_TEXT.sub(lambda mark: "\\" + mark[0], text)


def escape_option(text: str) -> str:
    """Write a text as one option of a list in brackets (a text that reads as a range still is one)."""
    return _IN_OPTION.sub(lambda mark: "\\" + mark[0], text)


def escape_line(text: str) -> str:
    """Write a text of one line as a value of a lookup."""
    escaped = escape(text)
    return _FIRST_IN_LINE.sub(lambda start: start[0][:-1] + "\\#", escaped)


def escape_value(text: str) -> str:
    """Write a text as the one value of a value parameter; what can be a range has no such form: give it in a list."""
    escaped = re.sub(r"[,|]|\\(?=[\[\],|=?#\\])", lambda mark: "\\" + mark[0], text)
    return "\\" + escaped if escaped.startswith("?") else escaped


def literal(spec: ParameterSetSpec, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Write the base set whose one expansion is exactly these generation parameters."""
    written = {}
    for name, value in parameters.items():
        parameter = spec.get(name)
        if value is not None:
            written[name] = _literal(parameter, value) if parameter else value
    return written


def _literal(parameter: ParameterSpec, value: Any) -> Any:
    if parameter.interpolation is Interpolation.TEXT:
        return escape(value) if isinstance(value, str) else value
    if parameter.interpolation is Interpolation.NONE:
        is_json = parameter.type is ParameterType.JSON and isinstance(value, str)
        return json.dumps(value, ensure_ascii=False) if is_json else value
    if isinstance(value, list | tuple):
        return list(value) if parameter.is_media else [value]
    if not isinstance(value, str):
        return value
    plain = parameter.type is not ParameterType.JSON and ".." not in value and value == value.strip() and value
    return escape_value(value) if plain else [value]
