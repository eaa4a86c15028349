"""Projects."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from imagen.api import shown
from imagen.api.schemas.base import Body
from imagen.domain.project import ProjectStatus
from imagen.services.all import Services
from imagen.services.views import Page


class ProjectBody(Body):
    name: Annotated[str, Field(max_length=1000)]
    description: Annotated[str, Field(max_length=20_000)] = ""


class ProjectChange(Body):
    name: Annotated[str, Field(max_length=1000)] | None = None
    description: Annotated[str, Field(max_length=20_000)] | None = None


def make_router(services: Services) -> APIRouter:
    """Make the endpoints of projects."""
    router = APIRouter(prefix="/projects", tags=["Projects"])

    @router.get("")
    def list_projects(status: ProjectStatus | Literal["all"] = ProjectStatus.ACTIVE) -> dict[str, Any]:
        """List projects, the newest first."""
        found = services.projects.list(None if status == "all" else status)
        page = Page(found, len(found), 1, max(len(found), 1))
        return {"items": [shown.project(one) for one in page.items], "total": page.total}

    @router.post("", status_code=201)
    def create_project(body: ProjectBody, response: Response) -> dict[str, Any]:
        """Start a project."""
        made = services.projects.create(body.name, body.description)
        response.headers["Location"] = f"/api/projects/{made.id}"
        return shown.project(made)

    @router.get("/{project_id}")
    def get_project(project_id: UUID) -> dict[str, Any]:
        """Give one project."""
        return shown.project(services.projects.get(project_id))

    @router.patch("/{project_id}")
    def change_project(project_id: UUID, body: ProjectChange) -> dict[str, Any]:
        """Change a project's name or description."""
        return shown.project(services.projects.update(project_id, body.name, body.description))

    @router.post("/{project_id}/archive")
    def archive_project(project_id: UUID) -> dict[str, Any]:
        """Put a project away."""
        return shown.project(services.projects.archive(project_id))

    @router.post("/{project_id}/restore")
    def restore_project(project_id: UUID) -> dict[str, Any]:
        """Take a project back from the archive or the Bin."""
        return shown.project(services.projects.restore(project_id))

    @router.delete("/{project_id}", status_code=204)
    def delete_project(project_id: UUID) -> None:
        """Put a project into the Bin."""
        services.projects.delete(project_id)

    return router
