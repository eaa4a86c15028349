"""Products: their answers, and what can be done with one or many."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from imagen.api.schemas.base import Answer, Body, Listing, Moment, StrictBool
from imagen.domain.product import ProductOrigin, ProductState, ProductType

MOST_AT_ONCE = 1000


class BulkAct(StrEnum):
    LIKE = "like"
    UNLIKE = "unlike"
    DELETE = "delete"
    RESTORE = "restore"


class ProductChange(Body):
    liked: StrictBool


class BulkBody(Body):
    """Something to do with many products: all of it is done, or nothing."""

    action: BulkAct
    ids: Annotated[list[UUID], Field(min_length=1, max_length=MOST_AT_ONCE)]


class BulkAnswer(Answer):
    """How many products were acted upon."""

    count: int


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
    origin: ProductOrigin
    created_at: Moment
    deleted_at: Moment | None


class ProductListing(Listing[ProductAnswer]):
    """A page of products; `cursor` leads to the next one, null at the end."""

    cursor: UUID | None


class ImportedProduct(ProductAnswer):
    """A product made of a file; `already_there` when the gallery had the very same file."""

    already_there: bool


class RefusedFile(Answer):
    """A file that could not be taken, and why."""

    name: str
    message: str


class ImportAnswer(Answer):
    """What became of each file."""

    items: list[ImportedProduct]
    errors: list[RefusedFile]
