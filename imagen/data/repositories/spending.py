"""The ledger's rows and its sums."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func
from sqlmodel import col, select

from imagen.data.models import Spending, Submission
from imagen.data.repositories.records import RecordRepository
from imagen.domain.lifecycle import LIVE_SUBMISSIONS
from imagen.domain.money import Currency
from imagen.domain.spending import AmountSource, SpendingState

_SUM_OF_ORDER = select(func.sum(Spending.amount)).where(Spending.order_id == bindparam("order_id"))
_OF_SUBMISSION = select(col(Spending.id), col(Spending.source), col(Spending.amount)).where(
    Spending.submission_id == bindparam("submission_id")
)


@dataclass(frozen=True, slots=True)
class Entry:
    """What an attempt counts for, in micro-dollars, and who says so."""

    id: UUID
    source: AmountSource
    amount: int


@dataclass(frozen=True)
class Spent:
    """What so many attempts with a model count together, in micro-dollars."""

    provider: str
    model: str
    state: SpendingState
    source: AmountSource
    amount: int
    attempts: int


class SpendingRepository(RecordRepository[Spending]):
    model = Spending
    word = "entry in the ledger"

    def of_submission(self, submission_id: UUID) -> Entry | None:
        row = self.session.connection().execute(_OF_SUBMISSION, {"submission_id": submission_id}).first()
        return None if row is None else Entry(*row)

    def of_live_attempts(self, generation_ids: Sequence[UUID]) -> dict[UUID, int]:
        """Give what those attempts at generations count for that may still bring a result, in micro-dollars."""
        if not generation_ids:
            return {}
        query = (
            select(Spending.generation_id, Spending.amount)
            .join(Submission, col(Submission.id) == Spending.submission_id)
            .where(col(Submission.generation_id).in_(generation_ids), col(Submission.state).in_(LIVE_SUBMISSIONS))
        )
        return dict(self.session.exec(query).all())

    def of_order(self, order_id: UUID) -> int:
        """Add up what an order has spent and has on the way, in micro-dollars."""
        return int(self.session.connection().execute(_SUM_OF_ORDER, {"order_id": order_id}).scalar_one() or 0)

    def of_project(self, project_id: UUID) -> int:
        return self._sum(col(Spending.project_id) == project_id)

    def since(self, at: datetime) -> int:
        """Add up everything from a moment on."""
        return self._sum(col(Spending.at) >= at)

    def sums(self, since: datetime) -> Sequence[Spent]:
        """Add up from a moment on, by provider, model, state and who says the amount; what is void is left out."""
        kinds = (col(Spending.provider), col(Spending.model), col(Spending.state), col(Spending.source))
        query = (
            select(*kinds, func.sum(Spending.amount), func.count())  # type: ignore[call-overload]
            .where(col(Spending.at) >= since, Spending.state != SpendingState.VOID)
            .group_by(*kinds)
            .order_by(*kinds)
        )
        return [
            Spent(provider, model, SpendingState(state), AmountSource(source), int(amount), attempts)
            for provider, model, state, source, amount, attempts in self.session.exec(query)
        ]

    def expected_since(self, at: datetime) -> int:
        """Add up from a moment on what is on the way or unclear."""
        return self._sum((col(Spending.at) >= at) & (col(Spending.state) == SpendingState.EXPECTED))

    def buzz_since(self, at: datetime) -> int:
        """Add up what was billed in Buzz from a moment on, in its millionths."""
        query = select(func.sum(Spending.billed)).where(
            col(Spending.at) >= at, Spending.currency == Currency.BUZZ, Spending.state != SpendingState.VOID
        )
        return int(self.session.exec(query).one() or 0)

    def between(self, since: datetime, until: datetime) -> int:
        """Add up everything from a moment on and before another."""
        return self._sum((col(Spending.at) >= since) & (col(Spending.at) < until))

    def _sum(self, condition: Any) -> int:
        query = select(func.sum(Spending.amount)).where(condition)
        return int(self.session.exec(query).one() or 0)
