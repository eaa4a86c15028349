"""Take the next generation from the queue and submit it: intent committed, one request, its id committed."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from imagen.data.models.base import now
from imagen.data.repositories.order_facts import OrderFacts
from imagen.data.storable import storable
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
from imagen.domain.lifecycle import GenerationStatus, OrderStatus, SubmissionState
from imagen.domain.product import ProductState
from imagen.media.store import MediaStore
from imagen.providers.base import BaseProductFactory, GenerationRequest, InputFile, PreparedRequest, Submission
from imagen.providers.registry import ProviderRegistry
from imagen.services.filling import Filling
from imagen.services.gates import QUEUE_KEY, Gates
from imagen.services.holding import holds, let_go_what_may
from imagen.services.in_flight import Flight, InFlight
from imagen.services.ledger import reserve
from imagen.services.order_status import refresh_order
from imagen.services.pricing import amount_of
from imagen.services.receipts import keep_first_receipt
from imagen.services.stranded import Stranded, put_back, tell
from imagen.services.taking import Chosen, Taking
from imagen.services.unaccepted import Unaccepted
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
        filling: Filling,
        day_limit: int | None = None,
    ) -> None:
        self._filling = filling
        self._day_limit = day_limit
        self._units = units
        self._registry = registry
        self._store = store
        self._in_flight = in_flight
        self._gates = gates
        self._wakeups = wakeups
        self._stranded = Stranded(units)
        self._taking = Taking(units, gates, wakeups)
        self._unaccepted = Unaccepted(units, wakeups)

    def advance(self) -> bool:
        """Submit one generation, if one may be; tell whether there may be more.

        Whatever the database refuses is raised, and what was taken then is sorted out at the next call.
        """
        self._stranded.take_back()
        if not self._store.has_room():
            self._pause_for_room()
            return False
        chosen = self._taking.next()
        self._filling.is_wanted = not self._taking.has_run_dry
        self._filling.waits_for_storing = self._taking.waits_for_storing
        if chosen is None:
            return self._taking.limits_hold and self._let_go_what_may()
        with self._filling.under_way():
            is_sent = self._carry_out(chosen)
        return self._taking.may_have_more or not is_sent

    def _carry_out(self, chosen: Chosen) -> bool:
        """Submit one; false when nothing was sent, and its place is free for another."""
        generation_id, at, is_sent = chosen.generation.id, now(), False
        try:
            try:
                begun = self._begin(chosen, at)
            finally:
                self._taking.done_with(chosen)
            if begun is None:
                return False
            is_sent = True
            self._submit(generation_id, chosen.order, *begun)
        except Exception:
            self._stranded.add(generation_id, at, may_be_bought=is_sent)
            raise
        return True

    def _begin(self, chosen: Chosen, at: datetime) -> tuple[BaseProductFactory, PreparedRequest] | None:
        """Put everything down with which it can be submitted; None when it is not to be."""
        generation, order = chosen.generation, chosen.order
        try:
            factory = self._registry.factory(order.model_key)
            prepared = factory.prepare(self._request(chosen))
            problems = factory.validate(generation.generation_parameters)
        except DatabaseUnavailable:
            raise  # that is no fault of this generation
        except ImagenError as error:
            self._unaccepted.fail(generation.id, order, error.code, str(error))
            return None
        except Exception:
            logger.exception("Generation %s could not be prepared", generation.id)
            why = "Imagen could not prepare this generation; its log says more."
            self._unaccepted.fail(generation.id, order, "error", why)
            return None
        if problems:
            self._unaccepted.fail(generation.id, order, "parameter-invalid", " ".join(p.message for p in problems))
            return None
        attempt = self._units.together(
            lambda unit: self._write_intent(unit, generation.id, order.id, at, prepared, factory)
        )
        return None if attempt is None else (factory, replace(prepared, attempt=attempt))

    def _let_go_what_may(self) -> bool:
        """Look whether limits still hold what they held: a day may have begun, or something cost less than expected."""
        with self._units(durable=False) as unit:
            freed = let_go_what_may(unit, self._day_limit)
            unit.commit()
        return freed > 0

    def _request(self, chosen: Chosen) -> GenerationRequest:
        inputs = []
        for link, product in chosen.inputs:
            path = self._store.path_of(product.path)
            if product.state is not ProductState.READY or not path.exists():
                raise ImagenError(
                    f"The file of an input ({link.parameter}) is missing.", "Choose another and order again."
                )
            inputs.append(
                InputFile(link.parameter, str(product.id), path, product.mime_type, product.width, product.height)
            )
        generation = chosen.generation
        return GenerationRequest(str(generation.id), generation.generation_parameters, tuple(inputs))

    def _write_intent(
        self,
        unit: UnitOfWork,
        generation_id: UUID,
        order_id: UUID,
        at: datetime,
        prepared: PreparedRequest,
        factory: BaseProductFactory,
    ) -> int | None:
        """Take the generation, put down that we are about to buy it, and number the attempt.

        None when it was cancelled meanwhile, or when a limit, a pause or its order keeps it from being bought: then it waits
        on as it is.
        """
        actual = storable(dict(prepared.actual_parameters))
        order = unit.orders.facts(order_id)
        if order.held_reason is not None or order.deleted_at is not None:
            return None
        if not self._gates.is_open(unit, order.provider):
            self._say_why_it_waits(unit, generation_id, order)
            return None
        amount = amount_of(unit, factory, actual, order.ceiling, order.expected_each)
        if not unit.queue.take(generation_id, at, actual):
            return None
        attempt = unit.submissions.next_attempt(generation_id)
        if attempt is None:
            logger.error("Generation %s waited though it was at its provider; it is made on", generation_id)
            return None
        if holds(unit, order, amount, self._day_limit):
            put_back(unit, unit.generations.get(generation_id, deleted=True))
            return None
        assert amount is not None
        submission_id = unit.submissions.write_new(
            generation_id=generation_id,
            attempt=attempt,
            state=SubmissionState.INTENT,
            provider=order.provider,
            request=actual,
            request_hash=request_hash(actual),
        )
        reserve(unit, order, generation_id, submission_id, amount)
        if order.status is not OrderStatus.UNDERWAY:
            refresh_order(unit, order.id)
        unit.record(GenerationChanged(generation_id, order.id, order.project_id, GenerationStatus.GENERATING))
        return attempt

    def _say_why_it_waits(self, unit: UnitOfWork, generation_id: UUID, order: OrderFacts) -> None:
        why = self._gates.why_held_back(order.provider)
        generation = unit.generations.get(generation_id, deleted=True)
        if why and generation.status is GenerationStatus.PENDING:
            generation.waiting_for, generation.waiting_note = WaitingFor.PROVIDER, why
            tell(unit, generation)

    def _submit(
        self, generation_id: UUID, order: OrderFacts, factory: BaseProductFactory, prepared: PreparedRequest
    ) -> None:
        try:
            with self._filling.while_waiting():
                handle = factory.submit(prepared)
        except _WAITS as error:
            asked = error.retry_after.total_seconds() if isinstance(error, RateLimited) and error.retry_after else None
            self._unaccepted.wait(generation_id, order, error, self._gates.hold_back(order.provider, asked, str(error)))
        except _PAUSES as error:
            self._unaccepted.pause_provider(generation_id, order, error)
        except SubmissionUnclear as error:
            self._unaccepted.unclear(generation_id, order, str(error))
        except ProviderError as error:
            self._unaccepted.refuse(generation_id, order, error)
        except Exception:
            logger.exception("Submitting generation %s broke off", generation_id)
            self._unaccepted.unclear(
                generation_id, order, "The request broke off, so it is not known whether it arrived."
            )
        else:
            self._gates.let_through(order.provider)
            submission = Submission(handle, prepared)
            deadline = now() + factory.patience
            self._accept(
                Flight(generation_id, order.id, order.project_id, factory, submission, prepared.attempt, deadline),
                deadline,
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
        return self._units.together(lambda unit: _accept(unit, flight, deadline))

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


def _accept(unit: UnitOfWork, flight: Flight, deadline: datetime) -> bool:
    if not keep_first_receipt(unit, flight):
        return False  # the provider told of its end before, and the receipt was kept with that
    return unit.generations.note_acceptance(flight.generation_id, deadline)
