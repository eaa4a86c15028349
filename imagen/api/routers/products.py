"""Products: lists by cursor, files, imports and bulk acts."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, File, Form, UploadFile
from fastapi.responses import RedirectResponse
from pydantic import Field

from imagen.api import shown
from imagen.api.listing import PageSize, Words
from imagen.api.schemas.base import Body
from imagen.domain.product import ProductType
from imagen.services.all import Services
from imagen.services.orders import ANY
from imagen.services.reuse import ReuseWhat


class BulkAct(StrEnum):
    LIKE = "like"
    UNLIKE = "unlike"
    DELETE = "delete"
    RESTORE = "restore"


class ProductChange(Body):
    liked: bool


class BulkBody(Body):
    action: BulkAct
    ids: Annotated[list[UUID], Field(min_length=1, max_length=1000)]


def make_router(services: Services) -> APIRouter:
    """Make the endpoints of products."""
    router = APIRouter(prefix="/products", tags=["Products"])
    _add_lists_and_acts(router, services)
    _add_single(router, services)
    return router


def _add_lists_and_acts(router: APIRouter, services: Services) -> None:
    @router.get("")
    def list_products(
        project_id: UUID | None = None,
        order_id: UUID | None = None,
        type: ProductType | None = None,
        liked: bool | None = None,
        q: Words = None,
        cursor: UUID | None = None,
        limit: PageSize = 50,
    ) -> dict[str, Any]:
        """List products from the newest on; `cursor` of one page leads to the next, null at the end."""
        items, following = services.products.list(project_id or ANY, order_id, type, liked, q, cursor, limit)
        return {"items": [shown.product(one) for one in items], "cursor": str(following) if following else None}

    @router.post("/import")
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
                items.append({**shown.product(imported.product), "already_there": imported.already_there})
        return {"items": items, "errors": errors}

    @router.post("/bulk")
    def act_on_products(body: BulkBody) -> dict[str, Any]:
        """Like, unlike, delete or restore many products."""
        if body.action is BulkAct.DELETE:
            services.products.delete(body.ids)
        elif body.action is BulkAct.RESTORE:
            services.products.restore(body.ids)
        else:
            services.products.like_all(body.ids, liked=body.action is BulkAct.LIKE)
        return {"count": len(body.ids)}


def _add_single(router: APIRouter, services: Services) -> None:
    @router.get("/{product_id}")
    def get_product(product_id: UUID) -> dict[str, Any]:
        """Give one product, also one in the Bin."""
        return shown.product(services.products.get(product_id))

    @router.patch("/{product_id}")
    def change_product(product_id: UUID, body: ProductChange) -> dict[str, Any]:
        """Like a product, or take that back."""
        return shown.product(services.products.like(product_id, body.liked))

    @router.delete("/{product_id}", status_code=204)
    def delete_product(product_id: UUID) -> None:
        """Put a product into the Bin."""
        services.products.delete([product_id])

    @router.get("/{product_id}/file", status_code=307)
    def get_file(product_id: UUID) -> RedirectResponse:
        """Lead to the product's file."""
        services.products.file(product_id)
        return RedirectResponse(services.products.get(product_id).file_url, 307)

    @router.get("/{product_id}/thumbnail", status_code=307)
    def get_thumbnail(product_id: UUID, size: Literal["small", "large"] = "small") -> RedirectResponse:
        """Lead to the product's thumbnail."""
        found = services.products.get(product_id)
        return RedirectResponse((found.thumbnail_url if size == "small" else found.large_thumbnail_url) or "", 307)

    @router.get("/{product_id}/reuse")
    def reuse_product(product_id: UUID, what: ReuseWhat = ReuseWhat.VALUES, keep_seed: bool = True) -> dict[str, Any]:
        """Give what made a product, as typed or as concrete values, to be ordered again."""
        return shown.request(services.reuse.product(product_id, what, keep_seed=keep_seed))
