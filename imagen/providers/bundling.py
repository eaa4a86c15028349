"""Writes a provider's bundled catalogue: the command that each provider's `bundle` module is."""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from imagen.providers.catalogue import CatalogueEntry


def write_bundled(entries: Sequence[CatalogueEntry], path: Path) -> None:
    """Write entries as packed lines, the same bytes for the same entries.

    What stands in a document keeps its order: in many schemas that is the order of the form.
    """
    lines = "".join(json.dumps(entry.write(), separators=(",", ":")) + "\n" for entry in entries)
    path.write_bytes(gzip.compress(lines.encode(), mtime=0))


def bundle(arguments: Sequence[str], entries_in: Callable[[Path], Sequence[CatalogueEntry]], catalogue: Path) -> int:
    """Run the command: read the folder that is named, write the catalogue, say how many models are in it."""
    if len(arguments) != 1:
        sys.stderr.write("Name the folder of the schemas.\n")
        return 2
    entries = entries_in(Path(arguments[0]))
    write_bundled(entries, catalogue)
    sys.stdout.write(f"{len(entries)} models in {catalogue.name}\n")
    return 0


def files_in(folder: Path, provider: str) -> list[Path]:
    """Give the JSON files of a folder, or of its part that is named as the provider is."""
    inner = folder / provider
    return sorted((inner if inner.is_dir() else folder).glob("*.json"))
