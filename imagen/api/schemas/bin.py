"""The Bin: its answers, and what is taken out of it."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import Field, model_validator

from imagen.api.schemas.base import Answer, Body, Moment, StrictBool
from imagen.api.schemas.product import MOST_AT_ONCE, ProductAnswer


class BinAnswer(Answer):
    """Something deleted: `title` is its prompt or the name of its file, `model` null where none made it."""

    product: ProductAnswer
    title: str
    model: str | None
    project_id: UUID | None
    project_name: str | None
    project_is_deleted: bool
    deleted_at: Moment


class RestoreBody(Body):
    """What is taken out of the Bin: these products, or `all` that lies in it."""

    ids: Annotated[list[UUID], Field(max_length=MOST_AT_ONCE, default_factory=list)]
    all: StrictBool = False

    @model_validator(mode="after")
    def _one_of_both(self) -> RestoreBody:
        if bool(self.ids) == self.all:
            raise ValueError("Name the products in ids, or set all to true.")
        return self
