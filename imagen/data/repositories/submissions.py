"""Submissions: the attempts to buy a generation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import bindparam, func, update
from sqlmodel import col, select

from imagen.data.models import Generation, Submission
from imagen.data.repositories.attempts import LIVE_ATTEMPT, Attempt
from imagen.data.repositories.records import RecordRepository
from imagen.domain.lifecycle import LIVE_SUBMISSIONS, SubmissionState

# Asked for with every generation, so these are put together once.
_OF_GENERATION = Submission.generation_id == bindparam("generation_id")
_LIVE = select(Submission).where(_OF_GENERATION, col(Submission.state).in_(LIVE_SUBMISSIONS))
_ATTEMPTS = select(
    func.coalesce(func.max(Submission.attempt), 0), func.count().filter(col(Submission.state).in_(LIVE_SUBMISSIONS))
).where(_OF_GENERATION)
_BY_REQUEST = select(Submission).where(
    Submission.provider == bindparam("provider"), Submission.provider_request_id == bindparam("request_id")
)
_IS_KNOWN = select(Submission.id).where(
    Submission.provider == bindparam("provider"), Submission.provider_request_id == bindparam("request_id")
)
_ACCEPT = (
    update(Submission)
    .where(
        col(Submission.generation_id) == bindparam("generation"),
        col(Submission.attempt) == bindparam("number"),
        col(Submission.state) == SubmissionState.INTENT,
    )
    .values(state=SubmissionState.ACCEPTED, provider_request_id=bindparam("receipt"), urls=bindparam("links"))
)


class SubmissionRepository(RecordRepository[Submission]):
    model = Submission
    word = "submission"

    def live(self, generation_id: UUID) -> Submission | None:
        """Give the one submission of a generation that may still bring a result."""
        return self.session.exec(_LIVE, params={"generation_id": generation_id}).first()

    def attempt(self, generation_id: UUID) -> Attempt | None:
        """Give that attempt as the database has it: what this session has changed and not flushed is not in it."""
        row = self.session.connection().execute(LIVE_ATTEMPT, {"generation_id": generation_id}).first()
        return None if row is None else Attempt(*row)

    def live_of_order(self, order_id: UUID) -> set[UUID]:
        """Give the generations of an order of which a submission may still bring a result."""
        query = select(Submission.generation_id).join(Generation, col(Generation.id) == Submission.generation_id)
        live = col(Submission.state).in_(LIVE_SUBMISSIONS)
        return set(self.session.exec(query.where(Generation.order_id == order_id, live)).all())

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

    def next_attempt(self, generation_id: UUID) -> int | None:
        """Number the next attempt at a generation; None when an earlier one may still bring a result."""
        last, live = self.session.connection().execute(_ATTEMPTS, {"generation_id": generation_id}).one()
        return None if live else int(last) + 1

    def is_known(self, provider: str, request_id: str) -> bool:
        """Tell whether any attempt has this receipt."""
        asked = {"provider": provider, "request_id": request_id}
        return self.session.connection().execute(_IS_KNOWN, asked).first() is not None

    def accept(self, generation_id: UUID, attempt: int, request_id: str | None, urls: Mapping[str, str]) -> bool:
        """Turn an intent into an accepted submission; false when it is an intent no more."""
        noted = {"generation": generation_id, "number": attempt, "receipt": request_id, "links": dict(urls)}
        return bool(self.session.connection().execute(_ACCEPT, noted).rowcount)

    def by_request(self, provider: str, request_id: str) -> Submission | None:
        return self.session.exec(_BY_REQUEST, params={"provider": provider, "request_id": request_id}).first()
