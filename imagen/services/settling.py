"""Bring a finished submission to its end: fetch every output, store it, and write products, costs and status at once."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from imagen.data.models.base import now
from imagen.data.repositories.attempts import Attempt
from imagen.data.repositories.order_facts import OrderFacts
from imagen.data.storable import LARGEST_WHOLE, storable
from imagen.data.unit_of_work import UnitOfWork, UnitOfWorkFactory
from imagen.domain.attention import WaitingFor
from imagen.domain.errors import BadResponse, ImagenError, TooLarge, UnsupportedFormat
from imagen.domain.events import GenerationChanged, GenerationCompleted
from imagen.domain.lifecycle import GenerationStatus, SubmissionState, change_generation
from imagen.domain.product import ProductOrigin, ProductState
from imagen.media.store import MediaStore, StoredFile
from imagen.providers.base import Output, Progress, RemoteState, Result
from imagen.services.filling import Filling
from imagen.services.in_flight import Flight, InFlight
from imagen.services.ledger import Bill, settle_bill, settle_failure
from imagen.services.order_status import refresh_order
from imagen.services.polling import ENDED
from imagen.services.receipts import keep_receipt
from imagen.services.wakeups import Wakeups

logger = logging.getLogger(__name__)

_TRIES = 5
_TRIES_FOR_NOTHING = 2  # what is made is asked for again before it is believed to be nothing: it may be paid for
_SECONDS_AFTER_A_MISTAKE = 5.0
_LEFT_OUT = "left_out"
_NO_PRODUCT = (UnsupportedFormat, TooLarge)
_OPEN = frozenset({GenerationStatus.GENERATING, GenerationStatus.CANCELLED})


@dataclass(frozen=True)
class _Stored:
    output: Output
    file: StoredFile


class Settling:
    """Settle generations; called on worker threads, and again whenever it could not be done yet."""

    def __init__(
        self,
        units: UnitOfWorkFactory,
        store: MediaStore,
        in_flight: InFlight,
        wakeups: Wakeups,
        filling: Filling,
        *,
        trusted: frozenset[str],
    ) -> None:
        self._units = units
        self._store = store
        self._in_flight = in_flight
        self._wakeups = wakeups
        self._filling = filling
        self._trusted = trusted

    def settle(self, generation_id: UUID) -> None:
        """Settle one generation; nothing happens when it is settled already."""
        flight = self._in_flight.get(generation_id)
        if flight is None:
            return
        flight.fetching = True
        try:
            self._settle(flight)
        except Exception:
            logger.exception("Generation %s could not be settled", generation_id)
            self._after_mistake(flight)
        finally:
            flight.fetching = False

    def _settle(self, flight: Flight) -> None:
        progress = flight.progress and _with_countable_cost(flight.progress)
        if progress is None or progress.state not in ENDED:
            flight.settling = False
            self._wakeups.watch(flight.generation_id)
            return
        if progress.state is not RemoteState.SUCCEEDED:
            self._end_without_result(flight, progress)
        elif not self._collect(flight):
            return
        self._in_flight.remove(flight)
        if self._filling.waits_for_storing:
            self._wakeups.advance()
        self._release(flight)

    def _release(self, flight: Flight) -> None:
        try:
            flight.factory.release(flight.submission)
        except Exception:  # the result is stored, so this is between the provider and its memory
            logger.exception("What was made for generation %s could not be released", flight.generation_id)

    def _after_mistake(self, flight: Flight) -> None:
        """Try again some times, then leave it to a person; a database that refuses even that is tried on."""
        try:
            self._collect_failed(flight, "Imagen made a mistake; its log says more.", _SECONDS_AFTER_A_MISTAKE)
        except Exception:
            logger.exception("Generation %s could not be shown as unsettled", flight.generation_id)
            flight.failures = 0
            self._wakeups.settle_later(flight.generation_id, _SECONDS_AFTER_A_MISTAKE)

    def _collect(self, flight: Flight) -> bool:
        """Fetch and store; false when it must be tried again or needs a person."""
        try:
            result = _countable(flight.factory.collect(flight.submission))
            stored, left_out = self._fetched(flight, result.outputs)
        except ImagenError as error:
            final = isinstance(error, UnsupportedFormat)
            self._collect_failed(flight, str(error), None if final else 2.0 ** (flight.failures + 1))
            return False
        if not stored and not left_out and flight.failures < _TRIES_FOR_NOTHING:
            self._collect_failed(flight, "The provider gave nothing back.", 2.0 ** (flight.failures + 1))
            return False
        if left_out:
            result = replace(result, metadata={**result.metadata, _LEFT_OUT: left_out})
        self._units.together(lambda unit: self._complete(unit, flight, result, stored))
        return True

    def _fetched(self, flight: Flight, outputs: Sequence[Output]) -> tuple[list[_Stored], list[str]]:
        """Fetch all; what cannot be had keeps the others from being stored only while it may still come.

        In the place of a file that is no product, asked for twice, or that is gone after all tries, the reason is given.
        """
        lost = _NO_PRODUCT if flight.failures + 1 < _TRIES else (*_NO_PRODUCT, BadResponse)
        stored: list[_Stored] = []
        refusals: list[ImagenError] = []
        left_out: list[str] = []
        for output in outputs:
            try:
                stored.append(_Stored(output, self._fetch(flight, output)))
            except lost as error:
                refusals.append(error)
                left_out.append(f"{output.label or f'Output {output.index + 1}'}: {error.message}")
        if refusals and not stored:
            raise refusals[0]
        if refusals and flight.failures == 0:
            raise BadResponse(refusals[0].message)  # it may have been cut off on its way
        return stored, left_out

    def _fetch(self, flight: Flight, output: Output) -> StoredFile:
        trusted = flight.factory.model.provider in self._trusted
        return self._store.ingest(output.write, trusted=trusted)

    def _collect_failed(self, flight: Flight, why: str, pause: float | None) -> None:
        """Try again after a pause, some times; then, or without a pause, ask a person."""
        flight.failures += 1
        if flight.failures < _TRIES and pause is not None:
            self._wakeups.settle_later(flight.generation_id, pause)
            return
        with self._units() as unit:
            generation = unit.generations.get(flight.generation_id, deleted=True)
            if _live(unit, flight) is None:
                return
            generation.waiting_for = WaitingFor.RESULT
            generation.waiting_note = f"The result was made and paid for, but could not be stored: {why}"
            unit.record(
                GenerationChanged(
                    generation.id,
                    flight.order_id,
                    flight.project_id,
                    generation.status,
                    WaitingFor.RESULT,
                    generation.waiting_note,
                )
            )
            unit.commit()

    def _complete(self, unit: UnitOfWork, flight: Flight, result: Result, stored: Sequence[_Stored]) -> None:
        attempt = _live(unit, flight)
        if attempt is None or attempt.status not in _OPEN:
            return
        self._store.make_sure_of(item.file for item in stored)
        order = unit.orders.facts(attempt.order_id)
        bill = settle_bill(unit, order, attempt, result.cost, result.currency)
        places = _places(stored)
        made = tuple(self._write_product(unit, flight, order, *item) for item in zip(places, stored, strict=True))
        self._keep_receipt(unit, attempt, flight)
        unit.submissions.change(attempt.submission_id, state=SubmissionState.DONE, cost=bill.cost)
        at = now()
        took = result.inference_time_ms if result.inference_time_ms is not None else _elapsed_ms(attempt, at)
        status = GenerationStatus.COMPLETE if made else GenerationStatus.FAILED
        error = None if made else "The provider finished without giving anything back."
        unit.generations.change(
            attempt.generation_id,
            **_ended(attempt, status, at),
            **_cost(unit, attempt, bill),
            error_kind=None if made else "provider-bad-response",
            error_message=error,
            return_parameters=dict(result.return_parameters),
            inference_time_ms=took,
            details=dict(result.metadata) or None,
        )
        refresh_order(unit, order.id)
        unit.record(
            GenerationCompleted(attempt.generation_id, order.id, order.project_id, made)
            if made
            else GenerationChanged(attempt.generation_id, order.id, order.project_id, status, None, error)
        )

    def _write_product(self, unit: UnitOfWork, flight: Flight, order: OrderFacts, place: int, item: _Stored) -> UUID:
        file = item.file
        return unit.products.write_new(
            generation_id=flight.generation_id,
            output_index=place,
            order_id=order.id,
            project_id=order.project_id,
            type=file.type,
            path=file.path,
            sha256=file.sha256,
            file_size=file.file_size,
            mime_type=file.mime_type,
            width=file.width,
            height=file.height,
            duration_ms=file.duration_ms,
            placeholder=file.placeholder,
            state=ProductState.BLOCKED if item.output.blocked else ProductState.READY,
            source_url=storable(item.output.source_url),
            origin=ProductOrigin.GENERATED,
        )

    def _keep_receipt(self, unit: UnitOfWork, attempt: Attempt, flight: Flight) -> None:
        if attempt.provider_request_id is None:
            keep_receipt(unit, unit.submissions.get(attempt.submission_id, deleted=True), flight.submission.handle)

    def _end_without_result(self, flight: Flight, progress: Progress) -> None:
        with self._units() as unit:
            attempt = _live(unit, flight)
            if attempt is None or attempt.status not in _OPEN:
                return
            order = unit.orders.facts(attempt.order_id)
            self._keep_receipt(unit, attempt, flight)
            bill = settle_failure(unit, order, attempt, progress)
            error = progress.message or str(progress.state)
            unit.submissions.change(attempt.submission_id, state=SubmissionState.DONE, error=error, cost=bill.cost)
            cancelled, status = progress.state is RemoteState.CANCELLED, attempt.status
            changes: dict[str, Any] = {"next_poll_at": None, **_cost(unit, attempt, bill)}
            if status is GenerationStatus.GENERATING:
                status = GenerationStatus.CANCELLED if cancelled else GenerationStatus.FAILED
                changes |= _ended(attempt, status, now())
            if not cancelled:
                changes["error_kind"] = str(progress.failure or "provider-error")
                changes["error_message"] = progress.message or "The provider gave no reason."
            unit.generations.change(attempt.generation_id, **changes)
            refresh_order(unit, order.id)
            said = changes.get("error_message")
            unit.record(GenerationChanged(attempt.generation_id, order.id, order.project_id, status, None, said))
            unit.commit()


def _cost(unit: UnitOfWork, attempt: Attempt, bill: Bill) -> dict[str, Any]:
    """Give what all attempts at a generation have cost, as its columns hold it; this attempt's cost is written."""
    cost = unit.submissions.cost_of(attempt.generation_id) if attempt.number > 1 else bill.cost
    return {"cost": cost, "cost_source": str(bill.source)}


def _countable(result: Result) -> Result:
    """Leave out a cost and a time that are no number of anything, so that they cannot keep a result from being stored."""
    cost = result.cost if _is_count(result.cost) else None
    return replace(
        result, cost=cost, inference_time_ms=result.inference_time_ms if _is_count(result.inference_time_ms) else None
    )


def _with_countable_cost(progress: Progress) -> Progress:
    return progress if progress.cost is None or _is_count(progress.cost) else replace(progress, cost=None)


def _is_count(number: object) -> bool:
    return type(number) is int and 0 <= number <= LARGEST_WHOLE


def _live(unit: UnitOfWork, flight: Flight) -> Attempt | None:
    """Give a flight's attempt, or None when a person has given it up: then it decides nothing any more."""
    attempt = unit.submissions.attempt(flight.generation_id)
    return attempt if attempt is not None and attempt.number == flight.attempt else None


def _places(stored: Sequence[_Stored]) -> Sequence[int]:
    """Give each output the number that the provider gave it, or its place where two have the same."""
    given = [item.output.index for item in stored]
    return given if len(set(given)) == len(given) else range(len(given))


def _ended(attempt: Attempt, status: GenerationStatus, at: datetime) -> dict[str, Any]:
    """Give what ends a generation, as its columns hold it."""
    return {
        "status": change_generation(attempt.status, status),
        "completed_at": at,
        "next_poll_at": None,
        "waiting_for": None,
        "waiting_note": None,
    }


def _elapsed_ms(attempt: Attempt, at: datetime) -> int | None:
    if attempt.started_at is None or at < attempt.started_at:  # the clock was set back meanwhile
        return None
    return round((at - attempt.started_at).total_seconds() * 1000)
