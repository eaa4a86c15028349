"""What can be done with a project on its card: describe, put away, take back, delete; each with a way back."""

from __future__ import annotations

from nicegui import ui

from imagen.domain.project import ProjectStatus
from imagen.services.project_overview import ProjectOverview
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.components.project_dialog import RenameDialog
from imagen.ui.components.undoing import UndoOf
from imagen.ui.context import PageContext
from imagen.ui.pages.projects.card import Act, CardActs
from imagen.ui.pages.projects.wording import before_deleting
from imagen.ui.paths import order_path


class ProjectDeeds:
    """Acts on projects; messages come up on the page of `within`, since the card that asked may be gone by then."""

    def __init__(self, context: PageContext, within: ui.element) -> None:
        self._services = context.services
        self._within = within
        with within:
            self._dialog = RenameDialog(context)
        self.acts = CardActs(self._describe, self._archive, self._restore, self._delete)

    def of_key(self, key: str) -> Act | None:
        """Give what a key does with a project."""
        return {"F2": self._describe, "e": self._archive_or_restore, "Delete": self._delete}.get(key)

    async def _describe(self, project: ProjectOverview) -> None:
        assert project.id is not None
        await self._dialog.open(project.id)

    async def _archive_or_restore(self, project: ProjectOverview) -> None:
        await (self._archive if project.status is ProjectStatus.ACTIVE else self._restore)(project)

    async def _archive(self, project: ProjectOverview) -> None:
        projects, place = self._services.projects, project.id
        assert place is not None
        await call(projects.archive, place)
        busy = " What it makes goes on." if project.running or project.waiting else ""
        with self._within:
            d.toast(f"Archived {project.name}.{busy}", undo=lambda: call(projects.restore, place))

    async def _restore(self, project: ProjectOverview) -> None:
        place = project.id
        assert place is not None
        await call(self._services.projects.restore, place)
        with self._within:
            d.toast(f"{project.name} is back.", action=("Open", lambda: ui.navigate.to(order_path(place))))

    async def _delete(self, project: ProjectOverview) -> None:
        assert project.id is not None
        if not project.is_untouched:
            with self._within:
                agreed = await d.confirm(
                    f"Delete {project.name}?", before_deleting(project), action="Delete project", danger=True
                )
            if not agreed:
                return
        done = await call(self._services.projects.delete, project.id)
        kept = "" if project.is_untouched else " What was made in it is kept."
        undo = UndoOf(self._services.undo, done.undo_id, within=self._within) if done.undo_id else None
        with self._within:
            d.toast(f"Deleted {project.name}.{kept}", undo=undo)
