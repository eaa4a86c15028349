"""Products: their answers, and what can be done with one or many."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field, model_validator

from imagen.api.schemas.base import Answer, Body, Listing, Moment, StrictBool, Whole
from imagen.api.schemas.gallery import SearchProblem
from imagen.domain.product import ProductOrigin, ProductState, ProductType

MOST_AT_ONCE = 1000


TagName = Annotated[str, Field(max_length=1000)]
_Rating = Annotated[Whole, Field(ge=0, le=4)]


class BulkAct(StrEnum):
    LIKE = "like"
    UNLIKE = "unlike"
    RATE = "rate"
    TAG = "tag"
    UNTAG = "untag"
    COLLECT = "collect"
    UNCOLLECT = "uncollect"
    MOVE = "move"
    DELETE = "delete"
    RESTORE = "restore"


_TAKES: dict[BulkAct, str] = {
    BulkAct.RATE: "rating",
    BulkAct.TAG: "tags",
    BulkAct.UNTAG: "tags",
    BulkAct.COLLECT: "collection_id",
    BulkAct.UNCOLLECT: "collection_id",
    BulkAct.MOVE: "project_id",
}


class ProductChange(Body):
    """What changes; what is left out stays. `tags` are all that it has then; `rating` goes from 0 (failed) to 4 (excellent)."""

    liked: StrictBool | None = None
    rating: _Rating | None = None
    notes: Annotated[str, Field(max_length=100_000)] | None = None
    tags: Annotated[list[TagName], Field(max_length=100)] | None = None
    project_id: UUID | None = None

    @model_validator(mode="after")
    def _something(self) -> ProductChange:
        if not self.model_fields_set:
            raise ValueError("Say what changes.")
        wrong = [
            name for name in ("liked", "notes", "tags") if name in self.model_fields_set and getattr(self, name) is None
        ]
        if wrong:
            raise ValueError(f"{wrong[0]} cannot be null; leave it out where it stays.")
        return self


class BulkBody(Body):
    """Something to do with many products, named by their ids or all that a search finds (`q`).

    `rate` takes a `rating` (null takes it away), `tag` and `untag` take `tags`, `collect` and `uncollect` a
    `collection_id`, `move` a `project_id` (null: out of any project).
    """

    action: BulkAct
    ids: Annotated[list[UUID], Field(min_length=1, max_length=MOST_AT_ONCE)] | None = None
    q: Annotated[str, Field(max_length=10_000)] | None = None
    newest: Annotated[Whole, Field(ge=0, lt=2**63)] | None = None
    rating: _Rating | None = None
    tags: Annotated[list[TagName], Field(min_length=1, max_length=100)] | None = None
    collection_id: UUID | None = None
    project_id: UUID | None = None

    @model_validator(mode="after")
    def _whom_and_what(self) -> BulkBody:
        if (self.ids is None) == (self.q is None):
            raise ValueError("Name the products in ids, or search for them with q.")
        if self.q is not None and self.action is BulkAct.RESTORE:
            raise ValueError("A search finds nothing in the Bin. Name the products in ids.")
        wanted = _TAKES.get(self.action)
        if wanted is not None and wanted not in self.model_fields_set:
            raise ValueError(f"{self.action} takes {wanted}.")
        if wanted in {"tags", "collection_id"} and getattr(self, wanted) is None:
            raise ValueError(f"{wanted} cannot be null.")
        given = {name for name in set(_TAKES.values()) if name in self.model_fields_set} - {wanted}
        if given:
            raise ValueError(f"{self.action} does not take {min(given)}.")
        return self


class BulkAnswer(Answer):
    """How many products were changed, in a sentence; `undo_id` is null where none was."""

    count: int
    sentence: str
    undo_id: UUID | None


class TagMark(Answer):
    """A tag on something."""

    id: UUID
    name: str
    color: str


class CollectionMark(Answer):
    """A collection that something is in."""

    id: UUID
    name: str


class ProductAnswer(Answer):
    """A product; the addresses are paths on this server, `placeholder` a tiny picture as a data address."""

    id: UUID
    generation_id: UUID | None
    order_id: UUID | None
    project_id: UUID | None
    order_index: Annotated[int, Field(validation_alias="output_index")]
    type: ProductType
    name: str
    url: Annotated[str, Field(validation_alias="file_url")]
    thumbnail_url: str | None
    large_thumbnail_url: str | None
    placeholder: str | None
    width: int | None
    height: int | None
    duration_ms: int | None
    file_size_bytes: Annotated[int, Field(validation_alias="file_size")]
    mime_type: str
    state: ProductState
    liked: bool
    rating: int | None
    rated_at: Moment | None
    notes: str
    tags: list[TagMark]
    collections: list[CollectionMark]
    origin: ProductOrigin
    created_at: Moment
    deleted_at: Moment | None


class ProductListing(Listing[ProductAnswer]):
    """A page of products; `cursor` leads to the next one, null at the end; `warnings` tell of names that nothing has."""

    cursor: str | None
    warnings: list[SearchProblem]
