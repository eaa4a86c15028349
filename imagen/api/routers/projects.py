"""Projects."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Response

from imagen.api.listing import Direction, PageNumber, PageSize, Words
from imagen.api.schemas.base import Listing
from imagen.api.schemas.project import ProjectAnswer, ProjectBody, ProjectChange, ProjectChoice, WithoutProjectAnswer
from imagen.domain.project import ProjectStatus
from imagen.services.all import Services
from imagen.services.project_overview import ProjectOverview, ProjectSort, in_order, matches
from imagen.services.views import Page


def make_router(services: Services) -> APIRouter:
    """Make the endpoints of projects."""
    router = APIRouter(prefix="/projects", tags=["Projects"])

    @router.get("", response_model=Listing[ProjectAnswer])
    def list_projects(
        status: ProjectChoice = ProjectChoice.ACTIVE,
        q: Words = None,
        sort: ProjectSort = ProjectSort.ACTIVE_AT,
        order: Direction | None = None,
        page: PageNumber = 1,
        limit: PageSize = 20,
    ) -> Page[ProjectOverview]:
        """List projects with these words in their name or description, those last worked in first unless asked otherwise."""
        wanted = None if status is ProjectChoice.ALL else ProjectStatus(status)
        found = [
            one
            for one in services.project_overview.all()
            if one.id is not None and (wanted is None or one.status is wanted) and matches(one, q or "")
        ]
        listed = in_order(found, sort, descending=None if order is None else order is Direction.DESCENDING)
        first = (page - 1) * limit
        shown = services.project_overview.with_newest(listed[first : first + limit])
        return Page(shown, len(found), page, limit)

    @router.get("/without", response_model=WithoutProjectAnswer)
    def work_without_a_project() -> ProjectOverview:
        """Give the figures of the work without a project."""
        return services.project_overview.get(None)

    @router.post("", status_code=201, response_model=ProjectAnswer)
    def create_project(body: ProjectBody, response: Response) -> ProjectOverview:
        """Start a project."""
        made = services.projects.create(body.name, body.description)
        response.headers["Location"] = f"/api/projects/{made.id}"
        return services.project_overview.get(made.id)

    @router.get("/{project_id}", response_model=ProjectAnswer)
    def get_project(project_id: UUID) -> ProjectOverview:
        """Give one project."""
        return services.project_overview.get(project_id)

    @router.patch("/{project_id}", response_model=ProjectAnswer)
    def change_project(project_id: UUID, body: ProjectChange) -> ProjectOverview:
        """Change a project's name, its description, or what it may spend."""
        services.projects.update(project_id, body.name, body.description)
        if "spending_limit" in body.model_fields_set:
            services.spending.limit_project(project_id, body.spending_limit)
        return services.project_overview.get(project_id)

    @router.post("/{project_id}/archive", response_model=ProjectAnswer)
    def archive_project(project_id: UUID) -> ProjectOverview:
        """Put a project away."""
        return services.project_overview.get(services.projects.archive(project_id).id)

    @router.post("/{project_id}/restore", response_model=ProjectAnswer)
    def restore_project(project_id: UUID) -> ProjectOverview:
        """Take a project back from the archive or the Bin."""
        return services.project_overview.get(services.projects.restore(project_id).id)

    @router.delete("/{project_id}", status_code=204)
    def delete_project(project_id: UUID) -> None:
        """Put a project into the Bin."""
        services.projects.delete(project_id)

    return router
