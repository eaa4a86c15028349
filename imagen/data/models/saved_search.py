"""Searches that somebody gave a name, with the sort and the grouping they are shown in."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from imagen.data.models.base import Record


class SavedSearch(Record, table=True):
    __tablename__ = "saved_search"
    __table_args__ = (sa.Index("ix_saved_search_rank", "rank", "id", sqlite_where=sa.text("deleted_at IS NULL")),)

    name: str
    query: str
    sort: str = ""
    grouping: str = ""
    project_id: UUID | None = Field(default=None, foreign_key="project.id", ondelete="SET NULL")
    rank: float = 0.0
