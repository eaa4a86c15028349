"""The order form's state, one draft for each project and one for work without a project."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session, select

from imagen.data.models import Draft
from imagen.data.models.draft import NO_PROJECT


class DraftRepository:
    def __init__(self, session: Session) -> None:
        self.session = session

    def find(self, project_id: UUID | None) -> Draft | None:
        return self.session.exec(select(Draft).where(Draft.place == _place(project_id))).first()

    def add(self, project_id: UUID | None) -> Draft:
        draft = Draft(place=_place(project_id), project_id=project_id)
        self.session.add(draft)
        return draft


def _place(project_id: UUID | None) -> str:
    return str(project_id) if project_id else NO_PROJECT
