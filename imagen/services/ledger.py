"""The ledger of what is spent: an entry with each submission's intent, brought to its end with it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from imagen.data.repositories.attempts import Attempt
from imagen.data.repositories.order_facts import OrderFacts
from imagen.data.unit_of_work import UnitOfWork
from imagen.domain.events import SpendingSettingsChanged
from imagen.domain.money import Currency
from imagen.domain.spending import AmountSource, SpendingState
from imagen.providers.base import FailureReason, Progress, RemoteState
from imagen.services.spending_settings import ceiling_of, keep_ceiling, spending_settings

_PROBABLY_BILLED = frozenset({FailureReason.CONTENT_BLOCKED, FailureReason.VALIDATION})


@dataclass(frozen=True)
class Amount:
    """What one generation is expected to cost, in micro-dollars, and who says so."""

    micros: int
    source: AmountSource


@dataclass(frozen=True)
class Bill:
    """What a generation cost in the end, in micro-dollars; None where nobody tells."""

    cost: int | None
    source: AmountSource


def reserve(unit: UnitOfWork, order: OrderFacts, generation_id: UUID, submission_id: UUID, amount: Amount) -> None:
    """Count an amount from the moment on at which it may be bought; what is free needs no entry."""
    if amount.micros > 0:
        unit.spending.write_new(
            generation_id=generation_id,
            submission_id=submission_id,
            order_id=order.id,
            project_id=order.project_id,
            provider=order.provider,
            model=order.model_key,
            source=amount.source,
            amount=amount.micros,
        )


def nothing_bought(unit: UnitOfWork, submission_id: UUID) -> None:
    """Take an amount back: the provider has surely not accepted it."""
    entry = unit.spending.of_submission(submission_id)
    if entry is not None:
        unit.spending.change(entry.id, state=SpendingState.VOID, amount=0)


def given_up(unit: UnitOfWork, submission_id: UUID) -> None:
    """Go on counting what nobody waits for any more: it may have been bought all the same."""
    entry = unit.spending.of_submission(submission_id)
    if entry is not None:
        unit.spending.change(entry.id, state=SpendingState.BILLED, source=AmountSource.UNKNOWN)


def settle_bill(unit: UnitOfWork, order: OrderFacts, attempt: Attempt, cost: int | None, currency: Currency) -> Bill:
    """Write down what an attempt with a result cost: as the provider says, else as its price list did before."""
    entry = unit.spending.of_submission(attempt.submission_id)
    micros = None if cost is None else spending_settings(unit).in_dollars(cost, currency)
    if micros is not None:
        if entry is None and micros > 0:
            billed = Amount(micros, AmountSource.REPORTED)
            reserve(unit, order, attempt.generation_id, attempt.submission_id, billed)
            entry = unit.spending.of_submission(attempt.submission_id)
        if entry is not None:
            if entry.source is AmountSource.CEILING and micros > entry.amount:
                _raise_ceiling(unit, order, micros)
            unit.spending.change(
                entry.id,
                state=SpendingState.BILLED,
                source=AmountSource.REPORTED,
                amount=micros,
                billed=cost,
                currency=currency,
            )
        return Bill(micros, AmountSource.REPORTED)
    if entry is None:
        return Bill(None, AmountSource.UNKNOWN)
    unit.spending.change(entry.id, state=SpendingState.BILLED)
    known = entry.source is AmountSource.COMPUTED
    return Bill(entry.amount if known else None, AmountSource.COMPUTED if known else AmountSource.UNKNOWN)


def _raise_ceiling(unit: UnitOfWork, order: OrderFacts, micros: int) -> None:
    """Count more from now on for a model that was billed more than a person had expected at most."""
    known = ceiling_of(unit, order.model_key)
    if known is None or known < micros:
        keep_ceiling(unit, order.model_key, micros)
        unit.record(SpendingSettingsChanged())
    if order.ceiling is not None and order.ceiling < micros:
        unit.orders.get(order.id, deleted=True).ceiling = micros
        unit.session.flush()  # whoever comes next in this transaction reads it from the database


def settle_failure(unit: UnitOfWork, order: OrderFacts, attempt: Attempt, progress: Progress) -> Bill:
    """Write down what an attempt without a result cost.

    Where the provider does not tell, one that was stopped or refused for its content counts as before, since it may be
    billed, and one that broke off through no fault of the person's counts nothing, as providers bill no such runs.
    """
    if progress.cost is not None:
        return settle_bill(unit, order, attempt, progress.cost, progress.currency)
    entry = unit.spending.of_submission(attempt.submission_id)
    may_be_billed = progress.state is RemoteState.CANCELLED or progress.failure in _PROBABLY_BILLED
    if entry is not None:
        unit.spending.change(
            entry.id,
            state=SpendingState.BILLED if may_be_billed else SpendingState.VOID,
            amount=entry.amount if may_be_billed else 0,
            source=AmountSource.UNKNOWN,
        )
    return Bill(None, AmountSource.UNKNOWN)
