"""Which products went into which generation: the lineage."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from imagen.data.models.base import Record


class GenerationInput(Record, table=True):
    __tablename__ = "generation_input"
    __table_args__ = (
        sa.Index("ix_generation_input_place", "generation_id", "parameter", "order_index", unique=True),
        sa.Index("ix_generation_input_product", "product_id"),
    )

    generation_id: UUID = Field(foreign_key="generation.id")
    product_id: UUID = Field(foreign_key="product.id")
    parameter: str
    order_index: int = 0
