"""Orders: a base parameter set and everything needed to read and repeat it later, whatever changes meanwhile."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from imagen.data.models.base import JSON, JsonObject, Record, enum_type
from imagen.domain.lifecycle import OrderStatus
from imagen.domain.ordering import OrderKind, Priority, SeedPolicy


class Order(Record, table=True):
    """Amounts are in micro-dollars: `expected_each` is the most that one generation was expected to cost, `ceiling` the most
    that a person said it may cost where nobody knows, `held_amount` what the next one needs while a limit holds the order.
    `removed_at` is when it was removed for good: what it cost is all that is left of it. `made_from` is the order that a
    template was made of, which may be gone meanwhile.
    """

    __table_args__ = (
        sa.Index("ix_order_number", "number", unique=True),
        sa.Index(
            "ix_order_queue",
            "priority",
            "rank",
            "id",
            sqlite_where=sa.text("status IN ('pending', 'processing', 'underway')"),
        ),
        sa.Index("ix_order_project", "project_id", "id", sqlite_where=sa.text("deleted_at IS NULL")),
        sa.Index("ix_order_status", "status", "id", sqlite_where=sa.text("deleted_at IS NULL")),
        sa.Index("ix_order_model", "model_key", "id", sqlite_where=sa.text("deleted_at IS NULL")),
        sa.Index(
            "ix_order_bin", "deleted_at", "id", sqlite_where=sa.text("deleted_at IS NOT NULL AND removed_at IS NULL")
        ),
    )

    kind: OrderKind = Field(default=OrderKind.ORDER, sa_type=enum_type(OrderKind))
    name: str = ""
    number: int
    project_id: UUID | None = Field(default=None, foreign_key="project.id")
    model_key: str
    provider: str
    base_parameters: JsonObject = Field(default_factory=dict, sa_type=JSON)
    expansion_seed: int = Field(sa_type=sa.BigInteger)
    sample_size: int | None = None
    excluded: list[str] = Field(default_factory=list, sa_type=JSON)
    one_of_each_first: bool = False
    repeats: int = 1
    seed_policy: SeedPolicy = Field(default=SeedPolicy.AS_GIVEN, sa_type=enum_type(SeedPolicy))
    status: OrderStatus = Field(default=OrderStatus.PENDING, sa_type=enum_type(OrderStatus))
    held_reason: str | None = None
    held_for: str | None = None
    held_amount: int | None = Field(default=None, sa_type=sa.BigInteger)
    priority: Priority = Field(default=Priority.INTERACTIVE, sa_type=enum_type(Priority))
    rank: float = 0.0
    planned: int = 0
    written: int = 0
    estimated_cost: int | None = None
    expected_each: int | None = Field(default=None, sa_type=sa.BigInteger)
    spending_limit: int | None = Field(default=None, sa_type=sa.BigInteger)
    ceiling: int | None = Field(default=None, sa_type=sa.BigInteger)
    lookups_used: JsonObject = Field(default_factory=dict, sa_type=JSON)
    spec_used: JsonObject = Field(default_factory=dict, sa_type=JSON)
    factors: list[Any] = Field(default_factory=list, sa_type=JSON)
    removed_at: datetime | None = None
    made_from: UUID | None = None
