"""Submissions: one row for each attempt to buy a generation, so that a retry never overwrites what an earlier one was or cost."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from imagen.data.models.base import JSON, JsonObject, Record, enum_type
from imagen.domain.lifecycle import SubmissionState

_LIVE = sa.text("state IN ('intent', 'accepted', 'unknown')")


class Submission(Record, table=True):
    __table_args__ = (
        sa.Index("ix_submission_attempt", "generation_id", "attempt", unique=True),
        sa.Index("ix_submission_live", "generation_id", unique=True, sqlite_where=_LIVE),
        sa.Index("ix_submission_request", "provider", "provider_request_id", unique=True),
    )

    generation_id: UUID = Field(foreign_key="generation.id")
    attempt: int
    state: SubmissionState = Field(sa_type=enum_type(SubmissionState))
    provider: str
    request: JsonObject = Field(default_factory=dict, sa_type=JSON)
    request_hash: str
    provider_request_id: str | None = None
    urls: JsonObject = Field(default_factory=dict, sa_type=JSON)
    cost: int | None = None
    error: str | None = None
