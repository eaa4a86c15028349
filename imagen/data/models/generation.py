"""Generations: one call of a provider each, with the parameter sets it went through and what became of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from imagen.data.models.base import JSON, JsonObject, Record, enum_type
from imagen.domain.lifecycle import GenerationStatus


class Generation(Record, table=True):
    __table_args__ = (
        sa.Index("ix_generation_next", "order_id", "status", "position"),
        sa.Index("ix_generation_running", "provider", "id", sqlite_where=sa.text("status = 'generating'")),
        sa.Index("ix_generation_poll", "next_poll_at", sqlite_where=sa.text("next_poll_at IS NOT NULL")),
        sa.Index("ix_generation_attention", "waiting_for", "id", sqlite_where=sa.text("waiting_for IS NOT NULL")),
        sa.Index("ix_generation_order", "order_id", "position", unique=True),
        sa.Index("ix_generation_status", "status", "id", sqlite_where=sa.text("deleted_at IS NULL")),
        sa.Index("ix_generation_model", "model_used", "id", sqlite_where=sa.text("deleted_at IS NULL")),
        sa.Index("ix_generation_cost", "order_id", "cost", sqlite_where=sa.text("cost IS NOT NULL")),
        sa.Index("ix_generation_timed", "model_used", "id", sqlite_where=sa.text("status = 'complete'")),
    )

    order_id: UUID = Field(foreign_key="order.id")
    provider: str
    position: int
    expansion_index: str
    repeat: int = 0
    status: GenerationStatus = Field(default=GenerationStatus.PENDING, sa_type=enum_type(GenerationStatus))
    generation_parameters: JsonObject = Field(default_factory=dict, sa_type=JSON)
    actual_parameters: JsonObject | None = Field(default=None, sa_type=JSON)
    return_parameters: JsonObject | None = Field(default=None, sa_type=JSON)
    choices: list[Any] = Field(default_factory=list, sa_type=JSON)
    model_used: str
    waiting_for: str | None = None
    waiting_note: str | None = None
    not_before: datetime | None = None
    next_poll_at: datetime | None = None
    deadline: datetime | None = None
    cancel_requested_at: datetime | None = None
    started_at: datetime | None = None
    completed_at: datetime | None = None
    inference_time_ms: int | None = None
    cost: int | None = None
    cost_source: str | None = None
    error_kind: str | None = None
    error_message: str | None = None
    notes: str = ""
    details: JsonObject | None = Field(default=None, sa_type=JSON, sa_column_kwargs={"name": "metadata"})
    search_id: int | None = Field(default=None, unique=True)
