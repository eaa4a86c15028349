"""The Bin: everything deleted, and the way back."""

from __future__ import annotations

from fastapi import APIRouter

from imagen.api.listing import PageNumber, PageSize
from imagen.api.schemas.base import Listing
from imagen.api.schemas.bin import BinAnswer, RestoreBody
from imagen.api.schemas.product import BulkAnswer
from imagen.services.all import Services
from imagen.services.views import BinItem, Page


def make_router(services: Services) -> APIRouter:
    """Make the endpoints of the Bin."""
    router = APIRouter(prefix="/bin", tags=["Bin"])

    @router.get("", response_model=Listing[BinAnswer])
    def list_bin(page: PageNumber = 1, limit: PageSize = 20) -> Page[BinItem]:
        """List what was deleted, the latest first."""
        return services.products.bin(page, limit)

    @router.post("/restore", response_model=BulkAnswer)
    def restore_from_bin(body: RestoreBody) -> dict[str, int]:
        """Take products out of the Bin, some or all; a project that was deleted comes back with them."""
        ids = list(services.products.ids_in_bin()) if body.all else list(dict.fromkeys(body.ids))
        services.products.restore(ids)
        return {"count": len(ids)}

    return router
