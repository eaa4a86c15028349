"""Generations whose way broke off because the database could not be written: what becomes of them once it can."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from imagen.data.models import Generation
from imagen.data.models.base import now
from imagen.data.unit_of_work import UnitOfWork, UnitOfWorkFactory
from imagen.domain.attention import WaitingFor
from imagen.domain.events import GenerationChanged
from imagen.domain.lifecycle import GenerationStatus, SubmissionState, change_generation
from imagen.services.ledger import nothing_bought
from imagen.services.order_status import refresh_order

logger = logging.getLogger(__name__)

_BROKE_OFF = "Imagen could not note what became of the request, so it is not known whether it was bought."
_NEVER_SENT = "Imagen could not note that it was about to be bought, so nothing was sent."


@dataclass(frozen=True)
class _Taking:
    started_at: datetime
    may_be_bought: bool


class Stranded:
    """Remember such generations until they are sorted out; used from many threads."""

    def __init__(self, units: UnitOfWorkFactory) -> None:
        self._units = units
        self._taken: dict[UUID, _Taking] = {}
        self._lock = threading.Lock()

    def add(self, generation_id: UUID, started_at: datetime, *, may_be_bought: bool = True) -> None:
        """Remember one by the moment at which it was taken: another taking of it is not touched.

        It may have been bought unless whoever took it knows that nothing was sent.
        """
        with self._lock:
            self._taken[generation_id] = _Taking(started_at, may_be_bought)

    def take_back(self) -> None:
        """Put back into the queue what was surely not submitted, and show the rest to a person."""
        with self._lock:
            taken, self._taken = self._taken, {}
        if not taken:
            return
        try:
            with self._units() as unit:
                for generation_id, taking in taken.items():
                    generation = unit.generations.get(generation_id, deleted=True)
                    if generation.started_at == taking.started_at:
                        _sort_out(unit, generation, may_be_bought=taking.may_be_bought)
                unit.commit()
        except Exception:
            with self._lock:
                self._taken = taken | self._taken
            raise
        logger.info("Sorted out %d generations that broke off", len(taken))


def put_back(unit: UnitOfWork, generation: Generation) -> None:
    """Let a generation that was taken and not submitted wait again; a cancelled one ends here."""
    cancelled = generation.cancel_requested_at is not None
    wanted = GenerationStatus.CANCELLED if cancelled else GenerationStatus.PENDING
    generation.status = change_generation(generation.status, wanted)
    generation.started_at = generation.actual_parameters = None
    generation.completed_at = now() if cancelled else None
    refresh_order(unit, generation.order_id)


def cancel_waiting(generation: Generation) -> None:
    """Cancel a generation that waits for its turn; then it waits for nothing any more."""
    generation.status = change_generation(generation.status, GenerationStatus.CANCELLED)
    generation.completed_at = now()
    generation.waiting_for = generation.waiting_note = generation.not_before = None


def tell(unit: UnitOfWork, generation: Generation) -> None:
    """Tell how a generation stands now."""
    order = unit.orders.get(generation.order_id, deleted=True)
    note = generation.waiting_note or ""
    unit.record(
        GenerationChanged(generation.id, order.id, order.project_id, generation.status, generation.waiting_for, note)
    )


def mark_unclear(generation: Generation, why: str) -> None:
    """Show a generation as one whose submission may or may not have arrived."""
    generation.waiting_for = WaitingFor.UNCLEAR
    generation.waiting_note = why
    generation.next_poll_at = None


def _sort_out(unit: UnitOfWork, generation: Generation, *, may_be_bought: bool) -> None:
    if generation.status is not GenerationStatus.GENERATING:
        return
    row = unit.submissions.live(generation.id)
    if row is None:
        put_back(unit, generation)
    elif not may_be_bought:
        row.state, row.error = SubmissionState.REFUSED, _NEVER_SENT
        nothing_bought(unit, row.id)
        put_back(unit, generation)
    elif row.state is SubmissionState.INTENT:
        row.state, row.error = SubmissionState.UNKNOWN, _BROKE_OFF
        mark_unclear(generation, _BROKE_OFF)
    tell(unit, generation)
