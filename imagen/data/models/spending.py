"""The ledger: what each attempt at a generation is expected to cost while it runs, and what it cost then."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from imagen.data.models.base import Record, enum_type, now
from imagen.domain.money import Currency
from imagen.domain.spending import AmountSource, SpendingState


class Spending(Record, table=True):
    """`amount` is in micro-dollars and counts against limits; `billed` is the bill in millionths of its own currency."""

    __table_args__ = (
        sa.Index("ix_spending_submission", "submission_id", unique=True),
        sa.Index("ix_spending_day", "at", "amount"),
        sa.Index("ix_spending_order", "order_id", "amount"),
        sa.Index("ix_spending_project", "project_id", "amount"),
    )

    generation_id: UUID = Field(foreign_key="generation.id")
    submission_id: UUID = Field(foreign_key="submission.id")
    order_id: UUID = Field(foreign_key="order.id")
    project_id: UUID | None = Field(default=None, foreign_key="project.id")
    provider: str
    model: str
    state: SpendingState = Field(default=SpendingState.EXPECTED, sa_type=enum_type(SpendingState))
    source: AmountSource = Field(sa_type=enum_type(AmountSource))
    amount: int = Field(sa_type=sa.BigInteger)
    billed: int | None = Field(default=None, sa_type=sa.BigInteger)
    currency: Currency = Field(default=Currency.DOLLARS, sa_type=enum_type(Currency))
    at: datetime = Field(default_factory=now)
