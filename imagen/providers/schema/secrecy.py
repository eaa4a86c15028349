"""Recognise inputs that hold secrets: keys and tokens of other services."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from imagen.providers.schema.wording import plain_name

_NAMES = ("api_key", "access_key", "secret_key", "password", "secret", "token", "jwt")


def is_secret(name: str, schema: Mapping[str, Any]) -> bool:
    """Tell whether a text input is a secret, by what its schema says or by how such inputs are called."""
    told = schema.get("format") == "password" or any(schema.get(key) is True for key in ("writeOnly", "x-cog-secret"))
    plain = plain_name(name)
    return told or any(plain == known or plain.endswith(f"_{known}") for known in _NAMES)
