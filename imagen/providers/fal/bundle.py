"""Writes the bundled catalogue: `python -m imagen.providers.fal.bundle <folder of models as fal's platform API answers them>`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from imagen.providers.base import ModelType
from imagen.providers.bundling import bundle, files_in
from imagen.providers.catalogue import CatalogueEntry
from imagen.providers.fal.entries import entry_of
from imagen.providers.fal.provider import CATALOGUE


def entries_in(folder: Path) -> list[CatalogueEntry]:
    """Make an entry of each file in a folder (or its part `fal`), by type, family and name; what cannot be run is left out."""
    made = []
    for path in files_in(folder, "fal"):
        written = json.loads(path.read_text("utf-8"))
        entry = entry_of(written["item"], tasks=written.get("tasks", ()))
        if entry.type is not None:
            made.append(entry)
    types = list(ModelType)
    return sorted(made, key=lambda entry: (types.index(entry.type) if entry.type else 0, entry.family, entry.id))


if __name__ == "__main__":
    raise SystemExit(bundle(sys.argv[1:], entries_in, CATALOGUE))
