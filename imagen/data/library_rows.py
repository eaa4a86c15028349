"""Every row of a library as plain JSON, and back: all tables but those that only this installation has a use for."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from enum import Enum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

import imagen.data.models  # noqa: F401 - declares the tables
from imagen.data.storable import LARGEST_WHOLE, storable

SEARCH_TEXT = "search_text"
"""What a generation is found by, which lies in a table of its own."""

_OWN = frozenset({"event_log", "idempotency_key", "undo_entry", "undo_part"})
_OWN_COLUMNS = frozenset({("generation", "search_id")})
_AT_ONCE = 500


def library_tables() -> tuple[sa.Table, ...]:
    """Give the tables of a library, those that others refer to first."""
    return tuple(table for table in SQLModel.metadata.sorted_tables if table.name not in _OWN)


def rows_of(connection: Connection, table: sa.Table) -> Iterator[dict[str, Any]]:
    """Read a table as JSON objects, by id."""
    columns: list[Any] = [column for column in table.c if (table.name, column.name) not in _OWN_COLUMNS]
    if table.name == "generation":
        found_by = "(SELECT t.prompt FROM generation_text t WHERE t.rowid = generation.search_id)"
        columns.append(sa.literal_column(found_by).label(SEARCH_TEXT))
    query = sa.select(*columns).order_by(table.c.id)
    for row in connection.execution_options(yield_per=_AT_ONCE).execute(query).mappings():
        yield {name: _plain(value) for name, value in row.items() if value is not None}


def read_row(table: sa.Table, told: Mapping[str, Any]) -> dict[str, Any]:
    """Read a row of an older or the same version, unknown names left out. Raises ValueError with what is wrong."""
    values: dict[str, Any] = {}
    for column in table.c:
        if (table.name, column.name) in _OWN_COLUMNS:
            continue
        value = told.get(column.name)
        if value is None:
            if not column.nullable and column.name in told:
                raise ValueError(f"{column.name} is missing")
            if column.nullable:
                values[column.name] = None
            continue
        try:
            values[column.name] = _read(column, value)
        except (TypeError, ValueError, AttributeError, OverflowError, RecursionError) as error:
            raise ValueError(f"{column.name} cannot be read") from error
    missing = [c.name for c in table.c if c.name not in values and _is_needed(table, c)]
    if missing:
        raise ValueError(f"{missing[0]} is missing")
    return values


def _is_needed(table: sa.Table, column: sa.Column[Any]) -> bool:
    """Tell whether a row cannot do without a column; a new id for each time that it is read would make another row."""
    if column.primary_key:
        return True
    has_default = column.default is not None or column.server_default is not None
    return not (column.nullable or has_default or (table.name, column.name) in _OWN_COLUMNS)


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.value if isinstance(value, Enum) else value


def _read(column: sa.Column[Any], value: Any) -> Any:
    """Read a value by its column's type; what is none of these is a time, in a type of the tables' own."""
    for kind, read in _READERS:
        if isinstance(column.type, kind):
            return read(column.type, value)
    moment = datetime.fromisoformat(value)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _whole(value: Any) -> int:
    number: int = _of(int, value)
    if isinstance(value, bool) or abs(number) > LARGEST_WHOLE:
        raise ValueError(value)
    return number


def _float(value: Any) -> float:
    if isinstance(value, bool) or not math.isfinite(_of((int, float), value)):
        raise ValueError(value)
    return float(value)


def _of(kind: Any, value: Any) -> Any:
    if not isinstance(value, kind):
        raise TypeError(value)
    return value


# In this order, since an enum is a text too.
_READERS: tuple[tuple[Any, Callable[[Any, Any], Any]], ...] = (
    (sa.JSON, lambda kind, value: storable(value)),
    (sa.Uuid, lambda kind, value: UUID(value)),
    (sa.Enum, lambda kind, value: kind.enum_class(value)),
    (sa.Boolean, lambda kind, value: _of(bool, value)),
    (sa.Integer, lambda kind, value: _whole(value)),
    (sa.Float, lambda kind, value: _float(value)),
    (sa.String | AutoString, lambda kind, value: storable(_of(str, value))),
)
