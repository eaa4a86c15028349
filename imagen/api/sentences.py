"""Say in plain words what is wrong with a field that does not have the form it should have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_PLAIN = {
    "missing": "This is required.",
    "extra_forbidden": "There is no field of this name; /api/docs lists the fields.",
    "uuid_parsing": "This is no id; ids look like 01a1fc96-f52b-7000-a387-7e37fe787828.",
    "uuid_type": "This must be an id, as a text.",
    "int_parsing": "This must be a whole number.",
    "int_type": "This must be a whole number.",
    "int_from_float": "This must be a whole number.",
    "int_parsing_size": "This number has too many digits.",
    "string_type": "This must be a text.",
    "bool_type": "This must be true or false.",
    "bool_parsing": "This must be true or false.",
    "dict_type": "This must be an object.",
    "list_type": "This must be a list.",
    "model_attributes_type": "This must be an object.",
    "model_type": "This must be an object.",
}
_LIMITS = {
    "greater_than_equal": ("ge", "This must be at least {:,}."),
    "less_than_equal": ("le", "This must be at most {:,}."),
    "less_than": ("lt", "This must be less than {:,}."),
    "string_too_long": ("max_length", "This may have {:,} characters at most."),
    "string_too_short": ("min_length", "This must have at least {:,} characters."),
    "too_long": ("max_length", "This may have {:,} entries at most."),
    "too_short": ("min_length", "This must have at least {:,} entries."),
}
_ONE = {"string_too_short": "This must not be empty.", "too_short": "This must not be empty."}


def sentence(error: Mapping[str, Any]) -> str:
    """Say what one of pydantic's errors means."""
    kind, context = error["type"], error.get("ctx", {})
    if kind in _PLAIN:
        return _PLAIN[kind]
    if kind in _LIMITS:
        name, words = _LIMITS[kind]
        return _ONE[kind] if kind in _ONE and context[name] == 1 else words.format(context[name])
    if kind in {"enum", "literal_error"}:
        return f"This must be {context['expected']}."
    if "UploadFile" in str(error["msg"]):
        return "This must be a file."
    message = str(error["msg"]).removeprefix("Value error, ")
    return message if message.endswith(".") else f"{message}."
