"""Products: lists by page or by cursor, files and bulk acts."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import RedirectResponse

from imagen.api.keeping_acts import act_in_bulk, edit_of
from imagen.api.listing import Direction, PageNumber, PageSize, Words
from imagen.api.product_filters import product_filters
from imagen.api.routers.gallery import problems_of
from imagen.api.schemas.gallery import FacetsAnswer
from imagen.api.schemas.product import (
    BulkAnswer,
    BulkBody,
    ProductAnswer,
    ProductChange,
    ProductListing,
)
from imagen.api.schemas.reuse import ReuseAnswer
from imagen.domain.errors import NotFound
from imagen.domain.search import Node
from imagen.services.all import Services
from imagen.services.gallery_views import Asked, FacetsView
from imagen.services.keeping_views import Done
from imagen.services.product_lists import SortBy, Wanted
from imagen.services.reuse import ReuseWhat
from imagen.services.views import ProductView

Filters = Annotated[tuple[Node, ...], Depends(product_filters)]


ModelKey = Annotated[str | None, Query(min_length=1, max_length=300)]


class ThumbnailSize(StrEnum):
    SMALL = "small"
    LARGE = "large"


def make_router(services: Services) -> APIRouter:
    """Make the endpoints of products."""
    router = APIRouter(prefix="/products", tags=["Products"])
    _add_list(router, services)
    _add_acts(router, services)
    _add_single(router, services)
    _add_files(router, services)
    return router


def _add_list(router: APIRouter, services: Services) -> None:
    @router.get("", responses={200: {"model": ProductListing}})
    def list_products(
        terms: Filters,
        q: Words = None,
        sort: SortBy = SortBy.CREATED_AT,
        order: Direction = Direction.DESCENDING,
        cursor: Annotated[str | None, Query(max_length=300)] = None,
        page: PageNumber = 1,
        limit: PageSize = 20,
    ) -> Response:
        """List products from the newest on, or as sorted; `cursor` leads on to the next ones, which new ones never shift.

        `q` is in the gallery's search language; its last word may be unfinished unless a space follows. The other filters
        ask for the same as keys of that language, and all of them must hold. A wrong search is refused with its place.
        """
        wanted = Wanted(q or "", terms, sort, order is Direction.ASCENDING, cursor, page, limit)
        found = services.product_lists.page(wanted)
        listing = {"items": found.items, "total": found.total, "page": page, "limit": limit, "cursor": found.cursor}
        answer = ProductListing.model_validate({**listing, "warnings": problems_of(found.warnings)})
        return Response(answer.model_dump_json(), media_type="application/json")

    @router.get("/facets", response_model=FacetsAnswer)
    def count_products(q: Words = None) -> FacetsView:
        """Count what a search finds by what it is; values of a key that is asked for as if it were not."""
        services.product_lists.check(q or "")
        return services.gallery.facets(Asked(q or ""))


def _add_acts(router: APIRouter, services: Services) -> None:
    @router.post("/bulk", response_model=BulkAnswer)
    def act_on_products(body: BulkBody) -> Done:
        """Do something with many products as one act, which undo takes back as a whole."""
        return act_in_bulk(services.keeping, body)


def _add_single(router: APIRouter, services: Services) -> None:
    @router.get("/{product_id}", response_model=ProductAnswer)
    def get_product(product_id: UUID) -> ProductView:
        """Give one product, also one in the Bin."""
        return services.products.get(product_id)

    @router.patch("/{product_id}", response_model=ProductAnswer)
    def change_product(product_id: UUID, body: ProductChange) -> ProductView:
        """Like, rate, tag or move a product, or write its notes."""
        services.keeping.change(product_id, edit_of(body))
        return services.products.get(product_id)

    @router.delete("/{product_id}", status_code=204)
    def delete_product(product_id: UUID) -> None:
        """Put a product into the Bin."""
        services.keeping.delete([product_id])

    @router.get("/{product_id}/reuse", response_model=ReuseAnswer, response_model_exclude_unset=True)
    def reuse_product(
        product_id: UUID, what: ReuseWhat = ReuseWhat.VALUES, keep_seed: bool = True, model: ModelKey = None
    ) -> dict[str, Any]:
        """Give what made a product, as typed or as concrete values, to be ordered again.

        With `model` it is put into that model's parameters, also for imported files; then `left_out` tells what has no
        place there, and is no part of an order.
        """
        if model is None:
            return vars(services.reuse.product(product_id, what, keep_seed=keep_seed))
        found = services.reuse.on_model(product_id, model, keep_seed=keep_seed)
        return {**vars(found.request), "left_out": found.left_out}


def _add_files(router: APIRouter, services: Services) -> None:
    @router.get("/{product_id}/file", status_code=307, response_class=RedirectResponse)
    def get_file(product_id: UUID) -> str:
        """Lead to the product's file."""
        services.products.file(product_id)
        return services.products.get(product_id).file_url

    @router.get("/{product_id}/thumbnail", status_code=307, response_class=RedirectResponse)
    def get_thumbnail(product_id: UUID, size: ThumbnailSize = ThumbnailSize.SMALL) -> str:
        """Lead to the product's thumbnail."""
        found = services.products.get(product_id)
        address = found.thumbnail_url if size is ThumbnailSize.SMALL else found.large_thumbnail_url
        if address is None:
            raise NotFound("This product has no thumbnail.", "Fetch its file instead.")
        return address
