"""Wire the Projects page: its frame, its shelf of cards, and what keeps both in step."""

from __future__ import annotations

from nicegui import ui

from imagen.domain.project import ProjectStatus
from imagen.services.views import ProjectView
from imagen.ui import design as d
from imagen.ui.components.project_dialog import ProjectDialog
from imagen.ui.components.project_menu import jump_entries
from imagen.ui.components.queue_pill import queue_pill
from imagen.ui.context import PageContext
from imagen.ui.frame import frame
from imagen.ui.pages.projects.shelf import ProjectShelf
from imagen.ui.paths import PROJECTS, order_path

_TABS = {ProjectStatus.ACTIVE.value: "Active", ProjectStatus.ARCHIVED.value: "Archived"}


def register(context: PageContext) -> None:
    """Declare the Projects page."""

    @ui.page(PROJECTS)
    async def projects() -> None:
        with frame("Projects", "projects", navigation=context.navigation, jump=lambda: jump_entries(context)) as page:
            with page.status:
                queue_pill(context)
            dialog = ProjectDialog(context, _open)
            with d.node("div", "page"):
                with d.node("div", "spread"):
                    tabs = d.node("div")
                    d.button("New project", dialog.open, kind="primary", icon="plus", key="N")
                shelf = ProjectShelf(context, dialog.open)
                with tabs:
                    d.segmented(_TABS, ProjectStatus.ACTIVE.value, label="Which projects", on_change=shelf.choose)
            page.keys.add("ArrowRight", "Walk the projects", shelf.focus_first)
            page.keys.add("ArrowDown", "Walk the projects", shelf.focus_first)
            page.keys.list_only("Enter", "Open the project")
        await shelf.refresh()


def _open(project: ProjectView) -> None:
    ui.navigate.to(order_path(project.id))
