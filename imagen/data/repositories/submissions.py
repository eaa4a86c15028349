"""Submissions: the attempts to buy a generation."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, select

from imagen.data.models import Submission
from imagen.data.repositories.records import RecordRepository
from imagen.domain.lifecycle import LIVE_SUBMISSIONS


class SubmissionRepository(RecordRepository[Submission]):
    model = Submission
    word = "submission"

    def live(self, generation_id: UUID) -> Submission | None:
        """Give the one submission of a generation that may still bring a result."""
        query = select(Submission).where(
            Submission.generation_id == generation_id, col(Submission.state).in_(LIVE_SUBMISSIONS)
        )
        return self.session.exec(query).first()

    def attempt(self, generation_id: UUID, attempt: int) -> Submission | None:
        """Give one attempt at a generation, whatever became of it."""
        query = select(Submission).where(Submission.generation_id == generation_id, Submission.attempt == attempt)
        return self.session.exec(query).first()

    def latest(self, generation_id: UUID) -> Submission | None:
        query = select(Submission).where(Submission.generation_id == generation_id)
        return self.session.exec(query.order_by(col(Submission.attempt).desc()).limit(1)).first()

    def of(self, generation_id: UUID) -> Sequence[Submission]:
        query = select(Submission).where(Submission.generation_id == generation_id)
        return self.session.exec(query.order_by(col(Submission.attempt))).all()

    def cost_of(self, generation_id: UUID) -> int | None:
        """Add up what all attempts at a generation have cost, None where no cost of any is known."""
        query = select(func.sum(Submission.cost)).where(Submission.generation_id == generation_id)
        return self.session.exec(query).one()

    def next_attempt(self, generation_id: UUID) -> int:
        query = select(func.max(Submission.attempt)).where(Submission.generation_id == generation_id)
        return (self.session.exec(query).one() or 0) + 1

    def by_request(self, provider: str, request_id: str) -> Submission | None:
        query = select(Submission).where(Submission.provider == provider, Submission.provider_request_id == request_id)
        return self.session.exec(query).first()
