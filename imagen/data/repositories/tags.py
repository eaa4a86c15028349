"""Tags by their folded names, and what they are on."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, select

from imagen.data.models import Tag, Tagging
from imagen.data.repositories.journal import AT_ONCE
from imagen.data.repositories.records import RecordRepository
from imagen.domain.tagging import TaggedKind

# Counted apart and from the Bin on, which holds far fewer than the gallery; a CROSS JOIN is carried out as it is written.
_IN_BIN = """SELECT t.tag_id, count(*) FROM product p CROSS JOIN tagging t ON t.entity_id = p.id AND t.deleted_at IS NULL
    WHERE p.deleted_at IS NOT NULL GROUP BY t.tag_id"""


class TagRepository(RecordRepository[Tag]):
    model = Tag
    word = "tag"

    def all(self) -> Sequence[Tag]:
        return self.session.exec(select(Tag).where(col(Tag.deleted_at).is_(None)).order_by(Tag.name_key)).all()

    def by_key(self, name_key: str) -> Tag | None:
        return self.session.exec(select(Tag).where(Tag.name_key == name_key, col(Tag.deleted_at).is_(None))).first()

    def counts(self) -> dict[UUID, dict[TaggedKind, int]]:
        """Count what each tag is on, by kind, without products in the Bin: no search for the tag finds those."""
        query = (
            select(Tagging.tag_id, Tagging.entity, func.count())
            .where(col(Tagging.deleted_at).is_(None))
            .group_by(col(Tagging.tag_id), col(Tagging.entity))
        )
        counted: dict[UUID, dict[TaggedKind, int]] = {}
        for tag_id, kind, count in self.session.exec(query):
            counted.setdefault(tag_id, {})[TaggedKind(kind)] = count
        for tag, in_bin in self.session.connection().exec_driver_sql(_IN_BIN):
            left = counted[UUID(tag)].pop(TaggedKind.PRODUCT) - in_bin
            if left:
                counted[UUID(tag)][TaggedKind.PRODUCT] = left
        return counted

    def on(self, entity_ids: Sequence[UUID]) -> dict[UUID, list[Tag]]:
        """Give the tags of things, by name."""
        found: dict[UUID, list[Tag]] = {}
        for first in range(0, len(entity_ids), AT_ONCE):
            query = (
                select(Tagging.entity_id, Tag)
                .join(Tag, col(Tag.id) == Tagging.tag_id)
                .where(col(Tagging.entity_id).in_(entity_ids[first : first + AT_ONCE]))
                .where(col(Tagging.deleted_at).is_(None), col(Tag.deleted_at).is_(None))
                .order_by(Tag.name_key)
            )
            for entity_id, tag in self.session.exec(query):
                found.setdefault(entity_id, []).append(tag)
        return found

    def taggings(self, tag_ids: Collection[UUID], entity_ids: Sequence[UUID]) -> list[tuple[UUID, UUID, UUID]]:
        """Find which of these things have which of these tags: the tagging, the tag, the thing."""
        found: list[tuple[UUID, UUID, UUID]] = []
        for first in range(0, len(entity_ids), AT_ONCE):
            query = select(Tagging.id, Tagging.tag_id, Tagging.entity_id).where(
                col(Tagging.entity_id).in_(entity_ids[first : first + AT_ONCE]),
                col(Tagging.tag_id).in_(tag_ids),
                col(Tagging.deleted_at).is_(None),
            )
            found += self.session.exec(query).all()
        return found

    def of(self, tag_id: UUID) -> Sequence[tuple[UUID, TaggedKind, UUID]]:
        """List all that a tag is on: the tagging, the kind and the thing."""
        query = select(Tagging.id, Tagging.entity, Tagging.entity_id).where(
            Tagging.tag_id == tag_id, col(Tagging.deleted_at).is_(None)
        )
        return [(tagging_id, TaggedKind(kind), entity_id) for tagging_id, kind, entity_id in self.session.exec(query)]

    def used(self, tag_ids: Collection[UUID]) -> set[UUID]:
        """Tell which of these tags are on anything."""
        query = select(Tagging.tag_id).where(col(Tagging.tag_id).in_(tag_ids), col(Tagging.deleted_at).is_(None))
        return set(self.session.exec(query.distinct()))

    def gone_with(self, tag: Tag) -> Sequence[UUID]:
        """List the taggings that went into the Bin together with their tag."""
        query = select(Tagging.id).where(Tagging.tag_id == tag.id, Tagging.deleted_at == tag.deleted_at)
        return self.session.exec(query).all()
