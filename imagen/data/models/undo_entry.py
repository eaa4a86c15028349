"""What was done to the library, with what takes it back and what does it again, for undo in many steps."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from imagen.data.models.base import JSON, JsonObject, Record


class UndoEntry(Record, table=True):
    """`act` names the kind of act, `sentence` says it to people; what it changed lies in its parts."""

    __tablename__ = "undo_entry"
    __table_args__ = (
        sa.Index("ix_undo_entry_done", "id", sqlite_where=sa.text("undone_at IS NULL")),
        sa.Index("ix_undo_entry_undone", "undone_at", "id", sqlite_where=sa.text("undone_at IS NOT NULL")),
    )

    act: str
    sentence: str
    undone_at: datetime | None = None


class UndoPart(SQLModel, table=True):
    """What an act changed `before` and `after` in one of its transactions; a new one is added without touching others."""

    __tablename__ = "undo_part"

    entry_id: UUID = Field(foreign_key="undo_entry.id", primary_key=True, ondelete="CASCADE")
    place: int = Field(primary_key=True)
    before: JsonObject = Field(sa_type=JSON)
    after: JsonObject = Field(sa_type=JSON)
