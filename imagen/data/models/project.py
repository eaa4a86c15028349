"""Projects: a place for the orders of one intent."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Field

from imagen.data.models.base import Record, enum_type
from imagen.domain.project import ProjectStatus


class Project(Record, table=True):
    __table_args__ = (sa.Index("ix_project_live", "status", "created_at", sqlite_where=sa.text("deleted_at IS NULL")),)

    name: str
    description: str = ""
    spending_limit: int | None = Field(default=None, sa_type=sa.BigInteger)
    status: ProjectStatus = Field(default=ProjectStatus.ACTIVE, sa_type=enum_type(ProjectStatus))
