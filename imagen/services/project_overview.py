"""All projects at a glance: what each holds, what goes on in it, what it cost and when it was used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from imagen.data.models import Project
from imagen.data.models.base import now
from imagen.data.repositories import Repositories
from imagen.data.repositories.project_figures import HeldRow, Place
from imagen.data.unit_of_work import UnitOfWorkFactory
from imagen.domain.errors import NotFound
from imagen.domain.project import ProjectStatus
from imagen.domain.search.keys import NONE, Key
from imagen.domain.search.terms import quoted
from imagen.domain.spending import start_of_month, starts_of_days
from imagen.services.presentation import product_view
from imagen.services.views import ProductView

DAYS_SHOWN = 30
_MOSAIC = 4
_WITHOUT = "Without a project"


class ProjectSort(StrEnum):
    """What projects can be sorted by."""

    ACTIVE_AT = "active_at"
    CREATED_AT = "created_at"
    NAME = "name"
    PRODUCTS = "products"
    COST = "cost"


@dataclass(frozen=True)
class ProjectOverview:
    """A project, or the work without one (`id` None), with its figures.

    Amounts are in micro-dollars, Buzz in millionths; what is on the way counts as spent. `waiting` are generations whose
    turn has not come, `attention` those that only a person can help on, `held` orders that a limit of spending keeps
    waiting. `days` are the products of each of the last thirty days, the first of them first, deleted ones left out.
    `used_at` is when it was last worked in, None where nothing ever was; `search` finds its products in the Gallery.
    """

    id: UUID | None
    name: str
    description: str
    status: ProjectStatus
    created_at: datetime | None
    active_at: datetime | None
    used_at: datetime | None
    search: str
    order_count: int
    product_count: int
    liked_count: int
    running: int
    waiting: int
    held: int
    attention: int
    failed: int
    spending_limit: int | None
    spent: int
    spent_this_month: int
    buzz: int
    buzz_this_month: int
    days: tuple[tuple[date, int], ...]
    newest: tuple[ProductView, ...] = field(default=())

    @property
    def is_untouched(self) -> bool:
        """Tell whether nothing was ever ordered or made in it, as far as it is still there."""
        return not (self.order_count or self.product_count)


class ProjectOverviewService:
    """Reads the figures of projects; a list of all costs no more questions than one of a few."""

    def __init__(self, units: UnitOfWorkFactory) -> None:
        self._units = units

    def all(self) -> list[ProjectOverview]:
        """Give all projects outside the Bin, without their newest products, and the work without a project first."""
        with self._units.reading() as reading:
            return _overviews(reading, [None, *reading.project_figures.projects()])

    def some(self, places: Sequence[Place]) -> list[ProjectOverview]:
        """Give those of some projects that are outside the Bin, with their newest products; None is the work without."""
        ids = [place for place in places if place is not None]
        with self._units.reading() as reading:
            projects = reading.project_figures.projects(ids) if ids else []
            found = _overviews(reading, [*([None] if None in places else []), *projects])
            return _with_newest(reading, found)

    def get(self, place: Place) -> ProjectOverview:
        """Give one. Raises NotFound."""
        found = self.some([place])
        if not found:
            assert place is not None
            with self._units.reading() as reading:
                reading.projects.get(place)
            raise NotFound("This project was deleted a moment ago.", "It is in the Bin.")
        return found[0]

    def with_newest(self, overviews: Sequence[ProjectOverview]) -> list[ProjectOverview]:
        """Add their newest products to those that are shown."""
        with self._units.reading() as reading:
            return _with_newest(reading, overviews)


def matches(overview: ProjectOverview, words: str) -> bool:
    """Tell whether all words occur in a project's name or description."""
    text = f"{overview.name}\n{overview.description}".casefold()
    return all(word in text for word in words.casefold().split())


def in_order(
    overviews: Sequence[ProjectOverview], sort: ProjectSort, *, descending: bool | None = None
) -> list[ProjectOverview]:
    """Sort projects; names from A on and everything else from the newest or the most on, unless told otherwise."""
    down = sort is not ProjectSort.NAME if descending is None else descending
    key = _KEYS[sort]
    return sorted(overviews, key=lambda one: (key(one), str(one.id)), reverse=down)


_NEVER = datetime.fromisoformat("0001-01-02T00:00:00+00:00")
_KEYS: Mapping[ProjectSort, Callable[[ProjectOverview], Any]] = {
    ProjectSort.ACTIVE_AT: lambda one: one.active_at or _NEVER,
    ProjectSort.CREATED_AT: lambda one: one.created_at or _NEVER,
    ProjectSort.NAME: lambda one: one.name.casefold(),
    ProjectSort.PRODUCTS: lambda one: one.product_count,
    ProjectSort.COST: lambda one: one.spent,
}


def _overviews(reading: Repositories, projects: Sequence[Project | None]) -> list[ProjectOverview]:
    at = now()
    begins = starts_of_days(at, DAYS_SHOWN)
    places = [project.id if project else None for project in projects]
    rows = reading.project_figures.held(places, start_of_month(at), [*begins, at + timedelta(days=1)])
    shared = {name for name, count in Counter(map(str.casefold, reading.project_figures.names())).items() if count > 1}
    dates = [begin.date() for begin in begins]
    return [
        _overview(project, rows[project.id if project else None], dates, _search(project, shared))
        for project in projects
    ]


def _overview(project: Project | None, row: HeldRow, dates: Sequence[date], search: str) -> ProjectOverview:
    created_at = project.created_at if project else None
    return ProjectOverview(
        id=project.id if project else None,
        name=project.name if project else _WITHOUT,
        description=project.description if project else "",
        status=project.status if project else ProjectStatus.ACTIVE,
        created_at=created_at,
        active_at=max((moment for moment in (created_at, row.used_at) if moment), default=None),
        used_at=row.used_at,
        search=search,
        order_count=row.orders,
        product_count=row.products,
        liked_count=row.liked,
        running=row.running,
        waiting=row.waiting,
        held=row.held,
        attention=row.attention,
        failed=row.failed,
        spending_limit=project.spending_limit if project else None,
        spent=row.spent,
        spent_this_month=row.spent_this_month,
        buzz=row.buzz,
        buzz_this_month=row.buzz_this_month,
        days=tuple(zip(dates, row.days, strict=True)),
    )


def _search(project: Project | None, shared: set[str]) -> str:
    """Write what finds a project's products: by its name where that means it alone, else by its id."""
    if project is None:
        return f"{Key.PROJECT}:{NONE}"
    is_clear = project.name.casefold() not in shared and project.name.casefold() != NONE
    return f"{Key.PROJECT}:{quoted(project.name) if is_clear else project.id}"


def _with_newest(reading: Repositories, overviews: Sequence[ProjectOverview]) -> list[ProjectOverview]:
    newest = reading.project_figures.newest([one.id for one in overviews], _MOSAIC)
    return [replace(one, newest=tuple(product_view(p) for p in newest.get(one.id, ()))) for one in overviews]
