"""Writes the bundled catalogue: `python -m imagen.providers.fal.bundle <folder of models as fal's platform API answers them>`."""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

from imagen.providers.base import ModelType
from imagen.providers.catalogue import CatalogueEntry
from imagen.providers.fal.entries import entry_of
from imagen.providers.fal.provider import CATALOGUE


def entries_in(folder: Path) -> list[CatalogueEntry]:
    """Make an entry of each file in a folder (or its part `fal`), by type, family and name; what cannot be run is left out."""
    inner = folder / "fal"
    made = []
    for path in sorted((inner if inner.is_dir() else folder).glob("*.json")):
        written = json.loads(path.read_text("utf-8"))
        entry = entry_of(written["item"], tasks=written.get("tasks", ()))
        if entry.type is not None:
            made.append(entry)
    types = list(ModelType)
    return sorted(made, key=lambda entry: (types.index(entry.type) if entry.type else 0, entry.family, entry.id))


def write(entries: list[CatalogueEntry], path: Path) -> None:
    """Write entries as packed lines, the same bytes for the same entries."""
    lines = "".join(json.dumps(entry.write(), sort_keys=True, separators=(",", ":")) + "\n" for entry in entries)
    path.write_bytes(gzip.compress(lines.encode(), mtime=0))


def main(arguments: list[str]) -> int:
    """Run the command."""
    if len(arguments) != 1:
        sys.stderr.write("Name the folder of the schemas.\n")
        return 2
    entries = entries_in(Path(arguments[0]))
    write(entries, CATALOGUE)
    sys.stdout.write(f"{len(entries)} models in {CATALOGUE.name}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
