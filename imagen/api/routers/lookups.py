"""Lookups: the vocabulary of the expansion language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response

from imagen.api.listing import Direction, PageNumber, PageSize, Words, sorted_page
from imagen.api.schemas.base import Items, Listing
from imagen.api.schemas.lookup import (
    LookupAnswer,
    LookupBody,
    LookupChange,
    LookupImport,
    LookupTrial,
    LookupTrialAnswer,
)
from imagen.services.all import Services
from imagen.services.views import LookupView, Page


class LookupSort(StrEnum):
    NAME = "name"
    UPDATED_AT = "updated_at"
    SIZE = "size"


_KEYS: Mapping[LookupSort, Callable[[LookupView], Any]] = {
    LookupSort.NAME: lambda one: one.name.casefold(),
    LookupSort.UPDATED_AT: lambda one: one.updated_at,
    LookupSort.SIZE: lambda one: one.size,
}


def make_router(services: Services) -> APIRouter:
    """Make the endpoints of lookups."""
    router = APIRouter(prefix="/lookups", tags=["Lookups"])
    _add_all(router, services)
    _add_single(router, services)
    return router


def _add_all(router: APIRouter, services: Services) -> None:
    @router.get("", response_model=Listing[LookupAnswer])
    def list_lookups(
        q: Words = None,
        sort: LookupSort = LookupSort.NAME,
        order: Direction = Direction.ASCENDING,
        page: PageNumber = 1,
        limit: PageSize = 20,
    ) -> Page[LookupView]:
        """List lookups; `q` narrows them by words in their names and descriptions."""
        words = (q or "").casefold().split()
        found = [
            one
            for one in services.lookups.list()
            if all(word in f"{one.name} {one.description}".casefold() for word in words)
        ]
        return sorted_page(found, _KEYS[sort], order, page, limit)

    @router.post("", status_code=201, response_model=LookupAnswer)
    def create_lookup(body: LookupBody, response: Response) -> LookupView:
        """Make a lookup."""
        return _made(services.lookups.create(body.name, body.values, body.description), response)

    @router.post("/check", response_model=LookupTrialAnswer)
    def check_values(body: LookupTrial) -> dict[str, Any]:
        """Check values before they are kept, and show what they expand to."""
        return {
            "errors": services.lookups.check(body.values, body.name),
            "count": services.lookups.count(body.values, body.name),
            "preview": services.lookups.preview(body.values, body.name, body.limit),
        }

    @router.post("/import", status_code=201, response_model=LookupAnswer)
    def import_lookup(body: LookupImport, response: Response) -> LookupView:
        """Make a lookup from a wildcard file."""
        return _made(services.lookups.import_text(body.name, body.text, convert=body.convert), response)


def _add_single(router: APIRouter, services: Services) -> None:
    @router.get("/{lookup_id}", response_model=LookupAnswer)
    def get_lookup(lookup_id: UUID) -> LookupView:
        """Give one lookup."""
        return services.lookups.get(lookup_id)

    @router.get("/{lookup_id}/preview", response_model=Items[str])
    def preview_lookup(lookup_id: UUID, limit: Annotated[int, Query(ge=1, le=200)] = 20) -> dict[str, Any]:
        """Show the first texts that a lookup expands to."""
        return {"items": services.lookups.peek(services.lookups.get(lookup_id).name, limit)}

    @router.patch("/{lookup_id}", response_model=LookupAnswer)
    def change_lookup(lookup_id: UUID, body: LookupChange) -> LookupView:
        """Change a lookup; orders that were placed keep the values of their time."""
        return services.lookups.update(lookup_id, body.name, body.values, body.description)

    @router.post("/{lookup_id}/restore", response_model=LookupAnswer)
    def restore_lookup(lookup_id: UUID) -> LookupView:
        """Take a lookup out of the Bin."""
        return services.lookups.restore(lookup_id)

    @router.delete("/{lookup_id}", status_code=204)
    def delete_lookup(lookup_id: UUID) -> None:
        """Put a lookup into the Bin."""
        services.lookups.delete(lookup_id)


def _made(lookup: LookupView, response: Response) -> LookupView:
    response.headers["Location"] = f"/api/lookups/{lookup.id}"
    return lookup
