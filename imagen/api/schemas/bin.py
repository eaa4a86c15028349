"""The Bin: its answers, and what is taken out of it."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import Field, model_validator

from imagen.api.schemas.base import Answer, Body, Listing, Moment, StrictBool
from imagen.api.schemas.product import MOST_AT_ONCE, ProductAnswer
from imagen.domain.binning import BinKind


class BinAnswer(Answer):
    """Something deleted: `title` is what people know it by, `detail` what went with it, `product` a picture of it."""

    kind: BinKind
    id: UUID
    title: str
    detail: str
    product: ProductAnswer | None
    model: str | None
    project_id: UUID | None
    project_name: str | None
    project_is_deleted: bool
    deleted_at: Moment


class BinListing(Listing[BinAnswer]):
    """A page of the Bin; `counts` tells how much of each kind lies in it altogether."""

    counts: dict[BinKind, int]


class RestoreBody(Body):
    """What is taken out of the Bin: these things, or `all` that lies in it, or all of one `kind`."""

    ids: Annotated[list[UUID], Field(max_length=MOST_AT_ONCE, default_factory=list)]
    all: StrictBool = False
    kind: BinKind | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> RestoreBody:
        if bool(self.ids) == self.all:
            raise ValueError("Name the things in ids, or set all to true.")
        if self.ids and self.kind is not None:
            raise ValueError("A kind narrows all; ids are named one by one.")
        return self
