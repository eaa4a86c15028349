"""Exports: which products leave, and how."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import Field

from imagen.api.schemas.base import Answer, Body
from imagen.services.exporting import Export, Notes, What
from imagen.services.gallery_views import Asked

MOST_IDS = 20_000


class ExportBody(Body):
    """Which products, by one of the first five, and what the files tell of how each was made.

    With `stripped` they tell nothing: they are numbered, without times, and there is no list. `listed` adds one or
    leaves it out.
    """

    ids: Annotated[list[UUID], Field(default_factory=list, max_length=MOST_IDS)]
    q: Annotated[str | None, Field(max_length=1000)] = None
    order_id: UUID | None = None
    collection_id: UUID | None = None
    project_id: UUID | None = None
    notes: Notes = Notes.EMBEDDED
    listed: bool | None = None

    def what(self) -> What:
        asked = Asked(self.q) if self.q is not None else None
        return What(tuple(self.ids), asked, self.order_id, self.collection_id, self.project_id)


class ExportAnswer(Answer):
    """An archive that is ready to be fetched at `url`, with the bytes of the files that go into it."""

    id: UUID
    name: str
    count: int
    size_bytes: int
    url: str


def export_answer(export: Export) -> ExportAnswer:
    """Show an export with its address."""
    address = f"/api/exports/{export.id}"
    return ExportAnswer(id=export.id, name=export.name, count=export.count, size_bytes=export.size, url=address)
