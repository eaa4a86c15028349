"""Collections: products put together by hand, many to many."""

from __future__ import annotations

import sqlalchemy as sa

from imagen.data.models.base import Record


class Collection(Record, table=True):
    __table_args__ = (
        sa.Index("ix_collection_name", "name_key", unique=True, sqlite_where=sa.text("deleted_at IS NULL")),
    )

    name: str
    name_key: str
    description: str = ""
