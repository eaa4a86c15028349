"""What is asked of a generation at its provider whenever there is news of it, read without the rest of its rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlmodel import col

from imagen.data.models import Generation, Submission
from imagen.domain.lifecycle import LIVE_SUBMISSIONS, GenerationStatus


@dataclass(frozen=True, slots=True)
class Attempt:
    """The one attempt at a generation that may still bring a result, as the database had it."""

    generation_id: UUID
    order_id: UUID
    status: GenerationStatus
    started_at: datetime | None
    submission_id: UUID
    number: int
    provider_request_id: str | None


LIVE_ATTEMPT = (
    select(
        col(Generation.id),
        col(Generation.order_id),
        col(Generation.status),
        col(Generation.started_at),
        col(Submission.id),
        col(Submission.attempt),
        col(Submission.provider_request_id),
    )
    .join(Submission, col(Submission.generation_id) == col(Generation.id))
    .where(col(Submission.generation_id) == bindparam("generation_id"), col(Submission.state).in_(LIVE_SUBMISSIONS))
)
