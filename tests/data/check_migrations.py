"""Check that the migrations make exactly the tables that the models declare: `python -m tests.data.check_migrations`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlmodel import SQLModel

import imagen.data.models  # noqa: F401 - declares the tables
from imagen.data.derived_tables import is_derived
from imagen.data.upgrade import open_for_migration, upgrade


def differences(path: Path) -> list[object]:
    """Bring a new file to the newest schema and list what the models have otherwise."""
    upgrade(path)
    with open_for_migration(path) as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_object": lambda _o, name, kind, *_: not (kind == "table" and is_derived(name)),
            },
        )
        return list(compare_metadata(context, SQLModel.metadata))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        found = differences(Path(folder) / "imagen.db")
    print("The migrations make what the models declare." if not found else f"They differ: {found}")
    sys.exit(bool(found))
