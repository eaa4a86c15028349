"""Drafts: what stands in a project's order form, so that a reload, a restart or another device loses nothing."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from imagen.data.models.base import JSON, JsonObject, Record

NO_PROJECT = "none"


class Draft(Record, table=True):
    __table_args__ = (sa.Index("ix_draft_place", "place", unique=True),)

    place: str = NO_PROJECT
    project_id: UUID | None = Field(default=None, foreign_key="project.id")
    state: JsonObject = Field(default_factory=dict, sa_type=JSON)
    revision: int = 0
