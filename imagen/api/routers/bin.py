"""The Bin: everything deleted, the way back, and the way out for good."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query

from imagen.api.listing import PageNumber, PageSize
from imagen.api.schemas.bin import BinListing, RestoreBody
from imagen.api.schemas.keeping import DoneAnswer
from imagen.domain.binning import BinKind
from imagen.services.all import Services
from imagen.services.bin import ALL
from imagen.services.keeping_views import Done


def make_router(services: Services) -> APIRouter:
    """Make the endpoints of the Bin."""
    router = APIRouter(prefix="/bin", tags=["Bin"])

    @router.get("", response_model=BinListing)
    def list_bin(kind: BinKind | None = None, page: PageNumber = 1, limit: PageSize = 20) -> dict[str, Any]:
        """List what was deleted, the latest first; `kind` narrows it."""
        found = services.bin.page(page, limit, _kinds(kind))
        return {**vars(found), "counts": services.bin.counts()}

    @router.post("/restore", response_model=DoneAnswer)
    def restore_from_bin(body: RestoreBody) -> Done:
        """Take things out of the Bin, some or all; a project or an order that was deleted comes back with what is of it.

        What cannot come back, since something else has its name now, stands in `kept`.
        """
        return services.bin.restore(services.bin.ids(_kinds(body.kind)) if body.all else body.ids)

    @router.delete("", response_model=DoneAnswer)
    def empty_bin(kind: BinKind | None = None, id: Annotated[list[UUID] | None, Query(max_length=200)] = None) -> Done:
        """Remove for good all that lies in the Bin, all of one kind, or what is named by `id`: this cannot be undone.

        What unfinished orders still take in stays, and stands in `kept`.
        """
        return services.removing.remove(id) if id else services.removing.empty(_kinds(kind))

    return router


def _kinds(kind: BinKind | None) -> frozenset[BinKind]:
    return frozenset({kind}) if kind is not None else ALL
