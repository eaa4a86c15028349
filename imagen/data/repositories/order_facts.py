"""What is asked of an order for every single generation, read without all that is asked of it once."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlmodel import col

from imagen.data.models import Order
from imagen.domain.lifecycle import OrderStatus


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """An order as the database had it, with the names and units of its table."""

    id: UUID
    project_id: UUID | None
    provider: str
    model_key: str
    status: OrderStatus
    held_reason: str | None
    deleted_at: datetime | None
    planned: int
    written: int
    ceiling: int | None
    expected_each: int | None
    spending_limit: int | None


FACTS = select(*(getattr(Order, field.name) for field in fields(OrderFacts))).where(
    col(Order.id) == bindparam("order_id")
)
