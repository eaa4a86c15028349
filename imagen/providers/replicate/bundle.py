"""Writes the bundled catalogue: `python -m imagen.providers.replicate.bundle <folder of models as Replicate answers them>`."""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

from imagen.providers.catalogue import CatalogueEntry
from imagen.providers.replicate.entries import entry_of
from imagen.providers.replicate.provider import CATALOGUE
from imagen.providers.replicate.references import read_id

_OTHER_TASKS = frozenset({"comfyui", "object output"})  # runners of other people's workflows, and translators


def entries_in(folder: Path) -> list[CatalogueEntry]:
    """Make an entry of each file in a folder (or its part `replicate`), the most used models first."""
    inner = folder / "replicate"
    made: list[tuple[int, CatalogueEntry]] = []
    for path in sorted((inner if inner.is_dir() else folder).glob("*.json")):
        written = json.loads(path.read_text("utf-8"))
        if _OTHER_TASKS & set(written.get("tasks", ())):
            continue
        model = written["model"]
        reference = read_id(f"{model['owner']}/{model['name']}")
        if reference is None:
            raise ValueError(f"{path.name} describes no model.")
        entry = entry_of(model, reference, tasks=written.get("tasks", ()))
        made.append((-int(model.get("run_count") or 0), entry))
    return [entry for _, entry in sorted(made, key=lambda each: (each[0], each[1].id)) if entry.type is not None]


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
