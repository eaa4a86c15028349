"""Which project a page works in, in the top bar: shows its name, changes it, starts a new one."""

from __future__ import annotations

from uuid import UUID

from nicegui import ui

from imagen.domain.errors import NotFound
from imagen.domain.events import DomainEvent, ProjectChanged
from imagen.services.views import ProjectView
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.components.elements import Text
from imagen.ui.components.project_dialog import ProjectDialog, RenameDialog
from imagen.ui.context import PageContext
from imagen.ui.live import Live
from imagen.ui.paths import PROJECTS, order_path

WITHOUT_PROJECT = "Without a project"
_MOST_PROJECTS = 12
_PAUSE = 0.4


class ProjectMenu(Text):
    """A pill with the project's name that opens the list of projects; each leads to its Order page."""

    def __init__(self, context: PageContext, current: UUID | None) -> None:
        super().__init__("", "button", "pill project-menu")
        self.props["type"] = "button"
        self._context = context
        self._current = current
        self._is_there = True
        with self:
            d.text("Project", "wide-only")
            self._name = d.text(WITHOUT_PROJECT if current is None else "…", "strong ellipsis")
            d.icon("chevron-down")
        self._shown: list[tuple[str, UUID | None]] = []
        self._dialog = ProjectDialog(context, lambda made: ui.navigate.to(order_path(made.id)))
        self._rename = RenameDialog(context) if current else None
        with d.menu(self) as self._menu, d.node("div", "project-menu-list"):
            self._list = d.node("div")
            self._build_acts()
        live = Live(context.bridge, self.refresh, _changes_projects, pause=_PAUSE)
        self._menu.on_value_change(lambda event: live.request() if event.value else None)

    async def refresh(self) -> None:
        """Show the projects as they are now."""
        projects = await call(self._context.services.projects.list)
        name = await self._current_name(projects)
        if self.is_deleted:
            return
        self._name.set_text(name)
        self.props["aria-label"] = f"Project: {name}"
        self._fill(projects)

    async def _current_name(self, projects: list[ProjectView]) -> str:
        if self._current is None:
            return WITHOUT_PROJECT
        found = next((project for project in projects if project.id == self._current), None)
        if found is None:
            try:
                found = await call(self._context.services.projects.get, self._current)
            except NotFound:
                self._is_there = False
                return "Deleted project"
        self._is_there = True
        return found.name

    def _build_acts(self) -> None:
        d.menu_line()
        self._describing = d.menu_item("Rename and describe…", self._describe, icon="edit")
        d.menu_item("New project…", self._dialog.open, icon="plus")
        d.menu_item("All projects", lambda: ui.navigate.to(PROJECTS), icon="projects")

    def _fill(self, projects: list[ProjectView]) -> None:
        """List the projects; what is listed already stays, since a press may be on its way to it."""
        self._describing.set_visibility(self._rename is not None and self._is_there)
        entries = [(WITHOUT_PROJECT, None), *((project.name, project.id) for project in projects[:_MOST_PROJECTS])]
        if entries == self._shown:
            return
        self._shown = entries
        self._list.clear()
        with self._list:
            for entry in entries:
                self._entry(*entry)

    async def _describe(self) -> None:
        if self._rename is not None and self._current is not None:
            await self._rename.open(self._current)

    def _entry(self, name: str, project_id: UUID | None) -> None:
        is_current = project_id == self._current
        made = d.menu_item(
            name, lambda: ui.navigate.to(order_path(project_id)), icon="check" if is_current else "projects"
        )
        if is_current:
            made.props["aria-current"] = "true"


def project_menu(context: PageContext, current: UUID | None) -> ProjectMenu:
    """Show which project a page works in; put it into `with page.project:`."""
    return ProjectMenu(context, current)


def _changes_projects(event: DomainEvent) -> bool:
    return isinstance(event, ProjectChanged)
