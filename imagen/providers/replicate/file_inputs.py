"""A change to published forms that families ask for: addresses that are files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from imagen.providers.schema import Published


def with_files(published: Published, names: tuple[str, ...]) -> Published:
    """Say of inputs that they are files, where a model publishes them as plain texts."""
    inputs = published.inputs or {}
    properties = inputs.get("properties")
    if not names or not isinstance(properties, Mapping):
        return published
    changed = {
        name: {**written, "format": "uri"}
        for name, written in properties.items()
        if name in names and isinstance(written, Mapping) and written.get("type") == "string"
    }
    return replace(published, inputs={**inputs, "properties": {**properties, **changed}}) if changed else published
