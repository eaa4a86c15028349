"""Saved searches."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Response

from imagen.api.listing import PageNumber, PageSize, sorted_page
from imagen.api.schemas.base import Listing
from imagen.api.schemas.keeping import SavedSearchAnswer, SavedSearchBody, SavedSearchChange
from imagen.services.all import Services
from imagen.services.keeping_views import SavedSearchView
from imagen.services.saved_searches import SearchWording
from imagen.services.unset import UNSET
from imagen.services.views import Page


def make_router(services: Services) -> APIRouter:
    """Make the endpoints of saved searches."""
    router = APIRouter(prefix="/saved-searches", tags=["Saved searches"])
    _add_all(router, services)
    _add_single(router, services)
    return router


def _add_all(router: APIRouter, services: Services) -> None:
    @router.get("", response_model=Listing[SavedSearchAnswer])
    def list_saved_searches(page: PageNumber = 1, limit: PageSize = 20) -> Page[SavedSearchView]:
        """List saved searches in their order."""
        return sorted_page(services.saved_searches.list(), None, None, page, limit)

    @router.post("", status_code=201, response_model=SavedSearchAnswer)
    def save_search(body: SavedSearchBody, response: Response) -> SavedSearchView:
        """Keep a search behind the others."""
        wording = SearchWording(body.name, body.query, body.sort, body.grouping)
        made = services.saved_searches.create(wording, body.project_id)
        response.headers["Location"] = f"/api/saved-searches/{made.id}"
        return made


def _add_single(router: APIRouter, services: Services) -> None:
    @router.get("/{search_id}", response_model=SavedSearchAnswer)
    def get_saved_search(search_id: UUID) -> SavedSearchView:
        """Give one saved search."""
        return services.saved_searches.get(search_id)

    @router.patch("/{search_id}", response_model=SavedSearchAnswer)
    def change_saved_search(search_id: UUID, body: SavedSearchChange) -> SavedSearchView:
        """Change a saved search, or its place among the others."""
        wording = SearchWording(body.name, body.query, body.sort, body.grouping)
        said = body.model_fields_set
        return services.saved_searches.update(
            search_id,
            wording,
            body.project_id if "project_id" in said else UNSET,
            body.before if "before" in said else UNSET,
        )

    @router.delete("/{search_id}", status_code=204)
    def delete_saved_search(search_id: UUID) -> None:
        """Put a saved search into the Bin."""
        services.saved_searches.delete(search_id)
