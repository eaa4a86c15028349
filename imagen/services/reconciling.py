"""Find out what became of a submission whose answer was lost, and adopt it when the provider knows it."""

from __future__ import annotations

import logging
from datetime import timedelta
from uuid import UUID

from imagen.data.models import Generation, Order
from imagen.data.models import Submission as SubmissionRow
from imagen.data.models.base import now
from imagen.data.repositories import Repositories
from imagen.data.unit_of_work import UnitOfWorkFactory
from imagen.domain.attention import WaitingFor
from imagen.domain.errors import ImagenError
from imagen.domain.events import GenerationChanged
from imagen.domain.lifecycle import SubmissionState
from imagen.media.store import MediaStore
from imagen.providers.base import Handle, InputFile, PreparedRequest, Provider, Submission
from imagen.providers.registry import ProviderRegistry
from imagen.services import asking_words
from imagen.services.discretion import without_secrets
from imagen.services.in_flight import Flight, InFlight
from imagen.services.key_changes import changed_since
from imagen.services.keys import Keys
from imagen.services.receipts import can_be_watched, keep_receipt, of_another_attempt
from imagen.services.stranded import mark_unclear
from imagen.services.wakeups import Wakeups

logger = logging.getLogger(__name__)


class Reconciling:
    """Turn rows of submissions back into flights, and lost ones into found or unclear ones."""

    def __init__(
        self,
        units: UnitOfWorkFactory,
        registry: ProviderRegistry,
        store: MediaStore,
        in_flight: InFlight,
        wakeups: Wakeups,
        keys: Keys,
    ) -> None:
        self._units = units
        self._registry = registry
        self._store = store
        self._in_flight = in_flight
        self._wakeups = wakeups
        self._keys = keys

    def take_up(self, generation_id: UUID) -> bool:
        """Watch an accepted submission again, look for a lost one; false when there is nothing to watch."""
        with self._units.reading() as reading:
            row = reading.submissions.live(generation_id)
        if row is None:
            return False
        if not can_be_watched(row):
            return self.reconcile(generation_id)
        self.resume(generation_id)
        return True

    def resume(self, generation_id: UUID) -> None:
        """Watch an accepted submission again; nothing happens when it has ended meanwhile."""
        with self._units.reading() as reading:
            generation = reading.generations.get(generation_id, deleted=True)
            order = reading.orders.get(generation.order_id, deleted=True)
            row = reading.submissions.live(generation_id)
            if row is None or row.provider_request_id is None:
                return
            prepared = self._prepared(reading, generation, row)
        handle = Handle(row.provider_request_id, dict(row.urls))
        self._take_off(generation, order, Submission(handle, prepared), row.attempt)

    def look_again(self, generation_id: UUID) -> None:
        """Look for a lost submission, unless somebody has found it or decided about it meanwhile."""
        with self._units.reading() as reading:
            generation = reading.generations.get(generation_id, deleted=True)
        if generation.waiting_for == WaitingFor.UNCLEAR:
            self.reconcile(generation_id)

    def reconcile(self, generation_id: UUID) -> bool:
        """Look for a lost submission at its provider; true when it was found and is watched again."""
        with self._units.reading() as reading:
            generation = reading.generations.get(generation_id, deleted=True)
            row = reading.submissions.live(generation_id)
            if row is None:
                return False
            prepared = self._prepared(reading, generation, row)
        provider, patience = self._registry.provider(row.provider), timedelta()
        why = asking_words.none_listed(provider.label)
        if type(provider).find is Provider.find:
            why = asking_words.no_list(provider.label)
        try:
            with self._keys.discreetly():
                found = provider.find(generation.model_used, prepared, row.created_at)
                handle = found and without_secrets(found, self._keys)
                patience = self._registry.factory(generation.model_used).patience
        except ImagenError as error:
            handle, why = None, asking_words.not_told(provider.label, error)
        except Exception:  # whatever its list is made of, it has not told us more than before
            logger.exception("Looking for generation %s at its provider failed", generation_id)
            handle, why = None, asking_words.not_asked(provider.label)
        if not self._note(generation_id, row.attempt, handle, why, patience):
            return False
        self.resume(generation_id)
        return True

    def _note(self, generation_id: UUID, attempt: int, handle: Handle | None, why: str, patience: timedelta) -> bool:
        """Keep what was found out; true when that attempt is to be watched, and nobody else decided while we asked."""
        with self._units() as unit:
            row = unit.submissions.live(generation_id)
            if row is None or row.attempt != attempt or can_be_watched(row):
                return False
            generation = unit.generations.get(generation_id, deleted=True)
            order = unit.orders.get(generation.order_id, deleted=True)
            if handle is not None and of_another_attempt(unit, row, handle):
                handle = None
            if handle is None:
                if changed_since(unit, row.provider, row.created_at):
                    why = f"{why} {asking_words.KEY_IS_NEW}"
                row.state = SubmissionState.UNKNOWN
                row.error = why
                mark_unclear(generation, why)
            else:
                row.state = SubmissionState.ACCEPTED
                keep_receipt(unit, row, handle)
                generation.waiting_for = generation.waiting_note = None
                generation.next_poll_at = now()
                generation.deadline = now() + patience
            unit.record(
                GenerationChanged(generation.id, order.id, order.project_id, generation.status, generation.waiting_for)
            )
            unit.commit()
        return handle is not None

    def _prepared(self, reading: Repositories, generation: Generation, row: SubmissionRow) -> PreparedRequest:
        inputs = tuple(
            InputFile(
                link.parameter,
                str(product.id),
                self._store.path_of(product.path),
                product.mime_type,
                product.width,
                product.height,
            )
            for link, product in reading.products.inputs_of(generation.id)
        )
        return PreparedRequest(str(generation.id), dict(row.request), inputs, row.attempt)

    def _take_off(self, generation: Generation, order: Order, submission: Submission, attempt: int) -> None:
        factory = self._registry.factory(order.model_key)
        to, until = (generation.id, order.id, order.project_id), generation.deadline
        self._in_flight.add(Flight(*to, factory, submission, attempt, until, taken_up=True))
        self._wakeups.watch(generation.id)
        if generation.cancel_requested_at is not None:
            self._wakeups.cancel(generation.id)
