"""Products: the pictures, videos and sounds, each a content-addressed file below the data folder."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from imagen.data.models.base import JSON, JsonObject, Record, enum_type
from imagen.domain.product import ProductOrigin, ProductState, ProductType

_LIVE = sa.text("deleted_at IS NULL")


class Product(Record, table=True):
    """Pictures and clips that were imported have a prompt, a model and parameters of their own, as read from the file.

    Those of what was generated are its generation's. `rating` is 0 to 4; `made_from_id` is what was edited into this.
    """

    __table_args__ = (
        sa.Index("ix_product_output", "generation_id", "output_index", unique=True),
        sa.Index("ix_product_newest", "id", sqlite_where=_LIVE),
        sa.Index("ix_product_project", "project_id", "id", sqlite_where=_LIVE),
        sa.Index("ix_product_order", "order_id", "id", sqlite_where=_LIVE),
        sa.Index("ix_product_type", "type", "id", sqlite_where=_LIVE),
        sa.Index("ix_product_liked", "liked", "id", sqlite_where=_LIVE),
        sa.Index("ix_product_sha256", "sha256"),
        sa.Index("ix_product_made_from", "made_from_id", sqlite_where=sa.text("made_from_id IS NOT NULL")),
        sa.Index("ix_product_unchecked", "id", sqlite_where=sa.text("state = 'unchecked'")),
        sa.Index("ix_product_bin", "deleted_at", "id", sqlite_where=sa.text("deleted_at IS NOT NULL")),
    )

    generation_id: UUID | None = Field(default=None, foreign_key="generation.id")
    output_index: int = 0
    order_id: UUID | None = Field(default=None, foreign_key="order.id")
    project_id: UUID | None = Field(default=None, foreign_key="project.id")
    type: ProductType = Field(sa_type=enum_type(ProductType))
    path: str
    sha256: str
    file_size: int = Field(sa_type=sa.BigInteger)
    mime_type: str
    width: int | None = None
    height: int | None = None
    duration_ms: int | None = None
    placeholder: str | None = None
    state: ProductState = Field(default=ProductState.READY, sa_type=enum_type(ProductState))
    liked: bool = False
    source_url: str | None = None
    origin: ProductOrigin = Field(default=ProductOrigin.GENERATED, sa_type=enum_type(ProductOrigin))
    name: str = ""
    rating: int | None = None
    rated_at: datetime | None = None
    notes: str = Field(default="", sa_column_kwargs={"server_default": ""})
    prompt: str | None = None
    negative_prompt: str | None = None
    model_used: str | None = None
    parameters: JsonObject | None = Field(default=None, sa_type=JSON)
    made_from_id: UUID | None = Field(default=None, foreign_key="product.id", ondelete="SET NULL")
    details: JsonObject | None = Field(default=None, sa_type=JSON, sa_column_kwargs={"name": "metadata"})
