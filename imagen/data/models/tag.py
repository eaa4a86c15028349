"""Tags: words with a colour that people put on things."""

from __future__ import annotations

import sqlalchemy as sa

from imagen.data.models.base import Record


class Tag(Record, table=True):
    __table_args__ = (sa.Index("ix_tag_name", "name_key", unique=True, sqlite_where=sa.text("deleted_at IS NULL")),)

    name: str
    name_key: str
    color: str = ""
