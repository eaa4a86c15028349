"""What a person decides about generations that ended badly or need attention; each decision pays once at most."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from uuid import UUID

from imagen.data.models import Generation, Order
from imagen.data.models.base import now
from imagen.data.unit_of_work import UnitOfWork, UnitOfWorkFactory
from imagen.domain.attention import MAY_RUN_STILL, Resolution, WaitingFor
from imagen.domain.errors import Conflict
from imagen.domain.events import GenerationChanged, OrderChanged
from imagen.domain.lifecycle import (
    ENDED_ORDERS,
    GenerationStatus,
    OrderStatus,
    SubmissionState,
    change_generation,
    change_order,
)
from imagen.services.in_flight import Flight, InFlight
from imagen.services.ledger import given_up
from imagen.services.order_status import refresh_order
from imagen.services.reconciling import Reconciling
from imagen.services.repeated_calls import call
from imagen.services.wakeups import Wakeups


class Deciding:
    """Carry such decisions out, each in one transaction with the key of its call."""

    def __init__(
        self, units: UnitOfWorkFactory, in_flight: InFlight, reconciling: Reconciling, wakeups: Wakeups
    ) -> None:
        self._units = units
        self._in_flight = in_flight
        self._reconciling = reconciling
        self._wakeups = wakeups

    def retry(self, generation_id: UUID, key: str | None) -> None:
        """Put a failed or cancelled generation back into the queue. Raises InvalidTransition."""
        this = call(key, "retry generation", generation_id)
        with self._units() as unit:
            if this.first_answer(unit) is not None:
                return
            generation = unit.generations.get(generation_id)
            order = unit.orders.get(generation.order_id, deleted=True)
            _requeue(unit, generation, order)
            this.remember(unit, generation_id)
            unit.record(GenerationChanged(generation.id, order.id, order.project_id, generation.status))
            unit.commit()
        self._wakeups.advance()

    def resolve(self, generation_id: UUID, resolution: Resolution, key: str | None) -> None:
        """Decide about one generation that needs attention. Raises Conflict."""
        if resolution is Resolution.CHECK:
            self._check(generation_id)
            return
        this = call(key, "resolve generation", generation_id, resolution)
        with self._units() as unit:
            if this.first_answer(unit) is not None:
                return
            let_go = [self._give_up(unit, unit.generations.get(generation_id), resolution)]
            this.remember(unit, generation_id)
            unit.commit()
        self._let_go(let_go)

    def resolve_all(self, order_id: UUID, resolution: Resolution, key: str | None) -> int:
        """Decide the same about everything in an order that needs attention, and give how many that were."""
        if resolution is Resolution.CHECK:
            return self._check_all(order_id)
        this = call(key, "resolve order", order_id, resolution)
        with self._units() as unit:
            known = this.first_answer(unit)
            if known is not None:
                return known.count or 0
            unit.orders.get(order_id)
            needing = unit.generations.needing_person(order_id)
            waiting = [one for one in needing if not self._is_being_stored(one)]
            let_go = [self._give_up(unit, unit.generations.get(one), resolution) for one in waiting]
            this.remember(unit, order_id, len(waiting))
            unit.commit()
        self._let_go(let_go)
        return len(waiting)

    def _check_all(self, order_id: UUID) -> int:
        with self._units.reading() as reading:
            reading.orders.get(order_id)
            waiting = reading.generations.needing_person(order_id)
        checked = 0
        for generation_id in waiting:
            with suppress(Conflict):  # it has gone on meanwhile, so nobody needs to decide any more
                self._check(generation_id)
                checked += 1
        return checked

    def _check(self, generation_id: UUID) -> None:
        with self._units.reading() as reading:
            generation = reading.generations.get(generation_id)
        _refuse_undecidable(generation)
        flight = self._in_flight.get(generation_id)
        if generation.waiting_for == WaitingFor.UNCLEAR or flight is None:
            self._reconciling.take_up(generation_id)
            return
        flight.failures = 0
        if generation.waiting_for == WaitingFor.RESULT:
            self._wakeups.settle(generation_id)
        else:
            flight.is_asked_for = True
            self._wakeups.watch(generation_id)

    def _give_up(self, unit: UnitOfWork, generation: Generation, resolution: Resolution) -> tuple[Flight | None, bool]:
        """Give a submission up, and buy again where wanted; give its flight and whether it may be running still."""
        _refuse_undecidable(generation)
        if self._is_being_stored(generation.id):
            raise Conflict("Its result has come and is being stored.", "Look at it again in a moment.")
        buy_again = resolution is Resolution.SUBMIT
        why = "Given up in favour of a new submission." if buy_again else "Given up."
        may_run = generation.waiting_for in MAY_RUN_STILL
        order = unit.orders.get(generation.order_id, deleted=True)
        row = unit.submissions.live(generation.id)
        if row is not None:
            row.state = SubmissionState.ABANDONED
            row.error = row.error or why
            given_up(unit, row.id)
        generation.status = change_generation(generation.status, GenerationStatus.FAILED)
        generation.completed_at = now()
        generation.next_poll_at = None
        generation.error_kind, generation.error_message = "given-up", why
        generation.waiting_for = generation.waiting_note = None
        if buy_again:
            _requeue(unit, generation, order)
        refresh_order(unit, order.id)
        unit.record(GenerationChanged(generation.id, order.id, order.project_id, generation.status, None, why))
        return self._in_flight.get(generation.id), may_run

    def _is_being_stored(self, generation_id: UUID) -> bool:
        flight = self._in_flight.get(generation_id)
        return flight is not None and flight.is_being_stored

    def _let_go(self, given_up: Sequence[tuple[Flight | None, bool]]) -> None:
        for flight, running in given_up:
            if flight is not None:
                self._in_flight.remove(flight)
                if running:
                    flight.stop()
        self._wakeups.advance(len(given_up))


def _refuse_undecidable(generation: Generation) -> None:
    if generation.waiting_for in {None, WaitingFor.PROVIDER}:
        raise Conflict("This generation waits for nobody's decision.", "Look at its status again.")


def _requeue(unit: UnitOfWork, generation: Generation, order: Order) -> None:
    """Let one that has ended wait again.

    Raises InvalidTransition while an attempt at it may still bring a result, and Conflict when its order lies in the Bin,
    where what is being made could be removed for good.
    """
    if order.deleted_at is not None:
        raise Conflict("Its order lies in the Bin.", "Restore the order, then try again.")
    is_live = unit.submissions.live(generation.id) is not None
    generation.status = change_generation(generation.status, GenerationStatus.PENDING, live_submission=is_live)
    generation.cancel_requested_at = None
    generation.completed_at = None
    unit.session.flush()
    if order.status in ENDED_ORDERS:
        order.status = change_order(order.status, OrderStatus.UNDERWAY)
        unit.record(OrderChanged(order.id, order.project_id, order.status))
