"""Keys of calls that must have their effect once, with the answer that the first one got."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Field

from imagen.data.models.base import Record


class IdempotencyKey(Record, table=True):
    __tablename__ = "idempotency_key"

    key: str = Field(unique=True)
    body_hash: str
    result_id: UUID
    count: int | None = None
