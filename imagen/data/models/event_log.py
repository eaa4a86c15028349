"""The log of domain events, kept for some days so that an event stream can be resumed."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from imagen.data.models.base import JSON, JsonObject, now


class EventLog(SQLModel, table=True):
    """Numbered by the database in the order of commits, which is what a stream resumes by."""

    __tablename__ = "event_log"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = Field(default=None, primary_key=True, sa_type=sa.Integer)
    at: datetime = Field(default_factory=now, index=True)
    name: str
    payload: JsonObject = Field(default_factory=dict, sa_type=JSON)
