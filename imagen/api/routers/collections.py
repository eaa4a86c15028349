"""Collections."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from imagen.api.listing import PageNumber, PageSize, sorted_page
from imagen.api.schemas.base import Listing
from imagen.api.schemas.keeping import (
    CollectionAnswer,
    CollectionBody,
    CollectionChange,
    CollectionOrder,
    CollectionProducts,
    DoneAnswer,
)
from imagen.api.schemas.product import ProductAnswer
from imagen.services.all import Services
from imagen.services.keeping_views import CollectionView, Done
from imagen.services.views import Page, ProductView


def make_router(services: Services) -> APIRouter:
    """Make the endpoints of collections."""
    router = APIRouter(prefix="/collections", tags=["Collections"])
    _add_whole(router, services)
    _add_products(router, services)
    return router


def _add_whole(router: APIRouter, services: Services) -> None:
    @router.get("", response_model=Listing[CollectionAnswer])
    def list_collections(page: PageNumber = 1, limit: PageSize = 20) -> Page[CollectionView]:
        """List collections by name."""
        return sorted_page(services.collections.list(), None, None, page, limit)

    @router.post("", status_code=201, response_model=CollectionAnswer)
    def create_collection(body: CollectionBody, response: Response) -> CollectionView:
        """Make a collection."""
        made = services.collections.create(body.name, body.description)
        response.headers["Location"] = f"/api/collections/{made.id}"
        return made

    @router.get("/{collection_id}", response_model=CollectionAnswer)
    def get_collection(collection_id: UUID) -> CollectionView:
        """Give one collection."""
        return services.collections.get(collection_id)

    @router.patch("/{collection_id}", response_model=CollectionAnswer)
    def change_collection(collection_id: UUID, body: CollectionChange) -> CollectionView:
        """Rename or describe a collection."""
        return services.collections.update(collection_id, body.name, body.description)

    @router.delete("/{collection_id}", status_code=204)
    def delete_collection(collection_id: UUID) -> None:
        """Put a collection into the Bin; its products stay in the gallery."""
        services.collections.delete(collection_id)

    @router.post("/{collection_id}/restore", response_model=CollectionAnswer)
    def restore_collection(collection_id: UUID) -> CollectionView:
        """Take a collection out of the Bin, with what was in it."""
        services.bin.restore([collection_id])
        return services.collections.get(collection_id)


def _add_products(router: APIRouter, services: Services) -> None:
    @router.get("/{collection_id}/products", response_model=Listing[ProductAnswer])
    def list_collected(collection_id: UUID, page: PageNumber = 1, limit: PageSize = 20) -> Page[ProductView]:
        """List the products of a collection in their order."""
        return services.collections.products(collection_id, page, limit)

    @router.post("/{collection_id}/products", response_model=DoneAnswer)
    def collect_products(collection_id: UUID, body: CollectionProducts) -> Done:
        """Put products at the end of a collection; those that are in it stay where they are."""
        return services.keeping.collect(body.ids, collection_id)

    @router.delete("/{collection_id}/products", response_model=DoneAnswer)
    def uncollect_products(collection_id: UUID, id: Annotated[list[UUID], Query(min_length=1, max_length=200)]) -> Done:
        """Take products, named by `id`, out of a collection."""
        return services.keeping.uncollect(id, collection_id)

    @router.post("/{collection_id}/order", response_model=DoneAnswer)
    def order_products(collection_id: UUID, body: CollectionOrder) -> Done:
        """Move products before or after another one."""
        return services.collections.move(collection_id, body.ids, body.before, body.after)
