"""What the gallery is asked for, and what it shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from imagen.domain.search import Node, Problem


class Grouping(StrEnum):
    """What a gallery can be divided by."""

    DAY = "day"
    MONTH = "month"
    PROJECT = "project"
    ORDER = "order"
    MODEL = "model"
    TYPE = "type"
    COLLECTION = "collection"


@dataclass(frozen=True)
class Asked:
    """What a gallery shows: a search, its order, and under which headings, if any.

    The last word of `q` may be unfinished unless a space follows. `newest`, from a first answer, keeps the list still
    while products arrive. `seed` chooses one of the shuffled orders.
    """

    q: str = ""
    sort: str = "newest"
    newest: int | None = None
    by: str = ""
    seed: int = 0


@dataclass(frozen=True)
class Reading:
    """What a search was read as: `text` in its plainest form, and all that is wrong with what was typed."""

    tree: Node
    text: str
    problems: tuple[Problem, ...]


class Tile(NamedTuple):
    """A product as a grid shows it; `rating` is 0 to 4, `order_number` None when it is from no order.

    A tuple, since hundreds are made for every page.
    """

    id: UUID
    type: str
    state: str
    liked: bool
    rating: int | None
    width: int | None
    height: int | None
    placeholder: str | None
    duration_ms: int | None
    file_url: str
    thumbnail_url: str | None
    large_thumbnail_url: str | None
    name: str
    order_number: int | None
    tags: tuple[UUID, ...]


@dataclass(frozen=True)
class GalleryPage:
    """A stretch of a list of `total`; `arrived` newer ones match and are left out; `sort` is the order it has."""

    tiles: tuple[Tile, ...]
    total: int
    newest: int
    offset: int
    arrived: int
    sort: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Neighbours:
    """What stands before and behind a product, in the order of the list."""

    before: tuple[Tile, ...]
    behind: tuple[Tile, ...]


@dataclass(frozen=True)
class GroupView:
    """A heading: `position` counts what stands before its first product, `value` is what distinguishes it."""

    value: str
    label: str
    count: int
    position: int


@dataclass(frozen=True)
class FacetValue:
    """A value with how many have it; `term` asks for it in a search, `is_asked` when that stands in the search."""

    value: str
    label: str
    count: int
    term: str
    is_asked: bool
    id: UUID | None = None


@dataclass(frozen=True)
class FacetsView:
    """Counts by facet; values of a key that is asked for are counted as if it were not, so that others can be added."""

    total: int
    facets: Mapping[str, tuple[FacetValue, ...]]
    problems: tuple[Problem, ...]
