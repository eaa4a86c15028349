"""The whole library: fetched as one archive, taken in from one, and what came unfinished with it."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response
from fastapi.responses import StreamingResponse
from pydantic import Field

from imagen.api.routers.exports import ZIP, archive_answer
from imagen.api.schemas.base import Body
from imagen.api.schemas.importing import ImportProgressAnswer
from imagen.services.all import Services
from imagen.services.import_progress import ImportProgress


class LibraryBody(Body):
    """Where an exported library lies on the computer that Imagen runs on: a ZIP file or a folder, by its whole path."""

    path: Annotated[str, Field(min_length=1, max_length=4000)]


def make_router(services: Services) -> APIRouter:
    """Make the endpoints of the library as a whole."""
    router = APIRouter(tags=["Library"])

    @router.get("/library/export", response_class=StreamingResponse, responses=ZIP)
    def export_library() -> StreamingResponse:
        """Give everything but keys as one archive, from which another Imagen can take it in."""
        return archive_answer(*services.library.archive())

    @router.post("/library/import", response_model=ImportProgressAnswer, status_code=202)
    def import_library(body: LibraryBody, response: Response) -> ImportProgress:
        """Begin to take in an exported library; what is here already stays as it is, and what is unfinished is held."""
        started = services.library.start_import(body.path)
        response.headers["Location"] = f"/api/imports/{started.id}"
        return started

    @router.post("/orders/{order_id}/release", status_code=204)
    def release_order(order_id: UUID) -> None:
        """Let an order go on that was taken in unfinished with another library."""
        services.library.let_go(order_id)

    return router
