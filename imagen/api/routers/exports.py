"""Exports: archives of products that are made while they are fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Response
from fastapi.responses import StreamingResponse

from imagen.api.schemas.exporting import ExportAnswer, ExportBody, export_answer
from imagen.services.all import Services

ZIP: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}}}
}


def make_router(services: Services) -> APIRouter:
    """Make the endpoints of exports."""
    router = APIRouter(tags=["Exports"])

    @router.post("/products/export", response_class=StreamingResponse, responses=ZIP)
    def export_products(body: ExportBody) -> StreamingResponse:
        """Give an archive of products with tables of all that is known of them, as it is being made."""
        export = services.exports.prepare(body.what(), body.notes, body.listed)
        return archive_answer(export.name, services.exports.write(export))

    @router.post("/exports", response_model=ExportAnswer, status_code=201)
    def prepare_export(body: ExportBody, response: Response) -> ExportAnswer:
        """Prepare an archive that a browser can fetch by its address within an hour."""
        answer = export_answer(services.exports.prepare(body.what(), body.notes, body.listed))
        response.headers["Location"] = answer.url
        return answer

    @router.get("/exports/{export_id}", response_class=StreamingResponse, responses=ZIP)
    def fetch_export(export_id: UUID) -> StreamingResponse:
        """Give an archive that was prepared."""
        export = services.exports.prepared(export_id)
        return archive_answer(export.name, services.exports.write(export))

    return router


def archive_answer(name: str, pieces: Iterator[bytes]) -> StreamingResponse:
    """Let a browser save an archive under its name while it is made."""
    plain = re.sub(r"[^A-Za-z0-9 ._()-]", "_", name)
    disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    headers = {"Content-Disposition": disposition, "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    return StreamingResponse(pieces, media_type="application/zip", headers=headers)
