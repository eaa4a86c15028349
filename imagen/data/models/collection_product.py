"""Which product lies in which collection, and where; `order_index` has room between any two for a third."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from imagen.data.models.base import Record

_LIVE = sa.text("deleted_at IS NULL")


class CollectionProduct(Record, table=True):
    """What lies in a collection is found through the search tables, which triggers keep in step."""

    __tablename__ = "collection_product"
    __table_args__ = (
        sa.Index("ix_collection_product_place", "product_id", "collection_id", unique=True, sqlite_where=_LIVE),
        sa.Index("ix_collection_product_order", "collection_id", "order_index", "product_id", sqlite_where=_LIVE),
    )

    collection_id: UUID = Field(foreign_key="collection.id", ondelete="CASCADE")
    product_id: UUID = Field(foreign_key="product.id", ondelete="CASCADE")
    order_index: float = 0.0
