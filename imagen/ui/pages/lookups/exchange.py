"""All lookups in one file, to keep or to take to another Imagen."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from imagen.domain.errors import UnsupportedFormat
from imagen.services.views import LookupView

FORMAT = "imagen-lookups"
VERSION = 1


@dataclass(frozen=True)
class WrittenLookup:
    """A lookup as it stands in the file."""

    name: str
    values: str
    description: str


def write_all(lookups: Iterable[LookupView]) -> str:
    """Write lookups as JSON."""
    written = [
        {"name": lookup.name, "description": lookup.description, "values": lookup.values.split("\n")}
        for lookup in lookups
    ]
    return json.dumps({"format": FORMAT, "version": VERSION, "lookups": written}, ensure_ascii=False, indent=1)


def read_all(text: str) -> list[WrittenLookup]:
    """Read what `write_all` wrote. Raises UnsupportedFormat."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnsupportedFormat("This is no JSON file that can be read.", "Export the lookups again.") from error
    listed = found.get("lookups") if isinstance(found, dict) and found.get("format") == FORMAT else None
    if not isinstance(listed, list):
        raise UnsupportedFormat("This JSON file holds no lookups of Imagen.", "Take a file that Imagen exported.")
    return [_lookup(entry) for entry in listed]


def _lookup(entry: Any) -> WrittenLookup:
    name, values, description = (
        (entry.get("name"), entry.get("values"), entry.get("description", ""))
        if isinstance(entry, dict)
        else (None, None, None)
    )
    if isinstance(values, list) and all(isinstance(value, str) for value in values):
        values = "\n".join(values)
    if not (isinstance(name, str) and isinstance(values, str) and isinstance(description, str)):
        raise UnsupportedFormat("A lookup in this file has no name or no values.", "Export the lookups again.")
    return WrittenLookup(name, values, description)
