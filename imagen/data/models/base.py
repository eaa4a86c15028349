"""What every table has: a time-sorted id, three times, and column types that behave the same everywhere."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from imagen.domain.ids import new_id

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

JSON = sa.JSON(none_as_null=True)


def now() -> datetime:
    """Tell the time, aware and in UTC."""
    return datetime.now(UTC)


def enum_type(kind: type[StrEnum]) -> sa.Enum:
    """Store an enum by its values as text, with room to add longer ones without rebuilding the table."""
    return sa.Enum(kind, values_callable=lambda e: [m.value for m in e], native_enum=False, length=32)


class Record(SQLModel):
    """The four columns that every table shares."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    created_at: datetime = Field(default_factory=now)
    updated_at: datetime = Field(default_factory=now, sa_column_kwargs={"onupdate": now})
    deleted_at: datetime | None = None


JsonObject = dict[str, Any]
