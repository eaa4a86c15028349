"""Taking back what was done to the library, and doing it again."""

from __future__ import annotations

from fastapi import APIRouter

from imagen.api.schemas.keeping import UndoAnswer, UndoBody, UndoneAnswer
from imagen.domain.errors import Conflict
from imagen.services.all import Services
from imagen.services.keeping_views import Undone, UndoState


def make_router(services: Services) -> APIRouter:
    """Make the endpoints of undo."""
    router = APIRouter(tags=["Undo"])

    @router.get("/undo", response_model=UndoAnswer)
    def get_undo() -> UndoState:
        """Tell what would be taken back next, and what would be done again."""
        return services.undo.newest()

    @router.post("/undo", response_model=UndoneAnswer)
    def undo(body: UndoBody | None = None) -> Undone:
        """Take back what was done last, or one act by its `undo_id`; 409 when there is nothing, or nothing of it can be."""
        return _checked(services.undo.undo(body.id if body else None), "There is nothing to take back.")

    @router.post("/redo", response_model=UndoneAnswer)
    def redo() -> Undone:
        """Do again what was taken back last; 409 when there is nothing, or nothing of it can be."""
        return _checked(services.undo.redo(), "There is nothing to do again.")

    return router


def _checked(undone: Undone | None, nothing: str) -> Undone:
    if undone is None or not undone.is_done:
        raise Conflict(undone.sentence if undone else nothing)
    return undone
