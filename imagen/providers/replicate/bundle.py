"""Writes the bundled catalogue: `python -m imagen.providers.replicate.bundle <folder of models as Replicate answers them>`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from imagen.providers.bundling import bundle, files_in
from imagen.providers.catalogue import CatalogueEntry
from imagen.providers.replicate.entries import entry_of
from imagen.providers.replicate.provider import CATALOGUE
from imagen.providers.replicate.references import read_id

_OTHER_TASKS = frozenset({"comfyui", "object output"})  # runners of other people's workflows, and translators


def entries_in(folder: Path) -> list[CatalogueEntry]:
    """Make an entry of each file in a folder (or its part `replicate`), the most used models first."""
    made: list[tuple[int, CatalogueEntry]] = []
    for path in files_in(folder, "replicate"):
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


if __name__ == "__main__":
    raise SystemExit(bundle(sys.argv[1:], entries_in, CATALOGUE))
