"""The order form's drafts, one for each project and one (`none`) for work without a project."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field

from imagen.api.schemas.base import Body
from imagen.services.all import Services
from imagen.services.views import DraftView

Place = UUID | Literal["none"]


class DraftBody(Body):
    """`revision` is the one the change rests on; null overwrites."""

    state: dict[str, Any]
    revision: int | None = None
    editor: Annotated[str, Field(max_length=100)] = "api"


def make_router(services: Services) -> APIRouter:
    """Make the endpoints of drafts."""
    router = APIRouter(prefix="/drafts", tags=["Drafts"])

    @router.get("/{project}")
    def get_draft(project: Place) -> dict[str, Any]:
        """Give a draft, empty at revision 0 when there is none."""
        return _shown(services.drafts.get(_id(project)))

    @router.put("/{project}")
    def save_draft(project: Place, body: DraftBody) -> dict[str, Any]:
        """Keep a draft."""
        return _shown(services.drafts.save(_id(project), body.state, body.editor, body.revision))

    return router


def _id(place: Place) -> UUID | None:
    return place if isinstance(place, UUID) else None


def _shown(draft: DraftView) -> dict[str, Any]:
    project = str(draft.project_id) if draft.project_id else None
    return {"project_id": project, "state": dict(draft.state), "revision": draft.revision}
