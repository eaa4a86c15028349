"""Imports: files that are sent along, and folders and addresses that Imagen goes through by itself."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, File, Form, Response, UploadFile

from imagen.api.schemas.base import Items
from imagen.api.schemas.importing import ImportAnswer, ImportBody, ImportProgressAnswer
from imagen.domain.errors import FieldProblem, InvalidInput
from imagen.services.all import Services
from imagen.services.import_progress import ImportProgress
from imagen.services.import_sources import pair_sidecars
from imagen.services.views import ImportedFile

_LARGEST_SIDECAR = 8 << 20
_MOST_ADDRESSES = 20


def make_router(services: Services) -> APIRouter:
    """Make the endpoints of imports."""
    router = APIRouter(tags=["Imports"])
    _add_sent(router, services)
    _add_gone_through(router, services)
    return router


def _add_sent(router: APIRouter, services: Services) -> None:
    @router.post("/products/import", response_model=ImportAnswer)
    def import_products(
        files: Annotated[list[UploadFile] | None, File()] = None,
        urls: Annotated[list[str] | None, Form()] = None,
        project_id: Annotated[UUID | None, Form()] = None,
    ) -> dict[str, Any]:
        """Take files into the gallery, and a few addresses; each that cannot be taken stands in `errors` with the reason.

        Names may be relative (`trip/a.png`). A JSON file of notes beside a file (`a.png.json`) is read with it.
        """
        if not files and not urls:
            raise InvalidInput("There is nothing to import.", problems=[FieldProblem("files", "Send at least one.")])
        if len(urls or ()) > _MOST_ADDRESSES:
            raise InvalidInput(f"{_MOST_ADDRESSES} addresses are the most here.", "Send more to /api/imports.")
        found = [*_sent(services, files or [], project_id)]
        found += [services.imports.take_address(url, project_id) for url in urls or ()]
        return _answer(found)


def _add_gone_through(router: APIRouter, services: Services) -> None:
    @router.post("/imports", response_model=ImportProgressAnswer, status_code=202)
    def start_import(body: ImportBody, response: Response) -> ImportProgress:
        """Begin to import a folder of the computer that Imagen runs on, or addresses; its progress is told at its own address."""
        if bool(body.paths) == bool(body.urls):
            raise InvalidInput(
                "Give either paths or urls.", problems=[FieldProblem("paths", "Give either these or urls.")]
            )
        if body.urls:
            started = services.imports.start_addresses(body.urls, body.project_id)
        else:
            started = services.imports.start_places(body.paths, body.project_id, into_folders=body.into_folders)
        response.headers["Location"] = f"/api/imports/{started.id}"
        return started

    @router.get("/imports", response_model=Items[ImportProgressAnswer])
    def list_imports() -> dict[str, Any]:
        """List the imports since Imagen started, the newest first."""
        return {"items": services.imports.list()}

    @router.get("/imports/{import_id}", response_model=ImportProgressAnswer)
    def get_import(import_id: UUID) -> ImportProgress:
        """Tell how far an import is."""
        return services.imports.progress(import_id)

    @router.post("/imports/{import_id}/cancel", response_model=ImportProgressAnswer)
    def cancel_import(import_id: UUID) -> ImportProgress:
        """Stop an import; what it has taken stays."""
        return services.imports.cancel(import_id)


def _sent(services: Services, files: list[UploadFile], project_id: UUID | None) -> list[ImportedFile]:
    pairs = pair_sidecars({file.filename or "": place for place, file in enumerate(files)})
    beside = set(pairs.values())
    found = []
    for place, file in enumerate(files):
        if place in beside:
            continue
        notes = files[pairs[place]].file.read(_LARGEST_SIDECAR) if place in pairs else None
        found.append(services.imports.take_file(file.filename or "file", file.file, project_id, sidecar=notes))
    return found


def _answer(found: list[ImportedFile]) -> dict[str, Any]:
    items, errors = [], []
    for one in found:
        if one.product is None:
            errors.append({"name": one.name, "message": one.error})
        else:
            items.append({**vars(one.product), "already_there": one.already_there, "in_bin": one.in_bin})
    return {"items": items, "errors": errors}
