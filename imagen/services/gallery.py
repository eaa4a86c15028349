"""The gallery: what a search finds, in any order and under any headings, page by page; counts, completion and places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from imagen.data.repositories.product_search import Hit
from imagen.data.repositories.product_tiles import TileRow
from imagen.domain.product import ProductState
from imagen.domain.search import Completion, NameKind, all_problems, asks_for, complete, meant, parse, render
from imagen.media.store import file_url, thumbnail_url
from imagen.services.gallery_facets import facet_values
from imagen.services.gallery_grouping import group_views, keeps_order, page_of, position_of
from imagen.services.gallery_searching import Opened, Question, Searches, one_of, question
from imagen.services.gallery_views import (
    Asked,
    FacetsView,
    GalleryPage,
    Grouping,
    GroupView,
    Neighbours,
    Reading,
    Tile,
)
from imagen.services.model_names import ModelNames
from imagen.services.presentation import large_url

__all__ = [
    "Asked",
    "FacetsView",
    "GalleryPage",
    "GalleryService",
    "GroupView",
    "Grouping",
    "Neighbours",
    "Reading",
    "Tile",
]

MOST_AT_ONCE = 1000


class GalleryService:
    """Answers searches. A wrong one finds what can be read of it, and its problems are told."""

    def __init__(self, searches: Searches, names: ModelNames) -> None:
        self._searches = searches
        self._names = names

    def model_name(self, key: str) -> str:
        """Give what a model is called, its key where nobody knows it."""
        return self._names.known.names.get(key, key)

    def read(self, q: str) -> Reading:
        """Say what a search is read as, and what is wrong with it."""
        parsed = parse(q)
        with self._searches.as_it_is() as opened:
            problems = all_problems(parsed, opened.repository.words)
        return Reading(parsed.tree, render(parsed.tree), problems)

    def meant(self, q: str) -> tuple[str, ...]:
        """Give searches that may have been meant where a word is the value of a choice; for what finds nothing."""
        with self._searches.as_it_is() as opened:
            return meant(parse(q), opened.repository.words)

    def terms(self, values: Mapping[str, Any]) -> dict[str, str]:
        """Write for each value what finds the products that were made with it; values that nothing finds are left out."""
        with self._searches.as_it_is() as opened:
            found = {name: asks_for(name, value, opened.repository.words) for name, value in values.items()}
        return {name: term for name, term in found.items() if term}

    def page(self, asked: Asked, *, offset: int = 0, limit: int = 200) -> GalleryPage:
        """Give a stretch of what is found. Raises InvalidInput for an order or a grouping that does not exist."""
        limit = max(1, min(limit, MOST_AT_ONCE))
        with self._searches.fresh() as opened:
            about = question(opened.repository, asked)
            everything = opened.count(replace(about.search, newest=None))
            arrived = 0
            if asked.newest is not None:
                arrived = opened.count(replace(about.search, newest=None, above=asked.newest))
            hits = self._hits(opened, about, max(0, offset), limit, everything)
            return GalleryPage(
                self._tiles(opened, _numbers(hits)),
                everything - arrived,
                opened.repository.newest() if asked.newest is None else asked.newest,
                max(0, offset),
                arrived,
                str(about.search.ordering.sort),
                about.problems,
            )

    def count(self, asked: Asked) -> int:
        """Count all that is found."""
        with self._searches.fresh() as opened:
            return opened.count(question(opened.repository, asked).search)

    def ids(self, asked: Asked) -> list[UUID]:
        """Give all that is found, in no order."""
        with self._searches.fresh() as opened:
            return opened.repository.ids(question(opened.repository, asked).search)

    def facets(self, asked: Asked) -> FacetsView:
        """Count what is found by what it is."""
        with self._searches.fresh() as opened:
            about = question(opened.repository, asked)
            total = opened.count(about.search)
            return FacetsView(total, facet_values(opened, about, self._names), about.problems)

    def groups(self, asked: Asked, by: str | None = None) -> list[GroupView]:
        """Give the headings of what is found, in the order of the list. Raises InvalidInput for an unknown grouping."""
        grouping = one_of(Grouping, by or asked.by or Grouping.DAY, "by")
        with self._searches.fresh() as opened:
            groups = opened.groups(question(opened.repository, asked).search, grouping)
        return group_views(groups, grouping, self._names)

    def complete(self, q: str, at: int) -> Completion:
        """Say what may be written at a place, counted in code points."""
        with self._searches.as_it_is() as opened:
            return complete(q, at, opened.repository.words)

    def position(self, asked: Asked, product_id: UUID) -> int | None:
        """Count what stands before a product in the list; None when it is not in it."""
        with self._searches.fresh() as opened:
            return self._position(opened, question(opened.repository, asked), product_id)

    def neighbours(self, asked: Asked, product_id: UUID, reach: int = 1) -> Neighbours:
        """Give what stands beside a product, also beside one that is found no more."""
        reach = max(1, min(reach, MOST_AT_ONCE // 2))
        with self._searches.fresh() as opened:
            about = question(opened.repository, asked)
            if keeps_order(about.search, about.grouping):
                before: Sequence[Hit]
                behind: Sequence[Hit]
                before, behind = opened.repository.neighbours(about.search, product_id, reach)
            else:
                before, behind = self._beside(opened, about, product_id, reach)
            return Neighbours(self._tiles(opened, _numbers(before)), self._tiles(opened, _numbers(behind)))

    def tiles(self, product_ids: Sequence[UUID]) -> tuple[Tile, ...]:
        """Show products as a gallery does; those that are in the Bin are left out."""
        with self._searches.fresh() as opened:
            return self._tiles(opened, opened.reading.tiles.numbers(product_ids))

    def _hits(self, opened: Opened, about: Question, offset: int, limit: int, total: int) -> Sequence[Hit]:
        if about.grouping is None or keeps_order(about.search, about.grouping):
            return opened.hits(about.search, offset, limit, total)
        groups = opened.groups(about.search, about.grouping)
        return page_of(opened.repository, about.search, groups, offset, limit)

    def _position(self, opened: Opened, about: Question, product_id: UUID) -> int | None:
        if about.grouping is None or keeps_order(about.search, about.grouping):
            return opened.repository.position(about.search, product_id)
        groups = opened.groups(about.search, about.grouping)
        return position_of(opened.repository, about.search, groups, product_id)

    def _beside(
        self, opened: Opened, about: Question, product_id: UUID, reach: int
    ) -> tuple[Sequence[Hit], Sequence[Hit]]:
        at = self._position(opened, about, product_id)
        if at is None:
            return [], []
        first = max(0, at - reach)
        hits = self._hits(opened, about, first, at - first + 1 + reach, opened.count(about.search))
        return hits[: at - first], hits[at - first + 1 :]

    def _tiles(self, opened: Opened, numbers: Sequence[int]) -> tuple[Tile, ...]:
        tags = opened.reading.tiles.tags(numbers, opened.repository.words.marks(NameKind.TAG))
        return tuple(_tile(row, tags.get(row.number, ())) for row in opened.reading.tiles.rows(numbers))


def _numbers(hits: Sequence[Hit]) -> list[int]:
    return [hit.number for hit in hits]


def _tile(row: TileRow, tags: Sequence[UUID]) -> Tile:
    """Show a product; one that the provider blocked has no picture to be shown by."""
    blocked = row.state == ProductState.BLOCKED
    return Tile(
        UUID(row.id),
        row.type,
        row.state,
        bool(row.liked),
        row.rating,
        row.width,
        row.height,
        None if blocked else row.placeholder,
        row.duration_ms,
        file_url(row.sha256, row.mime_type),
        None if blocked else thumbnail_url(row.sha256, "small"),
        None if blocked else large_url(row),
        row.name,
        row.ordered or None,
        tuple(tags),
    )
