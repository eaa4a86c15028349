"""The gallery: pages of tiles for a grid, written as quickly as they are read, and all that stands beside it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any
from uuid import UUID

import orjson
from fastapi import APIRouter, Depends, Query, Response

from imagen.api.numbers import exact
from imagen.api.schemas.base import Items
from imagen.api.schemas.gallery import (
    CompletionAnswer,
    FacetsAnswer,
    GalleryAnswer,
    GroupAnswer,
    NeighboursAnswer,
    PositionAnswer,
)
from imagen.domain.search import Completion, Problem
from imagen.services.all import Services
from imagen.services.gallery_views import Asked, FacetsView, Grouping, GroupView, Tile

Search = Annotated[str, Query(max_length=20_000)]


def asked(
    q: Search = "",
    sort: Annotated[str, Query(max_length=40)] = "newest",
    newest: Annotated[int | None, Query(ge=0, lt=2**63)] = None,
    by: Annotated[str, Query(max_length=40)] = "",
    seed: Annotated[int, Query(ge=0, lt=2**31)] = 0,
) -> Asked:
    """Read what a gallery is asked for."""
    return Asked(q, sort, newest, by, seed)


Wanted = Annotated[Asked, Depends(asked)]


def make_router(services: Services) -> APIRouter:
    """Make the endpoints of the gallery."""
    router = APIRouter(prefix="/gallery", tags=["Gallery"])
    _add_list(router, services)
    _add_counts(router, services)
    _add_places(router, services)
    return router


def _add_list(router: APIRouter, services: Services) -> None:
    @router.get("", responses={200: {"model": GalleryAnswer}})
    def list_gallery(
        wanted: Wanted,
        offset: Annotated[int, Query(ge=0, le=1_000_000_000)] = 0,
        limit: Annotated[int, Query(ge=1, le=1000)] = 200,
    ) -> Response:
        """List what a search finds, as little of each as a grid shows; a wrong search finds what can be read of it."""
        page = services.gallery.page(wanted, offset=offset, limit=limit)
        return _json(
            {
                "total": page.total,
                "newest": exact(page.newest),
                "offset": page.offset,
                "arrived": page.arrived,
                "sort": page.sort,
                "problems": problems_of(page.problems),
                "items": _tiles(page.tiles),
            }
        )


def _add_counts(router: APIRouter, services: Services) -> None:
    @router.get("/facets", response_model=FacetsAnswer)
    def count_gallery(q: Search = "", newest: Annotated[int | None, Query(ge=0, lt=2**63)] = None) -> FacetsView:
        """Count what a search finds by what it is; values of a key that is asked for as if it were not."""
        return services.gallery.facets(Asked(q, newest=newest))

    @router.get("/groups", response_model=Items[GroupAnswer])
    def group_gallery(wanted: Wanted) -> dict[str, list[GroupView]]:
        """Give the headings of what a search finds, by day unless `by` says otherwise, in the order of the list."""
        return {"items": services.gallery.groups(wanted, wanted.by or Grouping.DAY)}

    @router.get("/completions", response_model=CompletionAnswer)
    def complete_search(q: Search = "", at: Annotated[int | None, Query(ge=0)] = None) -> Completion:
        """Say what may be written at a place of a search, counted in code points; at its end unless `at` says otherwise."""
        return services.gallery.complete(q, len(q) if at is None else at)


def _add_places(router: APIRouter, services: Services) -> None:
    @router.get("/position", response_model=PositionAnswer)
    def find_position(wanted: Wanted, id: UUID) -> dict[str, int | None]:
        """Count what stands before a product in the list."""
        return {"position": services.gallery.position(wanted, id)}

    @router.get("/neighbours", responses={200: {"model": NeighboursAnswer}})
    def list_neighbours(wanted: Wanted, id: UUID, reach: Annotated[int, Query(ge=1, le=100)] = 1) -> Response:
        """Give what stands before and behind a product in the list."""
        found = services.gallery.neighbours(wanted, id, reach)
        return _json({"before": _tiles(found.before), "behind": _tiles(found.behind)})


def problems_of(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """Show what is wrong with a search."""
    return [
        {"start": p.start, "end": p.end, "kind": p.kind.value, "message": p.message, "suggestion": p.suggestion}
        for p in problems
    ]


def _tiles(tiles: Iterable[Tile]) -> list[dict[str, Any]]:
    return [
        {
            "id": tile.id,
            "type": tile.type,
            "state": tile.state,
            "liked": tile.liked,
            "rating": tile.rating,
            "width": tile.width,
            "height": tile.height,
            "placeholder": tile.placeholder,
            "duration_ms": tile.duration_ms,
            "file_url": tile.file_url,
            "thumbnail_url": tile.thumbnail_url,
            "large_thumbnail_url": tile.large_thumbnail_url,
            "name": tile.name,
            "order_number": tile.order_number,
            "tags": tile.tags,
        }
        for tile in tiles
    ]


def _json(body: dict[str, Any]) -> Response:
    """Write an answer without looking through it: it is large, and nothing in it comes from a stranger unchecked."""
    return Response(orjson.dumps(body), media_type="application/json")
