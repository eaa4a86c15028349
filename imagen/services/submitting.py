"""Take the next generation from the queue and submit it: intent committed, one request, its id committed."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from imagen.data.models import Generation, Order
from imagen.data.models import Submission as SubmissionRow
from imagen.data.models.base import now
from imagen.data.unit_of_work import UnitOfWork, UnitOfWorkFactory
from imagen.domain.attention import WaitingFor
from imagen.domain.errors import (
    AuthenticationFailed,
    DatabaseUnavailable,
    ImagenError,
    InsufficientCredit,
    NoCapacity,
    NotConfigured,
    ProviderError,
    RateLimited,
    SubmissionUnclear,
    Unavailable,
)
from imagen.domain.events import GenerationChanged, QueueChanged
from imagen.domain.lifecycle import GenerationStatus, OrderStatus, SubmissionState, change_generation
from imagen.domain.product import ProductState
from imagen.media.store import MediaStore
from imagen.providers.base import BaseProductFactory, GenerationRequest, InputFile, PreparedRequest, Submission
from imagen.providers.registry import ProviderRegistry
from imagen.services.gates import QUEUE_KEY, Gates
from imagen.services.holding import holds, let_go_what_may
from imagen.services.in_flight import Flight, InFlight
from imagen.services.ledger import nothing_bought, reserve
from imagen.services.order_status import refresh_order
from imagen.services.pauses import pause
from imagen.services.pricing import amount_of
from imagen.services.receipts import keep_receipt
from imagen.services.stranded import Stranded, mark_unclear, put_back, tell
from imagen.services.wakeups import Wakeups

logger = logging.getLogger(__name__)

_WAITS = (RateLimited, NoCapacity, Unavailable)
_PAUSES = (AuthenticationFailed, InsufficientCredit, NotConfigured)


class Submitting:
    """Submit generations one by one; many threads may do so at once."""

    def __init__(
        self,
        units: UnitOfWorkFactory,
        registry: ProviderRegistry,
        store: MediaStore,
        in_flight: InFlight,
        gates: Gates,
        wakeups: Wakeups,
        *,
        day_limit: int | None = None,
    ) -> None:
        self._day_limit = day_limit
        self._units = units
        self._registry = registry
        self._store = store
        self._in_flight = in_flight
        self._gates = gates
        self._wakeups = wakeups
        self._stranded = Stranded(units)

    def advance(self) -> bool:
        """Submit one generation, if one may be; tell whether there was one.

        Whatever the database refuses is raised, and what was taken then is put back at the next call.
        """
        self._stranded.take_back()
        if not self._store.has_room():
            self._pause_for_room()
            return False
        claimed = self._claim()
        if claimed is None:
            return self._let_go_what_may()
        try:
            self._carry_out(*claimed)
        except Exception:
            self._stranded.add(claimed[0].id, claimed[0].started_at)
            raise
        return True

    def _carry_out(self, generation: Generation, order: Order) -> None:
        try:
            factory = self._registry.factory(order.model_key)
            prepared = factory.prepare(self._request(generation, factory))
            problems = factory.validate(generation.generation_parameters)
        except DatabaseUnavailable:
            raise  # that is no fault of this generation
        except ImagenError as error:
            self._fail(generation.id, order, error.code, str(error))
            return
        except Exception:
            logger.exception("Generation %s could not be prepared", generation.id)
            self._fail(generation.id, order, "error", "Imagen could not prepare this generation; its log says more.")
            return
        if problems:
            self._fail(generation.id, order, "parameter-invalid", " ".join(p.message for p in problems))
            return
        attempt = self._write_intent(generation.id, order, prepared, factory)
        if attempt is not None:
            self._submit(generation.id, order, factory, replace(prepared, attempt=attempt), attempt)

    def _let_go_what_may(self) -> bool:
        """Look whether limits still hold what they held: a day may have begun, or something cost less than expected."""
        with self._units.reading() as reading:
            if not reading.orders.held_by_limits():
                return False
        with self._units(durable=False) as unit:
            freed = let_go_what_may(unit, self._day_limit)
            unit.commit()
        return freed > 0

    def _claim(self) -> tuple[Generation, Order] | None:
        self._gates.load_providers()
        with self._units(durable=False) as unit:
            generation = unit.queue.claim(self._gates.free_places(unit), now())
            if generation is None:
                return None
            order = unit.orders.get(generation.order_id, deleted=True)
            if order.status is not OrderStatus.UNDERWAY:
                refresh_order(unit, order)
            unit.record(_changed(generation, order, GenerationStatus.GENERATING))
            generation_id, started_at = generation.id, generation.started_at
            try:
                unit.commit()
            except Exception:  # an error of the disk does not tell whether it was written
                self._stranded.add(generation_id, started_at)
                raise
            return generation, order

    def _request(self, generation: Generation, factory: BaseProductFactory) -> GenerationRequest:
        with self._units.reading() as reading:
            linked = reading.products.inputs_of(generation.id)
        inputs = []
        for link, product in linked:
            path = self._store.path_of(product.path)
            if product.state is not ProductState.READY or not path.exists():
                raise ImagenError(
                    f"The file of an input ({link.parameter}) is missing.", "Choose another and order again."
                )
            inputs.append(
                InputFile(link.parameter, str(product.id), path, product.mime_type, product.width, product.height)
            )
        return GenerationRequest(str(generation.id), generation.generation_parameters, tuple(inputs))

    def _write_intent(
        self, generation_id: UUID, order: Order, prepared: PreparedRequest, factory: BaseProductFactory
    ) -> int | None:
        """Put on disk that we are about to buy, and number the attempt.

        None when the generation was cancelled meanwhile, or when a limit keeps it from being bought.
        """
        with self._units() as unit:
            generation = unit.generations.get(generation_id, deleted=True)
            if generation.status is not GenerationStatus.GENERATING or generation.cancel_requested_at is not None:
                if generation.status is GenerationStatus.GENERATING:
                    _end(unit, generation, order, GenerationStatus.CANCELLED)
                    unit.commit()
                return None
            actual = dict(prepared.actual_parameters)
            fresh = unit.orders.get(order.id, deleted=True)
            amount = amount_of(unit, factory, actual, fresh.ceiling, fresh.expected_each)
            if holds(unit, fresh, amount, self._day_limit):
                put_back(unit, generation)
                tell(unit, generation)
                unit.commit()
                return None
            assert amount is not None
            generation.actual_parameters = actual
            row = SubmissionRow(
                generation_id=generation_id,
                attempt=unit.submissions.next_attempt(generation_id),
                state=SubmissionState.INTENT,
                provider=order.provider,
                request=actual,
                request_hash=request_hash(actual),
            )
            unit.submissions.add(row)
            unit.session.flush()
            reserve(unit, generation, fresh, row, amount)
            attempt = row.attempt
            unit.commit()
        return attempt

    def _submit(
        self, generation_id: UUID, order: Order, factory: BaseProductFactory, prepared: PreparedRequest, attempt: int
    ) -> None:
        try:
            handle = factory.submit(prepared)
        except _WAITS as error:
            asked = error.retry_after.total_seconds() if isinstance(error, RateLimited) and error.retry_after else None
            self._wait(generation_id, order, error, self._gates.hold_back(order.provider, asked))
        except _PAUSES as error:
            self._pause_provider(generation_id, order, error)
        except SubmissionUnclear as error:
            self._unclear(generation_id, order, str(error))
        except ProviderError as error:
            self._refuse(generation_id, order, error)
        except Exception:
            logger.exception("Submitting generation %s broke off", generation_id)
            self._unclear(generation_id, order, "The request broke off, so it is not known whether it arrived.")
        else:
            self._gates.let_through(order.provider)
            submission = Submission(handle, prepared)
            deadline = now() + factory.patience
            self._accept(
                Flight(generation_id, order.id, order.project_id, factory, submission, attempt, deadline), deadline
            )

    def _accept(self, flight: Flight, deadline: datetime) -> None:
        generation_id = flight.generation_id
        self._in_flight.add(flight)
        try:
            cancelled = self._write_acceptance(flight, deadline)
        except Exception:
            # It is bought: the result is fetched all the same, and a restart would find it at the provider.
            logger.exception("The receipt of generation %s could not be stored", generation_id)
            cancelled = False
        self._wakeups.watch(generation_id)
        if cancelled:
            self._wakeups.cancel(generation_id)

    def _write_acceptance(self, flight: Flight, deadline: datetime) -> bool:
        """Put the provider's receipt on disk; true when the generation was cancelled meanwhile."""
        with self._units() as unit:
            row = unit.submissions.attempt(flight.generation_id, flight.attempt)
            if row is None or row.state is not SubmissionState.INTENT:
                return False  # the provider told of its end before, and the receipt was kept with that
            row.state = SubmissionState.ACCEPTED
            keep_receipt(unit, row, flight.submission.handle)
            generation = unit.generations.get(flight.generation_id, deleted=True)
            generation.next_poll_at = now()
            generation.deadline = deadline
            cancelled = generation.cancel_requested_at is not None
            unit.commit()
        return cancelled

    def _wait(self, generation_id: UUID, order: Order, error: ProviderError, seconds: float) -> None:
        with self._units() as unit:
            generation = self._back_to_queue(unit, generation_id, order, str(error))
            if generation.status is GenerationStatus.PENDING:
                generation.waiting_for = WaitingFor.PROVIDER
                generation.waiting_note = str(error)
                generation.not_before = now() + timedelta(seconds=seconds)
            unit.commit()
        self._wakeups.advance_later(seconds)

    def _pause_provider(self, generation_id: UUID, order: Order, error: ProviderError) -> None:
        with self._units() as unit:
            self._back_to_queue(unit, generation_id, order, str(error))
            pause(unit, order.provider, str(error), error.code)
            unit.commit()

    def _back_to_queue(self, unit: UnitOfWork, generation_id: UUID, order: Order, why: str) -> Generation:
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
        unit.session.flush()
        refresh_order(unit, order)
        waits = WaitingFor.PROVIDER if generation.status is GenerationStatus.PENDING else None
        unit.record(_changed(generation, order, generation.status, waits))
        return generation

    def _unclear(self, generation_id: UUID, order: Order, why: str) -> None:
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

    def _refuse(self, generation_id: UUID, order: Order, error: ProviderError) -> None:
        with self._units() as unit:
            row = _live(unit, generation_id)
            row.state = SubmissionState.REFUSED
            row.error = str(error)
            nothing_bought(unit, row.id)
            unit.session.flush()
            generation = unit.generations.get(generation_id, deleted=True)
            _end(unit, generation, order, GenerationStatus.FAILED, error.code, str(error))
            unit.commit()

    def _fail(self, generation_id: UUID, order: Order, code: str, message: str) -> None:
        with self._units() as unit:
            generation = unit.generations.get(generation_id, deleted=True)
            _end(unit, generation, order, GenerationStatus.FAILED, code, message)
            unit.commit()

    def _pause_for_room(self) -> None:
        reason = "The disk is nearly full. Nothing more is bought until there is room; delete something and resume."
        with self._units() as unit:
            if not unit.settings.get(QUEUE_KEY):
                unit.settings.put(QUEUE_KEY, {"reason": reason})
                unit.record(QueueChanged(paused=True))
                unit.commit()


def request_hash(actual_parameters: Mapping[str, Any]) -> str:
    """Make a fingerprint of what is sent, by which a provider's list can be searched."""
    text = json.dumps(actual_parameters, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _live(unit: UnitOfWork, generation_id: UUID) -> SubmissionRow:
    row = unit.submissions.live(generation_id)
    assert row is not None, "an intent is written before every submission"
    return row


def _end(
    unit: UnitOfWork,
    generation: Generation,
    order: Order,
    status: GenerationStatus,
    code: str | None = None,
    message: str | None = None,
) -> None:
    generation.status = change_generation(generation.status, status)
    generation.completed_at = now()
    generation.next_poll_at = None
    generation.error_kind = code
    generation.error_message = message
    unit.session.flush()
    refresh_order(unit, order)
    unit.record(
        GenerationChanged(generation.id, order.id, order.project_id, generation.status, None, generation.error_message)
    )


def _changed(
    generation: Generation, order: Order, status: GenerationStatus, waiting_for: str | None = None
) -> GenerationChanged:
    return GenerationChanged(generation.id, order.id, order.project_id, status, waiting_for)
