"""Projects: where the orders of one intent live together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from imagen.data.models import Project
from imagen.data.models.base import now
from imagen.data.repositories import Repositories
from imagen.data.unit_of_work import UnitOfWork, UnitOfWorkFactory
from imagen.domain.errors import FieldProblem, InvalidInput
from imagen.domain.events import ProjectChanged
from imagen.domain.journal import Change
from imagen.domain.project import ProjectStatus
from imagen.services.acts import Acts
from imagen.services.keeping_views import Done
from imagen.services.naming import checked_name
from imagen.services.views import ProjectView

_LONGEST_DESCRIPTION = 5000


class ProjectService:
    """Everything a person does with projects."""

    def __init__(self, units: UnitOfWorkFactory, acts: Acts) -> None:
        self._units = units
        self._acts = acts

    def list(self, status: ProjectStatus | None = ProjectStatus.ACTIVE) -> list[ProjectView]:
        """List the projects of a status (or all), those with the latest activity first."""
        with self._units.reading() as reading:
            return _views(reading, reading.projects.list(status))

    def get(self, project_id: UUID) -> ProjectView:
        with self._units.reading() as reading:
            return _views(reading, [reading.projects.get(project_id)])[0]

    def create(self, name: str, description: str = "") -> ProjectView:
        """Start a project. Raises InvalidInput."""
        project = Project(name=checked_name(name, "project")[0], description=_checked_description(description))
        with self._units() as unit:
            unit.projects.add(project)
            unit.record(ProjectChanged(project.id))
            unit.commit()
        return self.get(project.id)

    def update(self, project_id: UUID, name: str | None = None, description: str | None = None) -> ProjectView:
        """Change a project's name or description. Raises InvalidInput."""

        def change(_unit: UnitOfWork, project: Project) -> None:
            if name is not None:
                project.name = checked_name(name, "project")[0]
            if description is not None:
                project.description = _checked_description(description)

        return self._change(project_id, change)

    def archive(self, project_id: UUID) -> ProjectView:
        """Put a project away; everything in it stays."""
        return self._change(project_id, lambda _unit, project: setattr(project, "status", ProjectStatus.ARCHIVED))

    def restore(self, project_id: UUID) -> ProjectView:
        """Take a project back from the archive or the Bin."""

        def change(unit: UnitOfWork, project: Project) -> None:
            project.status = ProjectStatus.ACTIVE
            unit.projects.restore(project)

        return self._change(project_id, change)

    def delete(self, project_id: UUID) -> Done:
        """Put a project into the Bin; its orders and products stay where they are. Raises NotFound."""
        with self._units.reading() as reading:
            name = reading.projects.get(project_id).name

        def step(unit: UnitOfWork) -> Sequence[Change]:
            return [unit.journal.change(Project, [unit.projects.get(project_id).id], deleted_at=now())]

        return self._acts.once("project-delete", step, f"Deleted the project {name}.")

    def _change(self, project_id: UUID, act: Callable[[UnitOfWork, Project], None]) -> ProjectView:
        with self._units() as unit:
            act(unit, unit.projects.get(project_id, deleted=True))
            unit.record(ProjectChanged(project_id))
            unit.commit()
        return self.get(project_id)


def _views(reading: Repositories, projects: Sequence[Project]) -> list[ProjectView]:
    latest = reading.projects.latest_activity([project.id for project in projects])
    return [
        ProjectView(
            id=project.id,
            name=project.name,
            description=project.description,
            status=project.status,
            created_at=project.created_at,
            active_at=latest[project.id],
            spending_limit=project.spending_limit,
        )
        for project in projects
    ]


def _checked_description(description: str) -> str:
    if len(description) > _LONGEST_DESCRIPTION:
        message = f"A description may have {_LONGEST_DESCRIPTION:,} characters, and this has {len(description):,}."
        raise InvalidInput(message, problems=[FieldProblem("description", message)])
    return description.strip()
