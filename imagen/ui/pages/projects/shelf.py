"""The cards of all projects of one status, kept in step with what happens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from uuid import UUID

from nicegui import ui

from imagen.domain.events import (
    DomainEvent,
    GenerationChanged,
    GenerationCompleted,
    OrderChanged,
    OrderPlaced,
    ProductChanged,
    ProductsDeleted,
    ProductsRestored,
    ProjectChanged,
)
from imagen.domain.project import ProjectStatus
from imagen.services.all import Services
from imagen.services.views import ProjectView
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.components.project_menu import WITHOUT_PROJECT
from imagen.ui.context import PageContext
from imagen.ui.live import Live
from imagen.ui.pages.projects.card import Card, CardActs, CardFace, ProjectCard
from imagen.ui.paths import ORDER, order_path

_SHOWN_ON_CARDS = (
    ProjectChanged,
    OrderPlaced,
    OrderChanged,
    GenerationChanged,
    GenerationCompleted,
    ProductChanged,
    ProductsDeleted,
    ProductsRestored,
)
_PAUSE = 0.5
_CARDS = ".project-shelf .project-open"
_WALK = """(event) => {
  const cards = [...event.currentTarget.querySelectorAll('.project-open')], at = cards.indexOf(document.activeElement);
  if (at < 0 || event.ctrlKey || event.altKey || event.metaKey) return;
  const top = (card) => card.closest('.project-card').offsetTop;
  const columns = Math.max(1, cards.filter((card) => top(card) === top(cards[0])).length);
  const step = {ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns}[event.key];
  if (!step) return;
  event.preventDefault();
  cards[Math.min(cards.length - 1, Math.max(0, at + step))].focus();
}"""


class ProjectShelf(ui.element):
    """Shows the projects of a status as cards, and what can be done with each."""

    def __init__(self, context: PageContext, on_new: Callable[[], None]) -> None:
        super().__init__("div")
        self._services = context.services
        self._on_new = on_new
        self._status = ProjectStatus.ACTIVE
        self._cards: dict[UUID, ProjectCard] = {}
        self._loose: Card | None = None
        self._acts = CardActs(self._save, self._archive, self._restore, self._delete)
        with self:
            self._empty = d.node("div")
            self._grid = d.node("div", "grid-cards project-shelf")
            self._grid.on("keydown", js_handler=_WALK)
        self._live = Live(context.bridge, self.refresh, _shows_on_cards, pause=_PAUSE, begin=False)

    async def choose(self, status: str) -> None:
        """Show the projects of another status."""
        self._status = ProjectStatus(status)
        for card in self._cards.values():
            card.delete()
        self._cards.clear()
        await self.refresh()

    async def refresh(self) -> None:
        """Show what is the case now."""
        status = self._status
        projects = await call(self._services.projects.list, status)
        loose = await call(loose_work, self._services) if status is ProjectStatus.ACTIVE else None
        if self.is_deleted or status is not self._status:
            return
        self._reconcile(projects)
        self._show_loose(loose)
        self._show_empty(not projects, loose)

    def focus_first(self) -> None:
        """Put the focus on the first card."""
        ui.run_javascript(f"document.querySelector({_CARDS!r})?.focus()")

    def _reconcile(self, projects: Sequence[ProjectView]) -> None:
        there = {project.id for project in projects}
        for gone in [card_id for card_id in self._cards if card_id not in there]:
            self._cards.pop(gone).delete()
        for place, project in enumerate(projects):
            card = self._cards.get(project.id)
            if card is None:
                with self._grid:
                    card = self._cards[project.id] = ProjectCard(project, order_path(project.id), self._acts)
            else:
                card.update_project(project)
            if self._grid.default_slot.children.index(card) != place:
                card.move(target_index=place)

    def _show_loose(self, face: CardFace | None) -> None:
        if face is None or not (face.orders or face.newest or self._cards):
            if self._loose is not None:
                self._loose.delete()
                self._loose = None
        elif self._loose is None:
            with self._grid:
                self._loose = Card(face, classes="loose")
        else:
            self._loose.update_face(face)

    def _show_empty(self, is_empty: bool, loose: CardFace | None) -> None:
        self._empty.clear()
        if not is_empty:
            return
        with self._empty:
            if self._status is ProjectStatus.ARCHIVED:
                with d.empty_state(
                    "The archive is empty", "Projects you put away wait here, with all they hold.", icon="archive"
                ):
                    pass
                return
            explanation = (
                "A project keeps the orders and pictures of one intent together, with an order form of its own. "
                "You can also work without one."
            )
            with d.empty_state("Start a project", explanation, icon="projects"):
                d.button("New project", self._on_new, kind="primary", icon="plus")
                d.link_button("Work without a project", ORDER)

    async def _save(self, project: ProjectView, name: str, description: str) -> None:
        saved = await call(self._services.projects.update, project.id, name, description)
        if project.id in self._cards:
            self._cards[project.id].update_project(saved)

    async def _archive(self, project: ProjectView) -> None:
        await call(self._services.projects.archive, project.id)
        with self:  # the card that asked may be gone by now
            d.toast(f"Archived {project.name}.", undo=lambda: call(self._services.projects.restore, project.id))

    async def _restore(self, project: ProjectView) -> None:
        await call(self._services.projects.restore, project.id)
        with self:
            d.toast(f"{project.name} is back.", action=("Open", lambda: ui.navigate.to(order_path(project.id))))

    async def _delete(self, project: ProjectView) -> None:
        await call(self._services.projects.delete, project.id)

        async def undo() -> None:
            await call(self._services.projects.restore, project.id)
            if project.status is ProjectStatus.ARCHIVED:
                await call(self._services.projects.archive, project.id)

        with self:
            d.toast(f"Deleted {project.name}. What was made in it is kept.", undo=undo)


def loose_work(services: Services) -> CardFace:
    """Say what the card of the work without a project shows."""
    newest, _ = services.products.list(project_id=None, limit=4)
    products = services.products.count(project_id=None)
    active = [order.progress for order in services.queue.state().orders if order.project_id is None]
    face = CardFace(WITHOUT_PROJECT, ORDER, "For tries and one-offs.", services.orders.list(None, limit=1).total)
    return replace(
        face,
        products=products,
        running=sum(progress.generating for progress in active),
        waiting=sum(progress.pending for progress in active),
        newest=tuple(newest),
    )


def _shows_on_cards(event: DomainEvent) -> bool:
    return isinstance(event, _SHOWN_ON_CARDS)
