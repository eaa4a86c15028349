"""What the Projects page shows where no cards are: what belongs here, that nothing was found, or that nothing could be read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nicegui import ui

from imagen.domain.project import ProjectStatus
from imagen.ui import design as d
from imagen.ui.pages.projects.toolbar import Asked
from imagen.ui.paths import ORDER

_CARDS_LOADING = 8


class Emptiness(ui.element):
    """Stands above the cards; first it says that they are being read."""

    def __init__(self, on_new: Callable[[], None], on_clear: Callable[[], None]) -> None:
        super().__init__("div")
        self.classes("project-empty")
        self._on_new = on_new
        self._on_clear = on_clear
        self._shown: tuple[object, ...] = ()
        with self, d.node("div", "grid-cards project-shelf", aria_hidden="true"):
            for _ in range(_CARDS_LOADING):
                d.skeleton("310px", classes="project-loading")

    def show(self, asked: Asked, *, has_any: bool, has_projects: Callable[[ProjectStatus], bool]) -> None:
        """Say what is missing for what is asked, or nothing."""
        wanted = (asked.status, asked.words, has_any, has_projects(ProjectStatus.ACTIVE), has_projects(asked.status))
        if wanted == self._shown:
            return
        self._shown = wanted
        self.clear()
        with self:
            if asked.words and not has_any:
                self._not_found(asked)
            elif asked.status is ProjectStatus.ARCHIVED and not has_any:
                with d.empty_state(
                    "The archive is empty", "Projects you put away wait here, with all they hold.", icon="archive"
                ):
                    pass
            elif asked.status is ProjectStatus.ACTIVE and not has_projects(ProjectStatus.ACTIVE) and not asked.words:
                self._teach(has_archived=has_projects(ProjectStatus.ARCHIVED))

    def show_failure(self, message: str, again: Callable[[], Any]) -> None:
        """Say that the projects could not be read, and why."""
        self._shown = ()
        self.clear()
        with self:
            d.notice(message, kind="danger", actions=lambda: d.button("Try again", again, kind="outline", small=True))

    def _not_found(self, asked: Asked) -> None:
        among = "the archive" if asked.status is ProjectStatus.ARCHIVED else "your projects"
        explanation = f"No name or description in {among} has all of these words."
        with d.empty_state(f"Nothing found for “{asked.words}”", explanation, icon="search"):
            d.button("Clear the search", self._on_clear)

    def _teach(self, *, has_archived: bool) -> None:
        explanation = (
            "A project keeps the orders and pictures of one intent together, with an order form of its own. "
            "You can also work without one."
        )
        if has_archived:
            explanation += " Those you put away are in the archive."
        with d.empty_state("Start a project", explanation, icon="projects"):
            d.button("New project", self._on_new, kind="primary", icon="plus")
            d.link_button("Work without a project", ORDER)
