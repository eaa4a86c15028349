"""One project on the Projects page: its newest products, what it is, what goes on in it, and what can be done with it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from nicegui import ui

from imagen.domain.project import ProjectStatus
from imagen.services.views import ProductView, ProjectView
from imagen.ui import design as d
from imagen.ui.pages.projects.editing import ProjectEditing
from imagen.ui.pages.projects.mosaic import mosaic

Act = Callable[[ProjectView], Awaitable[None]]


@dataclass(frozen=True)
class CardActs:
    """What a card can ask for."""

    save: Callable[[ProjectView, str, str], Awaitable[None]]
    archive: Act
    restore: Act
    delete: Act


@dataclass(frozen=True)
class CardFace:
    """What a card shows, for a project and for the work without one."""

    title: str
    path: str
    description: str = ""
    orders: int = 0
    products: int = 0
    running: int = 0
    waiting: int = 0
    newest: tuple[ProductView, ...] = field(default=())

    @property
    def counts(self) -> str:
        """Say how much there is."""
        if not (self.orders or self.products):
            return "Nothing made yet"
        return f"{_number(self.orders, 'order')} · {_number(self.products, 'product')}"

    @property
    def activity(self) -> str:
        """Say what goes on, nothing while all is quiet."""
        parts = (
            f"{self.running:,} running" if self.running else "",
            f"{self.waiting:,} waiting" if self.waiting else "",
        )
        return " · ".join(part for part in parts if part)


class Card(ui.element):
    """A card that keeps in step: only what has changed is shown anew, and editing is never disturbed."""

    def __init__(self, face: CardFace, *, classes: str = "") -> None:
        super().__init__("article")
        self.classes(f"card project-card {classes}")
        self._face = face
        with self:
            self._picture = d.node("div", "project-picture")
            body = d.node("div", "project-body")
        with body, d.node("div", "bar"):
            self._title = d.Text("", "a", "project-open ellipsis grow")
            self.tools = d.node("div", "project-tools")
        with body:
            self._description = d.text("", "muted clamp-2 project-description", tag="p")
            with d.node("div", "bar project-foot"):
                self._activity = d.pill("", classes="project-activity")
                with self._activity:
                    self._dot = d.node("span", "dot", aria_hidden="true").style("order: -1")
                self._counts = d.text("", "faint small ellipsis")
        self._show_picture(face)
        self._show(face)

    def update_face(self, face: CardFace) -> None:
        """Show what is the case now."""
        before, self._face = self._face, face
        if [product.id for product in before.newest] != [product.id for product in face.newest]:
            self._show_picture(face)
        if before != face:
            self._show(face)

    def _show(self, face: CardFace) -> None:
        self._title.set_text(face.title)
        self._title.props["href"] = face.path
        self._title.props["title"] = face.title
        self._description.set_text(face.description)
        self._description.set_visibility(bool(face.description))
        self._counts.set_text(face.counts)
        self._activity.set_text(face.activity)
        self._dot.classes(replace=f"dot {'running' if face.running else 'waiting'}")
        self._activity.set_visibility(bool(face.activity))

    def _show_picture(self, face: CardFace) -> None:
        self._picture.clear()
        with self._picture:
            mosaic(face.newest)


class ProjectCard(Card):
    """A project's card with its menu, and with fields in place of its words while it is being edited."""

    def __init__(self, project: ProjectView, path: str, acts: CardActs) -> None:
        self.project = project
        self._path = path
        self._acts = acts
        super().__init__(face_of(project, path))
        with self.tools:
            opener = d.icon_button("more", f"More for {project.name}", tooltip=False)
            with d.menu(opener):
                self._entries()
        with self:
            self._editing = ProjectEditing(self._save, self._edited)

    def update_project(self, project: ProjectView) -> None:
        """Show what is the case now."""
        self.project = project
        self.update_face(face_of(project, self._path))

    def edit(self) -> None:
        """Put fields in place of the words."""
        self.classes(add="is-edited")
        self._editing.begin(self.project.name, self.project.description)

    def _entries(self) -> None:
        d.menu_item("Rename and describe", self.edit, icon="edit")
        if self.project.status is ProjectStatus.ACTIVE:
            d.menu_item("Archive", lambda: self._acts.archive(self.project), icon="archive")
        else:
            d.menu_item("Take back from the archive", lambda: self._acts.restore(self.project), icon="undo")
        d.menu_line()
        d.menu_item("Delete", lambda: self._acts.delete(self.project), icon="bin", danger=True)

    async def _save(self, name: str, description: str) -> None:
        await self._acts.save(self.project, name, description)

    def _edited(self) -> None:
        self.classes(remove="is-edited")


def face_of(project: ProjectView, path: str) -> CardFace:
    """Say what a project's card shows."""
    return CardFace(
        title=project.name,
        path=path,
        description=project.description,
        orders=project.order_count,
        products=project.product_count,
        running=project.running,
        waiting=project.waiting,
        newest=project.newest,
    )


def _number(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"
