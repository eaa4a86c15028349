"""After a start: take up everything that a stop or a crash left unfinished, and buy nothing twice."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from imagen.data.models.base import now
from imagen.data.unit_of_work import UnitOfWorkFactory
from imagen.domain.attention import WaitingFor
from imagen.domain.errors import ImagenError
from imagen.domain.lifecycle import GenerationStatus
from imagen.media.store import MediaStore
from imagen.providers.registry import ProviderRegistry
from imagen.services.holding import hold_what_nobody_makes
from imagen.services.receipts import can_be_watched
from imagen.services.reconciling import Reconciling
from imagen.services.stranded import put_back, tell
from imagen.services.wakeups import Wakeups

logger = logging.getLogger(__name__)

KEEP_EVENTS = timedelta(days=7)


@dataclass(frozen=True)
class Recovered:
    """What was found: generations put back into the queue, watched again, found at a provider, left unclear."""

    requeued: int = 0
    resumed: int = 0
    found: int = 0
    unclear: int = 0
    orders_to_write: int = 0
    parts_removed: int = 0


class Recovery:
    """Run once at every start, before the first worker."""

    def __init__(
        self,
        units: UnitOfWorkFactory,
        registry: ProviderRegistry,
        store: MediaStore,
        reconciling: Reconciling,
        wakeups: Wakeups,
    ) -> None:
        self._units = units
        self._registry = registry
        self._store = store
        self._reconciling = reconciling
        self._wakeups = wakeups

    def run(self) -> Recovered:
        """Sort out all unfinished work."""
        parts = self._store.sweep_parts()
        requeue, resume, lost = self._unfinished()
        self._requeue(requeue)
        for generation_id in resume:
            self._taken_up(generation_id)
        missing = [generation_id for generation_id in lost if not self._taken_up(generation_id)]
        for generation_id in missing:
            self._wakeups.look_for(generation_id)
        with self._units(durable=False) as unit:
            hold_what_nobody_makes(unit, self._registry.names)
            unwritten = [order.id for order in unit.orders.unwritten()]
            unit.event_log.forget_before(now() - KEEP_EVENTS)
            unit.commit()
        for order_id in unwritten:
            self._wakeups.write_on(order_id)
        self._wakeups.advance(4)
        self._wake_for_what_was_put_off()
        recovered = Recovered(len(requeue), len(resume), len(lost) - len(missing), len(missing), len(unwritten), parts)
        logger.info("Took up unfinished work: %s", recovered)
        return recovered

    def _unfinished(self) -> tuple[list[UUID], list[UUID], list[UUID]]:
        requeue, resume, lost = [], [], []
        with self._units.reading() as reading:
            for generation in reading.queue.generating():
                row = reading.submissions.live(generation.id)
                if row is None:
                    requeue.append(generation.id)
                elif can_be_watched(row):
                    resume.append(generation.id)
                else:
                    lost.append(generation.id)
        return requeue, resume, lost

    def _requeue(self, generation_ids: list[UUID]) -> None:
        """Put back what was taken but surely not submitted."""
        if not generation_ids:
            return
        with self._units() as unit:
            for generation_id in generation_ids:
                generation = unit.generations.get(generation_id, deleted=True)
                if generation.status is not GenerationStatus.GENERATING:
                    generation.next_poll_at = None
                    continue
                put_back(unit, generation)
                tell(unit, generation)
            unit.commit()

    def _taken_up(self, generation_id: UUID) -> bool:
        """Take one up; whatever is wrong with it, Imagen starts and a person can decide about it."""
        try:
            return self._reconciling.take_up(generation_id)
        except ImagenError as error:
            logger.warning("Generation %s could not be taken up: %s", generation_id, error)
            self._show_to_person(generation_id, str(error))
        except Exception:
            logger.exception("Generation %s could not be taken up", generation_id)
            self._show_to_person(generation_id, "The log says more.")
        return False

    def _show_to_person(self, generation_id: UUID, why: str) -> None:
        with self._units() as unit:
            generation = unit.generations.get(generation_id, deleted=True)
            generation.waiting_for = WaitingFor.RESULT
            generation.waiting_note = f"It was bought, and Imagen cannot ask about it: {why}"
            tell(unit, generation)
            unit.commit()

    def _wake_for_what_was_put_off(self) -> None:
        """Set the timer again that the stop lost; what waits longer is waited for by whoever wakes then."""
        with self._units.reading() as reading:
            earliest = reading.queue.earliest_not_before()
        if earliest is not None:
            self._wakeups.advance_later(max(0.0, (earliest - now()).total_seconds()) + 0.01)
