"""Look at and act upon single generations; the strip and the grid are made of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from imagen.data.models import Generation
from imagen.data.models.base import now
from imagen.data.repositories import Repositories
from imagen.data.repositories.orders import ANY
from imagen.data.unit_of_work import UnitOfWorkFactory
from imagen.domain.attention import Resolution
from imagen.domain.events import GenerationChanged
from imagen.domain.lifecycle import GenerationStatus
from imagen.services.deciding import Deciding
from imagen.services.in_flight import InFlight
from imagen.services.models import ModelService
from imagen.services.order_status import refresh_order
from imagen.services.presentation import generation_views, order_views, product_view
from imagen.services.reconciling import Reconciling
from imagen.services.stranded import cancel_waiting
from imagen.services.views import (
    GenerationDetail,
    GenerationView,
    InputView,
    Page,
    StripItem,
    StripView,
    SubmissionView,
)
from imagen.services.wakeups import Wakeups

_PLANNED_SHOWN = 24
_ENDED_WITHOUT_PRODUCT = 100
_MOST_TELLINGS = 6
_SECONDS_BEFORE_TELLING_AGAIN = 5.0


class GenerationService:
    """Everything a person does with single generations."""

    def __init__(
        self,
        units: UnitOfWorkFactory,
        models: ModelService,
        in_flight: InFlight,
        reconciling: Reconciling,
        wakeups: Wakeups,
    ) -> None:
        self._units = units
        self._models = models
        self._in_flight = in_flight
        self._wakeups = wakeups
        self._deciding = Deciding(units, in_flight, reconciling, wakeups)

    def get(self, generation_id: UUID) -> GenerationDetail:
        """Give one generation with all four parameter sets."""
        with self._units.reading() as reading:
            generation = reading.generations.get(generation_id)
            order = reading.orders.get(generation.order_id, deleted=True)
            places = {provider.name: provider.places for provider in self._models.providers()}
            return GenerationDetail(
                summary=generation_views(reading, [generation], self._in_flight)[0],
                order=order_views(reading, [order], places)[0],
                base_parameters=order.base_parameters,
                generation_parameters=generation.generation_parameters,
                actual_parameters=generation.actual_parameters,
                return_parameters=generation.return_parameters,
                inputs=tuple(
                    InputView(link.parameter, link.order_index, product_view(product))
                    for link, product in reading.products.inputs_of(generation_id)
                ),
                submissions=tuple(
                    SubmissionView(
                        row.attempt,
                        row.state,
                        row.provider,
                        row.provider_request_id,
                        row.cost,
                        row.error,
                        row.created_at,
                    )
                    for row in reading.submissions.of(generation_id)
                ),
                notes=generation.notes,
                facts=dict(generation.details or {}),
            )

    def list(
        self,
        order_id: UUID | None = None,
        project_id: Any = ANY,
        model: str | None = None,
        status: GenerationStatus | None = None,
        attention: bool | None = None,
        q: str | None = None,
        page: int = 1,
        limit: int = 20,
        ascending: bool = False,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> Page[GenerationView]:
        """List generations ordered from `since` on and before `until`, the newest first unless asked otherwise."""
        with self._units.reading() as reading:
            rows, total = reading.generations.page(
                order_id=order_id,
                project_id=project_id,
                model=model,
                status=status,
                attention=attention,
                words=q or "",
                since=since,
                until=until,
                ascending=ascending,
                offset=(page - 1) * limit,
                limit=limit,
            )
            return Page(generation_views(reading, rows, self._in_flight), total, page, limit)

    def cancel(self, generation_id: UUID) -> GenerationView:
        """Cancel a generation that waits; ask the provider to stop one that runs. Raises InvalidTransition."""
        with self._units() as unit:
            generation = unit.generations.get(generation_id)
            order = unit.orders.get(generation.order_id, deleted=True)
            running = generation.status is GenerationStatus.GENERATING
            if running:
                generation.cancel_requested_at = now()
            else:
                cancel_waiting(generation)
            refresh_order(unit, order.id)
            unit.record(GenerationChanged(generation.id, order.id, order.project_id, generation.status))
            unit.commit()
        if running:
            self._wakeups.cancel(generation_id)
        return self.get(generation_id).summary

    def cancel_at_provider(self, generation_id: UUID) -> None:
        """Ask the provider to stop; what comes all the same is kept, since it is paid for."""
        flight = self._in_flight.get(generation_id)
        if flight is None or not self._is_to_be_cancelled(generation_id):
            return
        if not flight.stop() and flight.told_to_stop < _MOST_TELLINGS:
            self._wakeups.cancel_later(generation_id, _SECONDS_BEFORE_TELLING_AGAIN * flight.told_to_stop)
        self._wakeups.watch(generation_id)

    def _is_to_be_cancelled(self, generation_id: UUID) -> bool:
        """Look again, since a wake-up may come when the generation has ended and was bought anew."""
        with self._units.reading() as reading:
            return reading.generations.get(generation_id, deleted=True).cancel_requested_at is not None

    def retry(self, generation_id: UUID, idempotency_key: str | None = None) -> GenerationView:
        """Put a failed or cancelled generation back into the queue; the same key again does nothing more.

        Raises InvalidTransition.
        """
        self._deciding.retry(generation_id, idempotency_key)
        return self.get(generation_id).summary

    def resolve(
        self, generation_id: UUID, resolution: Resolution, idempotency_key: str | None = None
    ) -> GenerationView:
        """Decide about a generation that needs attention: ask again, buy again, or give it up.

        The same key again decides nothing more. Raises Conflict.
        """
        self._deciding.resolve(generation_id, resolution, idempotency_key)
        return self.get(generation_id).summary

    def resolve_all(self, order_id: UUID, resolution: Resolution, idempotency_key: str | None = None) -> int:
        """Decide the same about everything in an order that needs attention, and give how many that were."""
        return self._deciding.resolve_all(order_id, resolution, idempotency_key)

    def strip(self, project_id: UUID | None, before: UUID | None = None, limit: int = 200) -> StripView:
        """Show a project's work: what waits, what runs, then products and failures from the newest on.

        `before` is the last product seen; then only the older ones are given.
        """
        with self._units.reading() as reading:
            planned, waiting = ([], 0) if before else reading.generations.planned(project_id, _PLANNED_SHOWN)
            running = [] if before else reading.generations.running(project_id)
            ended, cursor = self._ended(reading, project_id, before, limit)
            return StripView(
                waiting=waiting,
                planned=tuple(self._bare(reading, planned)),
                running=tuple(self._bare(reading, running)),
                ended=tuple(ended),
                cursor=cursor,
                orders={} if before else reading.orders.unfinished(project_id),
            )

    def changed(self, project_id: UUID | None, generation_ids: Sequence[UUID]) -> StripView:
        """Show what waits and runs now, and what became of some generations, for a strip that is shown already."""
        with self._units.reading() as reading:
            planned, waiting = reading.generations.planned(project_id, _PLANNED_SHOWN)
            running = reading.generations.running(project_id)
            views = generation_views(reading, reading.generations.many(generation_ids), self._in_flight)
            ended = [
                StripItem(view, product)
                for view in views
                for product in view.products or ((None,) if view.status is GenerationStatus.FAILED else ())
            ]
            return StripView(
                waiting=waiting,
                planned=tuple(self._bare(reading, planned)),
                running=tuple(self._bare(reading, running)),
                ended=tuple(ended),
                cursor=None,
                orders=reading.orders.unfinished(project_id),
            )

    def _ended(
        self, reading: Repositories, project_id: UUID | None, before: UUID | None, limit: int
    ) -> tuple[Sequence[StripItem], UUID | None]:
        products = reading.products.page(project_id=project_id, before=before, limit=limit)
        generations = reading.generations.many([p.generation_id for p in products if p.generation_id])
        views = {view.id: view for view in generation_views(reading, generations, self._in_flight)}
        items = [
            (
                product.created_at,
                StripItem(views.get(product.generation_id) if product.generation_id else None, product_view(product)),
            )
            for product in products
            if product.generation_id is None or product.generation_id in views
        ]
        if before is None:
            failed = reading.generations.ended_without_product(project_id, _ENDED_WITHOUT_PRODUCT)
            oldest = products[-1].created_at if len(products) == limit else None
            items += [
                (view.completed_at or view.created_at, StripItem(view, None))
                for view in generation_views(reading, failed, self._in_flight)
                if oldest is None or (view.completed_at or view.created_at) > oldest
            ]
        items.sort(key=lambda pair: pair[0], reverse=True)
        return [item for _, item in items], products[-1].id if len(products) == limit else None

    def _bare(self, reading: Repositories, generations: Sequence[Generation]) -> Sequence[StripItem]:
        return [StripItem(view, None) for view in generation_views(reading, generations, self._in_flight)]
