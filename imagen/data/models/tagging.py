"""Which thing has which tag; a tagging that was taken away can be put back."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from imagen.data.models.base import Record, enum_type
from imagen.domain.tagging import TaggedKind

_LIVE = sa.text("deleted_at IS NULL")


class Tagging(Record, table=True):
    """Taggings of products are found through the search tables, which triggers keep in step."""

    __table_args__ = (
        sa.Index("ix_tagging_place", "entity_id", "tag_id", unique=True, sqlite_where=_LIVE),
        sa.Index("ix_tagging_tag", "tag_id", "entity", "entity_id", sqlite_where=_LIVE),
    )

    tag_id: UUID = Field(foreign_key="tag.id", ondelete="CASCADE")
    entity: TaggedKind = Field(sa_type=enum_type(TaggedKind))
    entity_id: UUID
