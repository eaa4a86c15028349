"""Edits of products, each of which makes a new one, and the lineage that they leave."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, File, Response, UploadFile

from imagen.api.schemas.edits import EditsBody, LineageAnswer
from imagen.api.schemas.product import ProductAnswer
from imagen.services.all import Services
from imagen.services.views import ProductView


def make_router(services: Services) -> APIRouter:
    """Make the endpoints."""
    router = APIRouter(prefix="/products/{product_id}", tags=["Products"])

    @router.post("/edits", status_code=201, response_model=ProductAnswer)
    def edit_product(product_id: UUID, body: EditsBody, response: Response) -> ProductView:
        """Make a new product by editing one, which stays as it is."""
        return _made(services.editing.edit(product_id, [edit.edit() for edit in body.edits]), response)

    @router.post("/masks", status_code=201, response_model=ProductAnswer)
    def add_mask(product_id: UUID, file: Annotated[UploadFile, File()], response: Response) -> ProductView:
        """Keep a mask for a picture: a PNG of its size, white where a model may change it and black elsewhere."""
        return _made(services.editing.mask(product_id, file.file), response)

    @router.get("/lineage", response_model=LineageAnswer)
    def get_lineage(product_id: UUID) -> dict[str, Any]:
        """Tell what a product was made from and what was made of it."""
        return {"id": product_id, **vars(services.viewing.view(product_id).lineage)}

    return router


def _made(product: ProductView, response: Response) -> ProductView:
    response.headers["Location"] = f"/api/products/{product.id}"
    return product
