"""The ledger's rows and its sums."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func
from sqlmodel import col, select

from imagen.data.models import Spending
from imagen.data.repositories.records import RecordRepository
from imagen.domain.money import Currency
from imagen.domain.spending import SpendingState

_OF_SUBMISSION = select(Spending).where(Spending.submission_id == bindparam("submission_id"))


class SpendingRepository(RecordRepository[Spending]):
    model = Spending
    word = "entry in the ledger"

    def of_submission(self, submission_id: UUID) -> Spending | None:
        return self.session.exec(_OF_SUBMISSION, params={"submission_id": submission_id}).first()

    def of_order(self, order_id: UUID) -> int:
        """Add up what an order has spent and has on the way, in micro-dollars."""
        return self._sum(col(Spending.order_id) == order_id)

    def of_project(self, project_id: UUID) -> int:
        return self._sum(col(Spending.project_id) == project_id)

    def since(self, at: datetime) -> int:
        """Add up everything from a moment on."""
        return self._sum(col(Spending.at) >= at)

    def by_provider(self, since: datetime) -> Sequence[tuple[str, SpendingState, int, int]]:
        """Give provider, state, micro-dollars and number of attempts from a moment on; what is void is left out."""
        query = (
            select(Spending.provider, Spending.state, func.sum(Spending.amount), func.count())
            .where(col(Spending.at) >= since, Spending.state != SpendingState.VOID)
            .group_by(col(Spending.provider), col(Spending.state))
            .order_by(col(Spending.provider))
        )
        return [(name, SpendingState(state), int(sum_), count) for name, state, sum_, count in self.session.exec(query)]

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
