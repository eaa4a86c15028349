"""The gallery: its pages, counts, headings, completion and places."""

from __future__ import annotations

from uuid import UUID

from imagen.api.schemas.base import Answer, ExactInt
from imagen.domain.product import ProductState, ProductType


class SearchProblem(Answer):
    """What is wrong with a search, at code points `start` to `end`; `suggestion` mends it when it stands there instead."""

    start: int
    end: int
    kind: str
    message: str
    suggestion: str | None


class TileAnswer(Answer):
    """A product as a grid shows it; `rating` is 0 to 4, `tags` are ids."""

    id: UUID
    type: ProductType
    state: ProductState
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
    tags: list[UUID]


class GalleryAnswer(Answer):
    """A stretch of what a search finds; send `newest` again so that the list stands still, `arrived` counts newer ones."""

    total: int
    newest: ExactInt
    offset: int
    arrived: int
    sort: str
    problems: list[SearchProblem]
    items: list[TileAnswer]


class FacetAnswer(Answer):
    """A value and how many have it; `term` asks for it in a search, `is_asked` when it stands there."""

    value: str
    label: str
    count: int
    term: str
    is_asked: bool
    id: UUID | None


class FacetsAnswer(Answer):
    """Counts of what a search finds, by type, provider, model, project, tag, collection, origin, state, rating, …"""

    total: int
    facets: dict[str, list[FacetAnswer]]
    problems: list[SearchProblem]


class GroupAnswer(Answer):
    """A heading, and where in the list its first product stands."""

    value: str
    label: str
    count: int
    position: int


class OptionAnswer(Answer):
    """A text to write; `goes_on` when a value comes next, so that no space follows."""

    text: str
    label: str
    detail: str
    goes_on: bool


class CompletionAnswer(Answer):
    """What may stand in place of the code points `start` to `end`."""

    start: int
    end: int
    options: list[OptionAnswer]


class PositionAnswer(Answer):
    """How many stand before a product; null when it is not in the list."""

    position: int | None


class NeighboursAnswer(Answer):
    """What stands before and behind a product, in the order of the list."""

    before: list[TileAnswer]
    behind: list[TileAnswer]
