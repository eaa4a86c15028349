"""Run migrations on the database that the caller opened, or on the file named by `-x database=PATH`."""

from __future__ import annotations

from pathlib import Path

from alembic import context
from sqlalchemy import Connection
from sqlmodel import SQLModel

import imagen.data.models  # noqa: F401 - declares the tables
from imagen.data.derived_tables import is_derived
from imagen.data.upgrade import open_for_migration


def is_ours(_object: object, name: str | None, kind: str, _reflected: bool, _compare_to: object) -> bool:
    """Leave out the tables that triggers and SQLite itself manage."""
    return not (kind == "table" and is_derived(name))


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=True,
        compare_type=True,
        include_object=is_ours,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with open_for_migration(Path(context.get_x_argument(as_dictionary=True)["database"])) as opened:
        run(opened)
