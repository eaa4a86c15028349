"""Lookups: named lists of values for the expansion language."""

from __future__ import annotations

import sqlalchemy as sa

from imagen.data.models.base import Record


class Lookup(Record, table=True):
    __table_args__ = (sa.Index("ix_lookup_name", "name_key", unique=True, sqlite_where=sa.text("deleted_at IS NULL")),)

    name: str
    name_key: str
    values: str = ""
    description: str = ""
