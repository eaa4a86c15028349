"""What the Production page shows: orders and their generations, a page at a time, and acts on all that are shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from imagen.data.models import Generation, Order
from imagen.data.repositories import Repositories
from imagen.data.repositories.orders import ANY
from imagen.data.repositories.production import Sought, Turn
from imagen.data.unit_of_work import UnitOfWorkFactory
from imagen.domain.attention import Resolution
from imagen.domain.errors import Conflict, InvalidInput, InvalidTransition, NotFound
from imagen.domain.lifecycle import GenerationStatus
from imagen.domain.ordering import Priority
from imagen.domain.production import Show, ShowGenerations
from imagen.services.differing import Difference, differences
from imagen.services.generations import GenerationService
from imagen.services.in_flight import InFlight
from imagen.services.models import ModelService
from imagen.services.orders import OrderService
from imagen.services.presentation import generation_views, order_views, product_view
from imagen.services.views import GenerationView, OrderView, ProductView, ProviderView
from imagen.services.waiting import waits_for

__all__ = [
    "ANY",
    "GenerationRow",
    "GenerationsPage",
    "OrderRow",
    "OrdersPage",
    "ProductionService",
    "Retried",
    "Sought",
]

NEWEST_PRODUCTS = 4
MOST_AT_ONCE = 500
"""So many orders are tried again or decided about by one press."""


@dataclass(frozen=True)
class OrderRow:
    """An order with its newest products; `waits` says why none of it is being made now, empty when it is or has ended."""

    order: OrderView
    products: tuple[ProductView, ...]
    waits: str = ""


@dataclass(frozen=True)
class OrdersPage:
    """A page of orders; `cursor` leads to the next one, None at the end; `newest` is the newest order there was."""

    rows: tuple[OrderRow, ...]
    total: int
    cursor: str | None
    newest: UUID | None


@dataclass(frozen=True)
class GenerationRow:
    """A generation with what it differs in from the others of its order, in the order of the differences.

    `seed` is the one that came back, `waited`, `ran` and `stored` are the times it waited for its turn, was made at the
    provider, and took to be fetched and stored, in milliseconds where they are known.
    """

    generation: GenerationView
    values: tuple[str | None, ...]
    seed: str
    waited: int | None
    ran: int | None
    stored: int | None


@dataclass(frozen=True)
class GenerationsPage:
    """A part of an order's generations from `offset` on; `total` counts all that are asked for."""

    differences: tuple[Difference, ...]
    rows: tuple[GenerationRow, ...]
    total: int
    offset: int


@dataclass(frozen=True)
class Retried:
    """How many generations of how many orders were put back into the queue."""

    orders: int
    generations: int


class ProductionService:
    """Look at production, and act on all that is looked at."""

    def __init__(
        self,
        units: UnitOfWorkFactory,
        models: ModelService,
        orders: OrderService,
        generations: GenerationService,
        in_flight: InFlight,
        why_held_back: Callable[[str], str],
    ) -> None:
        self._units = units
        self._models = models
        self._orders = orders
        self._generations = generations
        self._in_flight = in_flight
        self._why_held_back = why_held_back

    def page(
        self, sought: Sought, *, cursor: str | None = None, offset: int = 0, limit: int = 30, counted: bool = True
    ) -> OrdersPage:
        """Give a page of orders; `cursor` is the one that came with the page before. Raises InvalidInput for another.

        The total is 0 where it is not to be counted.
        """
        behind = _read_cursor(cursor, sought.show)
        providers = self._providers()
        with self._units.reading() as reading:
            found = reading.production.page(sought, behind=behind, offset=offset, limit=limit)
            newest = reading.production.page(Sought(), limit=1)
            return OrdersPage(
                rows=self._rows(reading, found, providers),
                total=reading.production.count(sought) if counted else 0,
                cursor=_cursor(found[-1], sought.show) if len(found) == limit else None,
                newest=newest[0].id if newest else None,
            )

    def rows(self, order_ids: Sequence[UUID]) -> Sequence[OrderRow]:
        """Give some orders as they are now, in any order; those that are gone are left out."""
        providers = self._providers()
        with self._units.reading() as reading:
            return self._rows(reading, reading.production.many(order_ids), providers)

    def numbered(self, number: int) -> OrderRow:
        """Give the order with a number. Raises NotFound."""
        with self._units.reading() as reading:
            found = reading.production.by_number(number)
        if found is None:
            raise NotFound(f"There is no order {number}.", "It may have been deleted.")
        return next(iter(self.rows([found.id])))

    def counts(self, sought: Sought) -> Mapping[Show, int]:
        """Count how many orders each choice of what to show would list, all else being as it is sought."""
        with self._units.reading() as reading:
            return {show: reading.production.count(replace(sought, show=show)) for show in Show}

    def arrived(self, sought: Sought, newest: UUID | None) -> int:
        """Count what is sought and was placed after an order."""
        with self._units.reading() as reading:
            return reading.production.count(sought, newer_than=newest)

    def models(self) -> Sequence[str]:
        """List the models with which anything was ordered."""
        with self._units.reading() as reading:
            return reading.production.models()

    def generations(
        self, order_id: UUID, show: ShowGenerations = ShowGenerations.ALL, *, offset: int = 0, limit: int = 100
    ) -> GenerationsPage:
        """Give a part of an order's generations, in the order of production."""
        with self._units.reading() as reading:
            order = self._order(reading, order_id)
            found = reading.production.generations(order_id, show, offset=offset, limit=limit)
            told = tuple(differences(order))
            return GenerationsPage(told, self._generation_rows(reading, found, told), _how_many(order, show), offset)

    def some_generations(self, order_id: UUID, generation_ids: Sequence[UUID]) -> Sequence[GenerationRow]:
        """Give some generations of an order as they are now."""
        with self._units.reading() as reading:
            told = differences(self._order(reading, order_id))
            found = [one for one in reading.generations.many(generation_ids) if one.order_id == order_id]
            return self._generation_rows(reading, found, told)

    def first_unfinished(self, order_id: UUID) -> int | None:
        """Give the position of what is made now or next, None when all is done."""
        with self._units.reading() as reading:
            return reading.production.first_unfinished(order_id)

    # ---- acts on all that are shown ----

    def failed(self, sought: Sought) -> Retried:
        """Count what has failed in the orders that are sought."""
        with self._units.reading() as reading:
            ids = reading.production.ids(_failed(sought), MOST_AT_ONCE)
            counts = reading.orders.counts(ids)
        return Retried(len(ids), sum(each.get(GenerationStatus.FAILED, 0) for each in counts.values()))

    def retry_failed(self, sought: Sought, key: str | None = None) -> Retried:
        """Put everything that failed in the orders that are sought back into the queue; what was cancelled stays so.

        The same key again does nothing more.
        """
        with self._units.reading() as reading:
            ids = reading.production.ids(_failed(sought), MOST_AT_ONCE)
            counts = reading.orders.counts(ids)
        orders = generations = 0
        for order_id in ids:
            try:
                self._orders.retry(order_id, f"{key}:{order_id}" if key else None, only_failed=True)
            except (Conflict, InvalidTransition, NotFound):
                continue  # it has changed meanwhile, and what is to be done there is to be seen there
            orders += 1
            generations += counts[order_id].get(GenerationStatus.FAILED, 0)
        return Retried(orders, generations)

    def resolve(self, sought: Sought, resolution: Resolution, key: str | None = None) -> int:
        """Decide the same about everything that needs a person in the orders that are sought; give how many those were."""
        with self._units.reading() as reading:
            ids = reading.production.ids(replace(sought, show=Show.ATTENTION), MOST_AT_ONCE)
        resolve = self._generations.resolve_all
        return sum(resolve(order_id, resolution, f"{key}:{order_id}" if key else None) for order_id in ids)

    # ---- how it is shown ----

    def _providers(self) -> Mapping[str, ProviderView]:
        return {provider.name: provider for provider in self._models.providers()}

    def _order(self, reading: Repositories, order_id: UUID) -> OrderView:
        return order_views(reading, [reading.orders.get(order_id)], {})[0]

    def _rows(
        self, reading: Repositories, orders: Sequence[Order], providers: Mapping[str, ProviderView]
    ) -> tuple[OrderRow, ...]:
        places = {name: provider.places for name, provider in providers.items()}
        products = reading.production.newest_products([order.id for order in orders], NEWEST_PRODUCTS)
        return tuple(
            OrderRow(
                view,
                tuple(product_view(product) for product in products[order.id]),
                waits_for(reading, order, view, providers.get(order.provider), self._why_held_back),
            )
            for order, view in zip(orders, order_views(reading, orders, places), strict=True)
        )

    def _generation_rows(
        self, reading: Repositories, found: Sequence[Generation], told: Sequence[Difference]
    ) -> tuple[GenerationRow, ...]:
        views = generation_views(reading, found, self._in_flight)
        return tuple(_generation_row(row, view, told) for row, view in zip(found, views, strict=True))


def _generation_row(row: Generation, view: GenerationView, told: Sequence[Difference]) -> GenerationRow:
    seed = (row.return_parameters or {}).get("seed")
    waited, ran, stored = times(view)
    return GenerationRow(
        view,
        tuple(difference.value(view, row.generation_parameters) for difference in told),
        "" if seed is None else str(seed),
        waited,
        ran,
        stored,
    )


def times(view: GenerationView) -> tuple[int | None, int | None, int | None]:
    """Tell how long a generation waited, ran, and took to be fetched and stored, in milliseconds where that is known."""
    if view.started_at is None:
        return None, None, None
    waited = _milliseconds(view.started_at - view.created_at)
    if view.completed_at is None or view.completed_at < view.started_at or view.status is not GenerationStatus.COMPLETE:
        return waited, None, None
    whole = _milliseconds(view.completed_at - view.started_at)
    ran = min(view.inference_time_ms, whole) if view.inference_time_ms is not None else None
    return waited, ran, None if ran is None else whole - ran


def _milliseconds(span: timedelta) -> int:
    return max(0, round(span.total_seconds() * 1000))


def _how_many(order: OrderView, show: ShowGenerations) -> int:
    """Count the written generations that are asked for; those that are still being written are not there yet."""
    progress = order.progress
    written = order.written
    return {
        ShowGenerations.ALL: written,
        ShowGenerations.RUNNING: progress.generating,
        ShowGenerations.WAITING: progress.pending - (progress.planned - written),
        ShowGenerations.DONE: progress.complete,
        ShowGenerations.FAILED: progress.failed,
        ShowGenerations.CANCELLED: progress.cancelled,
        ShowGenerations.ATTENTION: progress.attention,
    }[show]


def _failed(sought: Sought) -> Sought:
    """Narrow what is sought to the orders with failures; those that are listed as done or active stay so."""
    if sought.show in {Show.ALL, Show.FAILED}:
        return replace(sought, show=Show.FAILED)
    return replace(sought, also_failed=True)


def _cursor(order: Order, show: Show) -> str:
    if show is Show.ACTIVE:
        return f"{order.priority}~{order.rank!r}~{order.id}"
    return str(order.id)


def _read_cursor(cursor: str | None, show: Show) -> UUID | Turn | None:
    if cursor is None:
        return None
    try:
        if show is not Show.ACTIVE:
            return UUID(cursor)
        priority, rank, order_id = cursor.split("~")
        return Turn(Priority(priority), float(rank), UUID(order_id))
    except ValueError as error:
        raise InvalidInput("This cursor is none that came with a page of this list.", "Begin without one.") from error
