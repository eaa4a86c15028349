"""What the services of keeping answer: tags, collections, saved searches, templates, and what acts did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from imagen.domain.binning import BinKind
from imagen.domain.ordering import SeedPolicy
from imagen.domain.tagging import TaggedKind
from imagen.services.views import ProductView


@dataclass(frozen=True)
class Done:
    """What an act did: to how many things, in a sentence; `undo_id` is None where it changed nothing.

    `kept` says of each thing that was asked for and left alone why.
    """

    count: int
    sentence: str
    undo_id: UUID | None = None
    kept: tuple[str, ...] = ()


@dataclass(frozen=True)
class Undone:
    """What became of taking an act back, or doing it again: `count` rows were changed, `left` ones stay as they are."""

    undo_id: UUID
    sentence: str
    act: str
    count: int
    left: int = 0

    @property
    def is_done(self) -> bool:
        return self.count > 0


@dataclass(frozen=True)
class UndoState:
    """What would be taken back next and done again next, in words; empty where there is nothing."""

    undo: str = ""
    redo: str = ""


@dataclass(frozen=True)
class TagView:
    """A tag; `counts` tells what it is on, by kind."""

    id: UUID
    name: str
    color: str
    created_at: datetime
    counts: Mapping[TaggedKind, int] = field(default_factory=dict)

    @property
    def count(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True)
class CollectionView:
    """A collection; `first` holds up to four of its products, in their order."""

    id: UUID
    name: str
    description: str
    count: int
    tags: tuple[TagView, ...]
    first: tuple[ProductView, ...]
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class SavedSearchView:
    id: UUID
    name: str
    query: str
    sort: str
    grouping: str
    project_id: UUID | None
    rank: float
    created_at: datetime


@dataclass(frozen=True)
class TemplateValue:
    """One thing that a template sets: the parameter's name and label, and what it gives it."""

    name: str
    label: str
    value: Any


@dataclass(frozen=True)
class TemplateView:
    """A template: what stands in an order form, to start from; `has_seed` where it keeps the seeds of what it was made of.

    `values` are the parameters as people read them, with the labels of its model's form; `order_number` is that of the order
    it was made of, None where it was made of a form, or where that order is gone.
    """

    id: UUID
    name: str
    project_id: UUID | None
    model_key: str
    parameters: Mapping[str, Any]
    seed_policy: SeedPolicy
    repeats: int
    sample: int | None
    one_of_each_first: bool
    has_seed: bool
    prompt: str
    created_at: datetime
    updated_at: datetime
    values: tuple[TemplateValue, ...] = ()
    order_number: int | None = None


@dataclass(frozen=True)
class BinItem:
    """Something in the Bin with what it was part of; `title` is what people know it by, `detail` what goes with it.

    `product` is the product itself, or one of those that went with it.
    """

    kind: BinKind
    id: UUID
    title: str
    detail: str
    product: ProductView | None
    model: str | None
    project_id: UUID | None
    project_name: str | None
    project_is_deleted: bool
    deleted_at: datetime
