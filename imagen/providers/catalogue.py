"""A provider's catalogue: what is known of each model without asking the provider, bundled with Imagen or kept since."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from imagen.providers.base import ModelType
from imagen.providers.price import Price


@dataclass(frozen=True)
class CatalogueEntry:
    """One model as its provider publishes it.

    `id` is the provider's own: `owner/name`, an endpoint, a recipe or an AIR. `document` is what the provider answers about
    the model, in its own form, with the schema in it; None where there is none. `type` is None for a model that cannot be
    run here, and `why_not` says why. `details` are further facts that its factory needs (a version, an engine).
    """

    id: str
    name: str
    type: ModelType | None
    family: str = ""
    description: str = ""
    document: Mapping[str, Any] | None = None
    details: Mapping[str, Any] = field(default_factory=dict)
    price: Price | None = None
    why_not: str = ""

    def write(self) -> dict[str, Any]:
        """Give the entry as JSON."""
        made: dict[str, Any] = {"id": self.id, "name": self.name, "type": self.type and str(self.type)}
        made |= {"family": self.family, "description": self.description, "document": self.document}
        made |= {"details": dict(self.details), "why_not": self.why_not}
        return made | {"price": self.price.write() if self.price else None}

    @classmethod
    def read(cls, written: Mapping[str, Any]) -> CatalogueEntry:
        """Make an entry from JSON of our own."""
        type_, price = written.get("type"), written.get("price")
        return cls(
            id=str(written["id"]),
            name=str(written["name"]),
            type=ModelType(type_) if type_ else None,
            family=str(written.get("family") or ""),
            description=str(written.get("description") or ""),
            document=written.get("document"),
            details=dict(written.get("details") or {}),
            price=Price.read(price) if price else None,
            why_not=str(written.get("why_not") or ""),
        )


@dataclass(frozen=True)
class FoundModel:
    """A hit of a search in a provider's catalogue: enough to choose it; `id` is what `look_up` takes."""

    id: str
    name: str
    description: str = ""
    type: ModelType | None = None
    thumbnail_url: str | None = None


def read_bundled(path: Path) -> Iterator[CatalogueEntry]:
    """Read a bundled catalogue: packed lines, each an entry."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield CatalogueEntry.read(json.loads(line))
