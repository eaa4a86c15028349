"""The order form's drafts, one for each project and one (`none`) for work without a project."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path
from pydantic import BeforeValidator

from imagen.api.schemas.draft import DraftAnswer, DraftBody
from imagen.services.all import Services
from imagen.services.views import DraftView


def _place(written: Any) -> Any:
    return None if written == "none" else written


Place = Annotated[UUID | None, BeforeValidator(_place), Path(description="A project's id, or `none`.")]


def make_router(services: Services) -> APIRouter:
    """Make the endpoints of drafts."""
    router = APIRouter(prefix="/drafts", tags=["Drafts"])

    @router.get("/{project}", response_model=DraftAnswer)
    def get_draft(project: Place) -> DraftView:
        """Give a draft, empty at revision 0 when there is none."""
        return services.drafts.get(project)

    @router.put("/{project}", response_model=DraftAnswer)
    def save_draft(project: Place, body: DraftBody) -> DraftView:
        """Keep a draft."""
        return services.drafts.save(project, body.state, body.editor, body.revision)

    return router
