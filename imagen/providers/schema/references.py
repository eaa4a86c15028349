"""Find what a `$ref` points at, inside the same document only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_LONGEST = 500
_MOST_PARTS = 50_000


class Definitions:
    """The document that references point into, and how many more of its parts will be read at all."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document
        self.parts_left = _MOST_PARTS

    def afresh(self) -> Definitions:
        """Give the same document, read from the start."""
        return Definitions(self._document)

    def find(self, reference: str) -> Mapping[str, Any] | None:
        """Give the part of the document that `#/a/b` names, or None when it names nothing here."""
        if not reference.startswith("#/") or len(reference) > _LONGEST:
            return None
        found: Any = self._document
        for step in reference[2:].split("/"):
            if not isinstance(found, Mapping):
                return None
            found = found.get(step.replace("~1", "/").replace("~0", "~"))
        return found if isinstance(found, Mapping) else None
