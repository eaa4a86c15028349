"""What becomes of a generation that no provider has accepted: it waits, fails, or is looked for."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from imagen.data.models import Generation
from imagen.data.models import Submission as SubmissionRow
from imagen.data.models.base import now
from imagen.data.repositories.order_facts import OrderFacts
from imagen.data.unit_of_work import UnitOfWork, UnitOfWorkFactory
from imagen.domain.attention import WaitingFor
from imagen.domain.errors import ProviderError
from imagen.domain.events import GenerationChanged
from imagen.domain.lifecycle import GenerationStatus, SubmissionState, change_generation
from imagen.services.ledger import nothing_bought
from imagen.services.order_status import refresh_order
from imagen.services.pauses import pause
from imagen.services.stranded import mark_unclear
from imagen.services.wakeups import Wakeups


class Unaccepted:
    """Write down how a submission ended that brought no receipt."""

    def __init__(self, units: UnitOfWorkFactory, wakeups: Wakeups) -> None:
        self._units = units
        self._wakeups = wakeups

    def wait(self, generation_id: UUID, order: OrderFacts, error: ProviderError, seconds: float) -> None:
        """Let it wait in the queue: the provider cannot take it now."""
        with self._units() as unit:
            generation = self._back_to_queue(unit, generation_id, order, str(error))
            if generation.status is GenerationStatus.PENDING:
                generation.waiting_for = WaitingFor.PROVIDER
                generation.waiting_note = str(error)
                generation.not_before = now() + timedelta(seconds=seconds)
            unit.commit()
        self._wakeups.advance_later(seconds)

    def pause_provider(self, generation_id: UUID, order: OrderFacts, error: ProviderError) -> None:
        """Let it wait until a person has mended what is wrong with the account."""
        with self._units() as unit:
            self._back_to_queue(unit, generation_id, order, str(error))
            pause(unit, order.provider, str(error), error.code)
            unit.commit()

    def _back_to_queue(self, unit: UnitOfWork, generation_id: UUID, order: OrderFacts, why: str) -> Generation:
        row = _live(unit, generation_id)
        row.state = SubmissionState.REFUSED
        row.error = why
        nothing_bought(unit, row.id)
        generation = unit.generations.get(generation_id, deleted=True)
        generation.status = change_generation(generation.status, GenerationStatus.PENDING)
        generation.started_at = None
        if generation.cancel_requested_at is not None:
            generation.status = change_generation(generation.status, GenerationStatus.CANCELLED)
            generation.completed_at = now()
        refresh_order(unit, order.id)
        waits = WaitingFor.PROVIDER if generation.status is GenerationStatus.PENDING else None
        unit.record(_changed(generation, order, generation.status, waits))
        return generation

    def unclear(self, generation_id: UUID, order: OrderFacts, why: str) -> None:
        """Look for it at the provider, and show it to a person: it may have been bought."""
        with self._units() as unit:
            row = _live(unit, generation_id)
            row.state = SubmissionState.UNKNOWN
            row.error = why
            mark_unclear(unit.generations.get(generation_id, deleted=True), why)
            unit.record(
                GenerationChanged(
                    generation_id, order.id, order.project_id, GenerationStatus.GENERATING, WaitingFor.UNCLEAR, why
                )
            )
            unit.commit()
        self._wakeups.look_for(generation_id)

    def refuse(self, generation_id: UUID, order: OrderFacts, error: ProviderError) -> None:
        """End it: the provider does not make this."""
        with self._units() as unit:
            row = _live(unit, generation_id)
            row.state = SubmissionState.REFUSED
            row.error = str(error)
            nothing_bought(unit, row.id)
            unit.session.flush()
            generation = unit.generations.get(generation_id, deleted=True)
            end(unit, generation, order, GenerationStatus.FAILED, error.code, str(error))
            unit.commit()

    def fail(self, generation_id: UUID, order: OrderFacts, code: str, message: str) -> None:
        """End one that waits: it cannot be sent."""
        with self._units() as unit:
            if not unit.queue.take(generation_id, now(), None):
                return  # it has been cancelled
            generation = unit.generations.get(generation_id, deleted=True)
            end(unit, generation, order, GenerationStatus.FAILED, code, message)
            unit.commit()


def _live(unit: UnitOfWork, generation_id: UUID) -> SubmissionRow:
    row = unit.submissions.live(generation_id)
    assert row is not None, "an intent is written before every submission"
    return row


def end(
    unit: UnitOfWork,
    generation: Generation,
    order: OrderFacts,
    status: GenerationStatus,
    code: str | None = None,
    message: str | None = None,
) -> None:
    generation.status = change_generation(generation.status, status)
    generation.completed_at = now()
    generation.next_poll_at = None
    generation.error_kind = code
    generation.error_message = message
    refresh_order(unit, order.id)
    unit.record(
        GenerationChanged(generation.id, order.id, order.project_id, generation.status, None, generation.error_message)
    )


def _changed(
    generation: Generation, order: OrderFacts, status: GenerationStatus, waiting_for: str | None = None
) -> GenerationChanged:
    return GenerationChanged(generation.id, order.id, order.project_id, status, waiting_for)
