"""Two libraries, one of which leaves and comes into the other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from imagen.bootstrap import Production
from imagen.data.library_rows import library_tables, rows_of
from imagen.services.import_progress import ImportProgress


def exported(production: Production, path: Path) -> Path:
    """Export a library into a file."""
    _, pieces = production.services.library.archive()
    path.write_bytes(b"".join(pieces))
    return path


def taken(production: Production, path: Path) -> ImportProgress:
    """Take a library in, to the end."""
    started = production.services.library.start_import(str(path))
    ended = production.services.imports.wait(started.id, 60)
    assert production.services.imports.wait_for_checks(60)
    return ended


def rows(production: Production) -> dict[str, list[dict[str, Any]]]:
    """Give all rows of a library."""
    with production.services.imports._units.reading() as reading:
        connection = reading.session.connection()
        return {table.name: list(rows_of(connection, table)) for table in library_tables()}
