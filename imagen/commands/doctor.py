"""`imagen doctor`: every setting with its origin, and the state of the data folder; changes nothing."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from imagen import __version__
from imagen.commands.running import running_address
from imagen.commands.terminal import say
from imagen.datafolder import DataFolder
from imagen.domain.errors import StorageError
from imagen.settings import Settings, describe_settings

_NEEDED_PYTHON = ((3, 11), (3, 14))
_LITTLE_SPACE = 1 << 30


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; `is_bad` when Imagen will not work with it."""

    name: str
    state: str
    is_bad: bool = False


def examine(settings: Settings) -> int:
    """Print settings and findings; the exit code is 1 when something needs to be put right."""
    described = describe_settings(settings)
    say("Settings")
    rows = [
        ("option", "variable", "value", "from"),
        *((s.option or "–", s.variable, s.value, str(s.origin)) for s in described),
    ]
    for line in _table(rows):
        say(f"  {line}")
    findings = list(_findings(DataFolder(settings.data_dir)))
    say("\nState")
    for line in _table([(f.name, f"{f.state}{'  ← to be put right' if f.is_bad else ''}") for f in findings]):
        say(f"  {line}")
    return 1 if any(f.is_bad for f in findings) else 0


def _findings(folder: DataFolder) -> Iterable[Finding]:
    lowest, above = _NEEDED_PYTHON
    is_right = lowest <= sys.version_info[:2] < above
    yield Finding("Imagen", __version__)
    yield Finding("Python", f"{platform.python_version()} ({sys.executable})", not is_right)
    yield _folder_state(folder)
    yield _space(folder)
    yield _database(folder)
    yield _running(folder)


def _folder_state(folder: DataFolder) -> Finding:
    root = folder.root
    if not root.exists():
        return Finding("Data folder", f"{root} does not exist yet; the first start makes it")
    if not root.is_dir():
        return Finding("Data folder", f"{root} is no folder; give another with --data-dir", is_bad=True)
    if not os.access(root, os.R_OK | os.W_OK | os.X_OK):
        return Finding("Data folder", f"{root} may not be written by you; give another with --data-dir", is_bad=True)
    return Finding("Data folder", f"{root} exists")


def _space(folder: DataFolder) -> Finding:
    existing = next(path for path in (folder.root, *folder.root.parents) if path.exists())
    free = shutil.disk_usage(existing).free
    return Finding("Free space", f"{free / 1e9:,.1f} GB", is_bad=free < _LITTLE_SPACE)


def _database(folder: DataFolder) -> Finding:
    if not folder.database.is_file():
        return Finding("Database", "not made yet")
    from imagen.data.upgrade import needs_upgrade

    try:
        is_old = needs_upgrade(folder.database)
    except (StorageError, OSError) as error:
        return Finding("Database", str(error), is_bad=True)
    state = "from an older version; the next start backs it up and brings it up to date" if is_old else "up to date"
    return Finding("Database", state)


def _running(folder: DataFolder) -> Finding:
    address = running_address(folder)
    return Finding("Running", "no" if address is None else f"yes, at {address}")


def _table(rows: Sequence[Sequence[str]]) -> Iterable[str]:
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
