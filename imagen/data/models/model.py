"""Models of providers as they were last seen: those that people added, and newer word on those that come with Imagen."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from imagen.data.models.base import JSON, JsonObject, Record, now


class Model(Record, table=True):
    """`document` holds the schema in the provider's own form, `document_hash` tells whether it changed.

    `added` is true for a model that a person added, false for newer word on one that comes with Imagen. `gone_at` is when
    the provider first said that it knows the model no more.
    """

    __table_args__ = (sa.Index("ix_model_name", "provider", "model_id", unique=True),)

    provider: str
    model_id: str
    name: str
    type: str | None = None
    family: str = ""
    description: str = ""
    document: JsonObject | None = Field(default=None, sa_type=JSON)
    document_hash: str = ""
    details: JsonObject = Field(default_factory=dict, sa_type=JSON)
    price: JsonObject | None = Field(default=None, sa_type=JSON)
    why_not: str = ""
    added: bool = True
    seen_at: datetime = Field(default_factory=now)
    changed_at: datetime | None = None
    gone_at: datetime | None = None
