"""Tags, collections, templates, saved searches and undo: what programs send, and what they get."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, model_validator

from imagen.api.schemas.base import Answer, Body, ExactInt, Moment, StrictBool
from imagen.api.schemas.order import OrderBody
from imagen.api.schemas.product import MOST_AT_ONCE, ProductAnswer, TagName
from imagen.domain.ordering import SeedPolicy
from imagen.domain.tagging import TaggedKind
from imagen.services.reuse import ReuseWhat

Name = Annotated[str, Field(max_length=1000)]
Description = Annotated[str, Field(max_length=100_000)]
Color = Annotated[str, Field(max_length=20)]
Query = Annotated[str, Field(max_length=10_000)]
Word = Annotated[str, Field(max_length=100)]


class DoneAnswer(Answer):
    """What was done: to how many things, in a sentence; `undo_id` is null where nothing was changed."""

    count: int
    sentence: str
    undo_id: UUID | None
    kept: list[str]


class UndoneAnswer(Answer):
    """What was taken back or done again: `left` counts what stays, since it was changed or removed meanwhile."""

    act: str
    sentence: str
    count: int
    left: int


class UndoAnswer(Answer):
    """What would be taken back next, and done again next; empty where there is nothing."""

    undo: str
    redo: str


class UndoBody(Body):
    """Which act is taken back: null for the last one."""

    id: UUID | None = None


class TagBody(Body):
    """A new tag; without a colour (`#rrggbb`) it gets one."""

    name: Name
    color: Color | None = None


class TagChange(Body):
    """What changes; what is left out stays."""

    name: Name | None = None
    color: Color | None = None


class MergeBody(Body):
    """The tag that takes the other one's place."""

    into: UUID


class TaggedBody(Body):
    """Tags to be put on things of one kind, or taken off: by their names."""

    kind: TaggedKind
    ids: Annotated[list[UUID], Field(min_length=1, max_length=MOST_AT_ONCE)]
    tags: Annotated[list[TagName], Field(min_length=1, max_length=100)]


class TagAnswer(Answer):
    """A tag; `counts` tells what it is on, by kind."""

    id: UUID
    name: str
    color: str
    count: int
    counts: dict[TaggedKind, int]
    created_at: Moment


class CollectionBody(Body):
    """A new collection."""

    name: Name
    description: Description = ""


class CollectionChange(Body):
    """What changes; what is left out stays."""

    name: Name | None = None
    description: Description | None = None


class CollectionProducts(Body):
    """Products to be put into a collection."""

    ids: Annotated[list[UUID], Field(min_length=1, max_length=MOST_AT_ONCE)]


class CollectionOrder(Body):
    """Products to be moved before or after another one; at the end where neither is named."""

    ids: Annotated[list[UUID], Field(min_length=1, max_length=MOST_AT_ONCE)]
    before: UUID | None = None
    after: UUID | None = None


class CollectionAnswer(Answer):
    """A collection; `first` holds up to four of its products in their order."""

    id: UUID
    name: str
    description: str
    count: int
    tags: list[TagAnswer]
    first: list[ProductAnswer]
    created_at: Moment
    updated_at: Moment


class TemplateBody(Body):
    """A new template: of an order, of a product (its values, or what was typed), or of what would be ordered."""

    name: Name = ""
    order_id: UUID | None = None
    product_id: UUID | None = None
    order: OrderBody | None = None
    what: ReuseWhat = ReuseWhat.VALUES
    keep_seed: StrictBool = False

    @model_validator(mode="after")
    def _one_source(self) -> TemplateBody:
        if sum(source is not None for source in (self.order_id, self.product_id, self.order)) != 1:
            raise ValueError("Name an order_id, a product_id or an order, one of the three.")
        return self


class TemplateChange(Body):
    """What changes; `project_id` null makes it everybody's."""

    name: Name | None = None
    project_id: UUID | None = None


class ApplyBody(Body):
    """Where the template is applied; with `draft` it takes the place of what stands in that order form."""

    project_id: UUID | None = None
    draft: StrictBool = False


class TemplateAnswer(Answer):
    """A template: what stands in an order form, to start from."""

    id: UUID
    name: str
    project_id: UUID | None
    model: Annotated[str, Field(validation_alias="model_key")]
    parameters: dict[str, Any]
    seed_policy: SeedPolicy
    repeats: int
    sample: ExactInt | None
    one_of_each_first: bool
    has_seed: bool
    prompt: str
    created_at: Moment
    updated_at: Moment


class SavedSearchBody(Body):
    """A search to be kept; `sort` and `grouping` are how it is shown."""

    name: Name
    query: Query
    sort: Word = ""
    grouping: Word = ""
    project_id: UUID | None = None


class SavedSearchChange(Body):
    """What changes; what is left out stays. `before` puts it before another one, null behind all."""

    name: Name | None = None
    query: Query | None = None
    sort: Word | None = None
    grouping: Word | None = None
    project_id: UUID | None = None
    before: UUID | None = None


class SavedSearchAnswer(Answer):
    id: UUID
    name: str
    query: str
    sort: str
    grouping: str
    project_id: UUID | None
    rank: float
    created_at: Moment
