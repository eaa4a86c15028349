"""The cards of the projects that are asked for, kept in step with what happens."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from nicegui import ui

from imagen.domain.errors import ImagenError
from imagen.domain.events import (
    DomainEvent,
    GenerationChanged,
    GenerationCompleted,
    OrderChanged,
    OrderDeleted,
    OrderHeld,
    OrderLetGo,
    OrderPlaced,
    OrderRestored,
    ProductChanged,
    ProductsChanged,
    ProductsDeleted,
    ProductsRestored,
    ProjectChanged,
)
from imagen.domain.project import ProjectStatus
from imagen.services.project_overview import ProjectOverview, in_order, matches
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.components.reconciling import reconcile
from imagen.ui.context import PageContext
from imagen.ui.live import Live
from imagen.ui.pages.projects.card import ProjectCard
from imagen.ui.pages.projects.deeds import ProjectDeeds
from imagen.ui.pages.projects.emptiness import Emptiness
from imagen.ui.pages.projects.more import MoreCards
from imagen.ui.pages.projects.toolbar import Asked
from imagen.ui.pages.projects.walking import OPEN, WALK
from imagen.ui.ticking import every

_OF_ONE_PROJECT = (
    OrderPlaced
    | OrderChanged
    | OrderHeld
    | OrderLetGo
    | OrderDeleted
    | OrderRestored
    | GenerationChanged
    | GenerationCompleted
    | ProductChanged
    | ProductsChanged
    | ProductsDeleted
    | ProductsRestored
    | ProjectChanged
)
_BY_A_PERSON = OrderPlaced | OrderDeleted | OrderRestored | ProjectChanged
_PAUSE = 0.5
_TICK = 30.0
_FIRST = 24
_CARDS = ".project-shelf .project-open"


class ProjectShelf(ui.element):
    """Shows what is asked for as cards, so many at first and more as they are scrolled to.

    Where cards stand changes when a person acts, never because a product arrives: nothing moves away under a pointer.
    """

    def __init__(self, context: PageContext, asked: Asked, deeds: ProjectDeeds, emptiness: Emptiness) -> None:
        super().__init__("div")
        self._overview = context.services.project_overview
        self._shared = context.bridge.reads
        self._asked = asked
        self._deeds = deeds
        self._emptiness = emptiness
        self._known: dict[UUID | None, ProjectOverview] = {}
        self._listed: list[UUID | None] = []
        self._cards: dict[UUID | None, ProjectCard] = {}
        self._most = _FIRST
        self._changed: set[UUID | None] = set()
        self._is_read = self._is_to_sort = False
        self._day = _now().date()
        with self:
            self._grid = d.node("div", "grid-cards project-shelf")
            self._grid.on("keydown", self._key, js_handler=WALK)
            self._grid.on("click", js_handler=OPEN)
            self._more = MoreCards(self._show_more)
        self._live = Live(context.bridge, self.refresh, self._takes_note, pause=_PAUSE, begin=False)
        every(_TICK, self._tell_time)  # words only: nothing is read for it

    async def ask(self, asked: Asked) -> None:
        """Show what else is asked for."""
        self._asked = asked
        self._most = _FIRST
        self._list()
        await self._draw()

    async def refresh(self) -> None:
        """Show what is the case now: all at first, and then of what has changed since."""
        changed, self._changed = self._changed, set()
        try:
            if self._is_read:
                await self._read_again(changed)
            else:
                await self._read_all()
            await self._draw()
        except ImagenError as error:
            self._changed |= changed
            if not self.is_deleted:
                self._emptiness.show_failure(str(error), self._live.request)

    def focus_first(self) -> None:
        """Put the focus on the first card."""
        ui.run_javascript(f"document.querySelector({_CARDS!r})?.focus()")

    async def _read_all(self) -> None:
        found = await self._shared.read("projects", self._overview.all)
        self._known = {one.id: one for one in found}
        self._is_read = True
        self._list()

    async def _read_again(self, places: set[UUID | None]) -> None:
        wanted = sorted(places, key=str)
        found = {one.id: one for one in await self._shared.read(("projects", *wanted), lambda: self._some(wanted))}
        for place in places:
            if place in found:
                self._is_to_sort |= place not in self._known
                self._known[place] = found[place]
            else:
                self._known.pop(place, None)
        listed = set(self._listed)
        if self._is_to_sort or any((place in listed) != self._is_asked_for(place) for place in places):
            self._list()

    def _some(self, places: Sequence[UUID | None]) -> list[ProjectOverview]:
        return self._overview.some(places)

    def _list(self) -> None:
        """Choose what is shown, and put it in order."""
        self._is_to_sort = False
        wanted = [one for one in self._known.values() if self._is_asked_for(one.id)]
        self._listed = [one.id for one in in_order(wanted, self._asked.sort)]

    def _is_asked_for(self, place: UUID | None) -> bool:
        project = self._known.get(place)
        if project is None or project.status is not self._asked.status:
            return False
        is_empty_place = place is None and project.is_untouched and not self._has_projects(self._asked.status)
        return not is_empty_place and matches(project, self._asked.words)

    def _has_projects(self, status: ProjectStatus) -> bool:
        return any(one.id is not None and one.status is status for one in self._known.values())

    async def _draw(self) -> None:
        if not self._is_read or self.is_deleted:
            return
        shown = self._listed[: self._most]
        bare = [self._known[place] for place in shown if self._is_bare(place)]
        if bare:
            for one in await call(self._overview.with_newest, bare):
                if one.id in self._known:
                    self._known[one.id] = one
        if self.is_deleted:
            return
        self._reconcile([place for place in self._listed[: self._most] if not self._is_bare(place)])
        self._more.show(len(self._listed) - len(shown))
        self._emptiness.show(self._asked, has_any=bool(self._listed), has_projects=self._has_projects)

    def _is_bare(self, place: UUID | None) -> bool:
        """Tell whether there are products that were not read yet."""
        return bool(self._known[place].product_count and not self._known[place].newest)

    def _reconcile(self, places: Sequence[UUID | None]) -> None:
        at = _now()
        reconcile(
            self._grid,
            self._cards,
            {place: self._known[place] for place in places},
            lambda project: ProjectCard(project, at, self._deeds.acts),
            lambda card, project: card.update_project(project, at),
        )

    async def _show_more(self, count: int) -> None:
        self._most += count
        await self._draw()

    async def _key(self, event: object) -> None:
        args = getattr(event, "args", None) or {}
        at, act = args.get("at", -1), self._deeds.of_key(args.get("key", ""))
        shown = [card.project for card in self._grid.default_slot.children if isinstance(card, ProjectCard)]
        if act is not None and 0 <= at < len(shown) and shown[at].id is not None:
            await act(shown[at])

    def _takes_note(self, event: DomainEvent) -> bool:
        if not isinstance(event, _OF_ONE_PROJECT):
            return False
        self._changed.add(event.project_id)
        self._is_to_sort |= isinstance(event, _BY_A_PERSON)
        return True

    def _tell_time(self) -> None:
        at = _now()
        for card in self._cards.values():
            card.tell_time(at)
        if at.date() != self._day:  # another day: bars and months begin anew
            self._day, self._is_read = at.date(), False
            self._live.request()


def _now() -> datetime:
    return datetime.now().astimezone()
