"""Wire the Projects page: its frame, its toolbar, its shelf of cards, its keys, and what keeps them in step."""

from __future__ import annotations

from nicegui import ui

from imagen.services.views import ProjectView
from imagen.ui import design as d
from imagen.ui.components.jumping import jump_entries
from imagen.ui.components.project_dialog import ProjectDialog
from imagen.ui.components.queue_pill import queue_pill
from imagen.ui.components.undoing import undo_keys
from imagen.ui.context import PageContext
from imagen.ui.frame import Frame, frame
from imagen.ui.pages.projects.deeds import ProjectDeeds
from imagen.ui.pages.projects.emptiness import Emptiness
from imagen.ui.pages.projects.shelf import ProjectShelf
from imagen.ui.pages.projects.toolbar import Asked, ProjectToolbar, read_asked
from imagen.ui.pages.projects.walking import LISTED
from imagen.ui.paths import PROJECTS, order_path
from imagen.ui.whole_page import whole_page

_FIRST_FOUND = "() => document.querySelector('.project-shelf .project-open')?.focus()"


def register(context: PageContext) -> None:
    """Declare the Projects page."""

    @whole_page(PROJECTS)
    async def projects(q: str = "", sort: str = "", status: str = "") -> None:
        with frame("Projects", "projects", navigation=context.navigation, jump=lambda: jump_entries(context)) as page:
            with page.status:
                queue_pill(context)
            shelf = _build(context, page, read_asked(q, sort, status))
        await shelf.refresh()


def _build(context: PageContext, page: Frame, asked: Asked) -> ProjectShelf:
    dialog = ProjectDialog(context, _open)
    with d.node("div", "page") as body:

        async def ask(wanted: Asked) -> None:
            await shelf.ask(wanted)

        toolbar = ProjectToolbar(asked, ask, dialog.open)
        emptiness = Emptiness(dialog.open, toolbar.clear)
        shelf = ProjectShelf(context, asked, ProjectDeeds(context, body), emptiness)
    toolbar.search.on("keydown.down.prevent", js_handler=_FIRST_FOUND)
    toolbar.search.on("keydown.enter", js_handler=_FIRST_FOUND)
    page.keys.add("ArrowRight", "To the first project", shelf.focus_first)
    page.keys.add("ArrowDown", "To the first project", shelf.focus_first)
    for key, words in LISTED:
        page.keys.list_only(key, words, group="The project in focus")
    undo_keys(page.keys, context.services.undo, within=body)
    return shelf


def _open(project: ProjectView) -> None:
    ui.navigate.to(order_path(project.id))
