"""Projects."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from imagen.api.listing import Direction, PageNumber, PageSize, sorted_page
from imagen.api.schemas.base import Listing
from imagen.api.schemas.project import ProjectAnswer, ProjectBody, ProjectChange, ProjectChoice
from imagen.domain.project import ProjectStatus
from imagen.services.all import Services
from imagen.services.views import Page, ProjectView


class ProjectSort(StrEnum):
    ACTIVE_AT = "active_at"
    CREATED_AT = "created_at"
    NAME = "name"


_KEYS: Mapping[ProjectSort, Callable[[ProjectView], Any]] = {
    ProjectSort.ACTIVE_AT: lambda one: one.active_at,
    ProjectSort.CREATED_AT: lambda one: one.created_at,
    ProjectSort.NAME: lambda one: one.name.casefold(),
}


def make_router(services: Services) -> APIRouter:
    """Make the endpoints of projects."""
    router = APIRouter(prefix="/projects", tags=["Projects"])

    @router.get("", response_model=Listing[ProjectAnswer])
    def list_projects(
        status: ProjectChoice = ProjectChoice.ACTIVE,
        sort: ProjectSort | None = None,
        order: Direction | None = None,
        page: PageNumber = 1,
        limit: PageSize = 20,
    ) -> Page[ProjectView]:
        """List projects, those with the newest activity first unless another order is wanted."""
        found = services.projects.list(None if status is ProjectChoice.ALL else ProjectStatus(status))
        key = _KEYS[sort] if sort else None
        return sorted_page(found, key, order, page, limit)

    @router.post("", status_code=201, response_model=ProjectAnswer)
    def create_project(body: ProjectBody, response: Response) -> ProjectView:
        """Start a project."""
        made = services.projects.create(body.name, body.description)
        response.headers["Location"] = f"/api/projects/{made.id}"
        return made

    @router.get("/{project_id}", response_model=ProjectAnswer)
    def get_project(project_id: UUID) -> ProjectView:
        """Give one project."""
        return services.projects.get(project_id)

    @router.patch("/{project_id}", response_model=ProjectAnswer)
    def change_project(project_id: UUID, body: ProjectChange) -> ProjectView:
        """Change a project's name, its description, or what it may spend."""
        services.projects.update(project_id, body.name, body.description)
        if "spending_limit" in body.model_fields_set:
            services.spending.limit_project(project_id, body.spending_limit)
        return services.projects.get(project_id)

    @router.post("/{project_id}/archive", response_model=ProjectAnswer)
    def archive_project(project_id: UUID) -> ProjectView:
        """Put a project away."""
        return services.projects.archive(project_id)

    @router.post("/{project_id}/restore", response_model=ProjectAnswer)
    def restore_project(project_id: UUID) -> ProjectView:
        """Take a project back from the archive or the Bin."""
        return services.projects.restore(project_id)

    @router.delete("/{project_id}", status_code=204)
    def delete_project(project_id: UUID) -> None:
        """Put a project into the Bin."""
        services.projects.delete(project_id)

    return router
