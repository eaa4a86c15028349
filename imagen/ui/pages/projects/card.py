"""One project on the Projects page, or the work without one: its newest products, what it is, and what goes on in it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from nicegui import ui

from imagen.domain.project import ProjectStatus
from imagen.services.project_overview import ProjectOverview
from imagen.ui import design as d
from imagen.ui.components.mosaic import mosaic
from imagen.ui.pages.projects import wording
from imagen.ui.pages.projects.activity import ActivityBars
from imagen.ui.paths import gallery_path, order_path, project_production_path

Act = Callable[[ProjectOverview], Awaitable[None]]
_NEARLY, _REACHED = 0.8, 1.0


@dataclass(frozen=True)
class CardActs:
    """What a card can ask for."""

    describe: Act
    archive: Act
    restore: Act
    delete: Act


class ProjectCard(ui.element):
    """A card that keeps in step: only what has changed is shown anew. Its menu is made when it is first opened."""

    def __init__(self, project: ProjectOverview, now: datetime, acts: CardActs) -> None:
        super().__init__("article")
        self.classes(f"card project-card {'' if project.id else 'loose'}")
        self.project = project
        self._acts = acts
        self._menu: ui.menu | None = None
        with self:
            with d.node("div", "project-picture"):
                self._picture = d.node("div", "project-mosaic")
                self._states = d.node("div", "project-states")
            with d.node("div", "project-body"):
                self._build_body()
        self._show_picture()
        self._show()
        self.tell_time(now)

    def _build_body(self) -> None:
        with d.node("div", "bar"):
            self._title = d.Text("", "a", "project-open ellipsis grow")
            if self.project.id is not None:
                with d.node("div", "project-tools"):
                    self._opener = d.icon_button("more", f"More for {self.project.name}", self._open, tooltip=False)
                    self._opener.props["aria-haspopup"] = "menu"
        self._description = d.text("", "muted clamp-2 project-description", tag="p")
        self._counts = d.text("", "small project-counts")
        self._days = ActivityBars()
        self._scale = d.text("", "faint project-scale ellipsis", tag="p")
        with d.node("div", "project-cost") as self._cost:
            self._spent = d.text("", "num project-spent")
            self._of_month = d.text("", "faint num project-month")
            self._limit = d.node("div", "project-limit", aria_hidden="true")
        with d.node("div", "bar project-foot"):
            self._used = d.text("", "faint small grow ellipsis", tag="time")
            self._gallery = _link("gallery")
            self._production = _link("production")
            self._order = _link("order")

    def update_project(self, project: ProjectOverview, now: datetime) -> None:
        """Show what is the case now."""
        before, self.project = self.project, project
        if [product.id for product in before.newest] != [product.id for product in project.newest]:
            self._show_picture()
        if before != project:
            self._show()
            self.tell_time(now)

    def tell_time(self, now: datetime) -> None:
        """Say how long ago it was last used."""
        words = wording.last_used(self.project, now)
        if words != self._used.text:
            self._used.set_text(words)
            at = self.project.used_at or self.project.created_at
            if at is not None:
                self._used.props["datetime"] = at.isoformat()
                self._used.props["title"] = f"{at.astimezone(now.tzinfo):%d %b %Y, %H:%M}".lstrip("0")

    def _show(self) -> None:
        project = self.project
        self._title.set_text(project.name)
        self._title.props.update({"href": order_path(project.id), "title": project.name})
        if project.id is not None:
            self._opener.props["aria-label"] = f"More for {project.name}"
        within = f"in {project.name}" if project.id else "without a project"
        _point(self._gallery, gallery_path(project.search), f"Gallery: made {within}")
        _point(self._production, project_production_path(project.id), f"Production: ordered {within}")
        _point(self._order, order_path(project.id), f"Order {within}")
        said = project.description or ("" if project.id else "For tries and one-offs.")
        self._description.set_text(said)
        self._description.set_visibility(bool(said))
        self._counts.set_text(wording.holds(project))
        self._days.show(project.days, wording.activity(project))
        self._scale.set_text(wording.scale(project))
        self._show_states()
        self._show_cost()

    def _show_states(self) -> None:
        self._states.clear()
        with self._states:
            for kind, words in wording.goes_on(self.project):
                with d.Text(words, "span", f"project-state {kind}"):
                    d.node("span", f"dot {kind}", aria_hidden="true").style("order: -1")

    def _show_cost(self) -> None:
        spent, of_month = wording.cost(self.project)
        self._spent.set_text(spent)
        self._of_month.set_text(of_month)
        self._cost.set_visibility(bool(spent))
        self._cost.props["title"] = wording.cost_in_full(self.project)
        limit = self.project.spending_limit
        self._limit.set_visibility(limit is not None)
        if limit is not None:
            part = min(self.project.spent / limit, _REACHED) if limit else _REACHED
            self._limit.style(f"--part: {part:.4f}")
            how_far = "reached" if part >= _REACHED else "nearly" if part >= _NEARLY else ""
            self._limit.classes(replace=f"project-limit {how_far}")

    def _show_picture(self) -> None:
        self._picture.clear()
        with self._picture:
            mosaic(self.project.newest)

    def _open(self) -> None:
        """Make the menu; from then on the button opens it by itself."""
        if self._menu is not None:
            return
        with d.menu(self._opener) as self._menu:
            d.menu_item("Rename, describe, limit…", lambda: self._acts.describe(self.project), icon="edit", key="F2")
            if self.project.status is ProjectStatus.ACTIVE:
                d.menu_item("Archive", lambda: self._acts.archive(self.project), icon="archive", key="E")
            else:
                d.menu_item(
                    "Take back from the archive", lambda: self._acts.restore(self.project), icon="undo", key="E"
                )
            d.menu_line()
            d.menu_item("Delete", lambda: self._acts.delete(self.project), icon="bin", key="Delete", danger=True)
        self._menu.open()


def _link(icon: str) -> ui.element:
    made = d.node("a", "icon-btn project-link")
    with made:
        d.icon(icon)
    return made


def _point(link: ui.element, path: str, label: str) -> None:
    link.props.update({"href": path, "title": label, "aria-label": label})
