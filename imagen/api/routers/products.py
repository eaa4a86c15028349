"""Products: lists by page or by cursor, files, imports and bulk acts."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, File, Form, UploadFile
from fastapi.responses import RedirectResponse

from imagen.api.listing import PageNumber, PageSize, Words
from imagen.api.schemas.order import RequestAnswer
from imagen.api.schemas.product import (
    BulkAct,
    BulkAnswer,
    BulkBody,
    ImportAnswer,
    ProductAnswer,
    ProductChange,
    ProductListing,
)
from imagen.domain.errors import NotFound
from imagen.domain.product import ProductType
from imagen.services.all import Services
from imagen.services.order_request import OrderRequest
from imagen.services.orders import ANY
from imagen.services.reuse import ReuseWhat
from imagen.services.views import ProductView


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
    @router.get("", response_model=ProductListing)
    def list_products(
        project_id: UUID | None = None,
        order_id: UUID | None = None,
        type: ProductType | None = None,
        liked: bool | None = None,
        q: Words = None,
        cursor: UUID | None = None,
        page: PageNumber = 1,
        limit: PageSize = 20,
    ) -> dict[str, Any]:
        """List products from the newest on; the answer's `cursor` leads to the next ones, which new ones never shift."""
        wanted = (project_id or ANY, order_id, type, liked, q)
        items, following = services.products.list(*wanted, cursor, limit, page)
        total = services.products.count(*wanted)
        return {"items": items, "total": total, "page": page, "limit": limit, "cursor": following}


def _add_acts(router: APIRouter, services: Services) -> None:
    @router.post("/import", response_model=ImportAnswer)
    def import_products(
        files: Annotated[list[UploadFile], File()], project_id: Annotated[UUID | None, Form()] = None
    ) -> dict[str, Any]:
        """Take files into the gallery; each that cannot be taken stands in `errors` with the reason."""
        items, errors = [], []
        for file in files:
            imported = services.products.import_bytes(file.filename or "file", file.file, project_id)
            if imported.product is None:
                errors.append({"name": imported.name, "message": imported.error})
            else:
                items.append({**vars(imported.product), "already_there": imported.already_there})
        return {"items": items, "errors": errors}

    @router.post("/bulk", response_model=BulkAnswer)
    def act_on_products(body: BulkBody) -> dict[str, int]:
        """Like, unlike, delete or restore many products."""
        if body.action is BulkAct.DELETE:
            services.products.delete(body.ids)
        elif body.action is BulkAct.RESTORE:
            services.products.restore(body.ids)
        else:
            services.products.like_all(body.ids, liked=body.action is BulkAct.LIKE)
        return {"count": len(set(body.ids))}


def _add_single(router: APIRouter, services: Services) -> None:
    @router.get("/{product_id}", response_model=ProductAnswer)
    def get_product(product_id: UUID) -> ProductView:
        """Give one product, also one in the Bin."""
        return services.products.get(product_id)

    @router.patch("/{product_id}", response_model=ProductAnswer)
    def change_product(product_id: UUID, body: ProductChange) -> ProductView:
        """Like a product, or take that back."""
        return services.products.like(product_id, body.liked)

    @router.delete("/{product_id}", status_code=204)
    def delete_product(product_id: UUID) -> None:
        """Put a product into the Bin."""
        services.products.delete([product_id])

    @router.get("/{product_id}/reuse", response_model=RequestAnswer)
    def reuse_product(product_id: UUID, what: ReuseWhat = ReuseWhat.VALUES, keep_seed: bool = True) -> OrderRequest:
        """Give what made a product, as typed or as concrete values, to be ordered again."""
        return services.reuse.product(product_id, what, keep_seed=keep_seed)


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
