"""Ask a provider how far a submission has come, and tell whoever watches."""

from __future__ import annotations

import asyncio
import logging
import math
import random
import time
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from imagen.data.models.base import now
from imagen.data.storable import storable_text
from imagen.data.unit_of_work import UnitOfWork, UnitOfWorkFactory
from imagen.domain.attention import MAY_RUN_STILL, WaitingFor
from imagen.domain.errors import (
    AuthenticationFailed,
    ImagenError,
    InsufficientCredit,
    NoCapacity,
    NotConfigured,
    RateLimited,
    TimedOut,
    Unavailable,
)
from imagen.domain.events import (
    DomainEvent,
    GenerationChanged,
    GenerationProgressed,
    KeyChanged,
    ProviderResumed,
)
from imagen.domain.lifecycle import GenerationStatus
from imagen.providers.base import Progress, RemoteState
from imagen.services import asking_words
from imagen.services.durations import AT_ONCE, Durations, duration, first_look, next_look
from imagen.services.in_flight import Flight, InFlight, progress_words
from imagen.services.key_changes import changed_since
from imagen.services.pauses import PAUSE_PREFIX, pause, resume
from imagen.services.wakeups import Wakeups

logger = logging.getLogger(__name__)

ENDED = frozenset({RemoteState.SUCCEEDED, RemoteState.FAILED, RemoteState.CANCELLED, RemoteState.EXPIRED})
_SLOWEST = 30.0
_A_FEW = 50
_LONGEST_ASKED = 3600.0
_MOST_DOUBLINGS = 16  # after an outage of days the power itself would be too large for a number
_FAILURES_TOLD = 2
_ACCOUNT = (AuthenticationFailed, InsufficientCredit, NotConfigured)
_FAILURES_THAT_STAY = 4
_PASSING = (RateLimited, Unavailable, NoCapacity, TimedOut, AuthenticationFailed, InsufficientCredit, NotConfigured)
_LATE = "The provider has not finished in the time this model should take."


class Polling:
    """Look after the generations at their providers; `check` runs on the poller's own event loop."""

    def __init__(
        self,
        units: UnitOfWorkFactory,
        in_flight: InFlight,
        publish: Callable[[DomainEvent], None],
        wakeups: Wakeups,
        *,
        poll_seconds: float,
        telling: frozenset[str] = frozenset(),
    ) -> None:
        """Take also the names of the providers that run in this process and tell by themselves when there is news."""
        self._units = units
        self._in_flight = in_flight
        self._publish = publish
        self._wakeups = wakeups
        self._poll_seconds = poll_seconds
        self._telling = telling
        self._durations = Durations()
        self._mended_at: dict[str, float] = {}

    def first_look(self, generation_id: UUID) -> float:
        """Give the seconds until the first look at a generation that is to be watched from now on.

        What is watched anew, was taken up after it had run a while, is to stop, or tells of its news by itself, is looked
        at at once.
        """
        flight = self._in_flight.get(generation_id)
        if flight is None or flight.polls or flight.taken_up or flight.told_to_stop:
            return AT_ONCE
        if flight.factory.model.provider in self._telling:
            return AT_ONCE
        elapsed = time.monotonic() - flight.began
        return max(first_look(self._durations.usual(flight.factory.model.key)) - elapsed, 0.0)

    async def check(self, generation_id: UUID) -> float | None:
        """Ask once; give the seconds until the next look, or None when there is nothing more to ask."""
        flight = self._in_flight.get(generation_id)
        if flight is None or flight.settling:
            return None
        flight.polls += 1
        asked_at = time.monotonic()
        try:
            progress = _readable(await flight.factory.check(flight.submission))
        except Exception as error:
            if not isinstance(error, ImagenError):
                logger.exception("Asking about generation %s failed", generation_id)
            await self._mark_if_late(flight, f"Asking about it failed: {error}")
            pause = self._after_failure(flight, error)
            await self._tell_of_failures(flight, error)
            await self._answer(flight, asking_words.tells_nothing(_said(error)))
            await self._pause_if_refused(flight, error, asked_at)
            return pause
        flight.failures = 0
        if flight.is_refused:
            flight.is_refused = False
            await asyncio.to_thread(self._resume, flight.factory.model.provider)
        if flight.is_in_trouble:
            flight.is_in_trouble = False
            await asyncio.to_thread(self._mark_well, flight.generation_id)
        self._tell(flight, progress)
        if progress.state in ENDED:
            self._note_duration(flight, progress, asked_at)
            flight.settling = True
            self._wakeups.advance()  # its place at the provider is free already
            self._wakeups.settle(generation_id)
            return None
        flight.unfinished_after = asked_at - flight.began
        await self._mark_if_late(flight)
        await self._answer(flight, asking_words.runs_still(_LATE))
        return self._next_look(flight)

    def _note_duration(self, flight: Flight, progress: Progress, asked_at: float) -> None:
        """Learn from a run how long such ones take, unless it had begun before anybody here looked at the clock."""
        if progress.state is not RemoteState.SUCCEEDED or flight.taken_up:
            return
        took = duration(asked_at - flight.began, flight.unfinished_after, progress.seconds)
        self._durations.note(flight.factory.model.key, took)

    async def _mark_if_late(self, flight: Flight, why: str = "") -> None:
        if flight.deadline is not None and now() > flight.deadline:
            await asyncio.to_thread(self._mark, flight.generation_id, WaitingFor.LATE, f"{_LATE} {why}".strip())

    async def _tell_of_failures(self, flight: Flight, error: Exception) -> None:
        """Say why nothing is heard of a generation; what does not pass by itself, to a person who can decide."""
        message = _said(error)
        if flight.failures >= _FAILURES_TOLD:
            known = flight.progress or Progress(RemoteState.QUEUED)
            self._tell(flight, replace(known, note=f"Asking about it fails: {message}"))
        if flight.failures >= _FAILURES_THAT_STAY and not isinstance(error, _PASSING) and not flight.is_in_trouble:
            flight.is_in_trouble = True
            why = asking_words.tells_nothing(message)
            await asyncio.to_thread(self._mark, flight.generation_id, WaitingFor.UNHEARD_OF, why)
            self._wakeups.advance()  # it takes no place any more

    async def _answer(self, flight: Flight, words: str) -> None:
        """Tell a person who had it asked about what came of that, where nothing else changes."""
        if flight.is_asked_for:
            flight.is_asked_for = False
            await asyncio.to_thread(self._mark, flight.generation_id, None, words)

    async def _pause_if_refused(self, flight: Flight, error: Exception, asked_at: float) -> None:
        """Pause a provider that does not know our key or account any more, unless that has been mended meanwhile."""
        provider = flight.factory.model.provider
        mended = self._mended_at.get(provider, 0.0) >= asked_at
        if isinstance(error, _ACCOUNT) and flight.failures >= _FAILURES_TOLD and not mended:
            flight.is_refused = True
            await asyncio.to_thread(self._pause, provider, error)

    def _resume(self, provider: str) -> None:
        """Go on: the key that was refused is accepted again, though nobody has changed it."""
        with self._units() as unit:
            if unit.settings.get(f"{PAUSE_PREFIX}{provider}").get("code") != AuthenticationFailed.code:
                return
            resume(unit, provider)
            unit.commit()
        self._wakeups.advance(4)

    def _pause(self, provider: str, error: ImagenError) -> None:
        with self._units() as unit:
            if not unit.settings.get(f"{PAUSE_PREFIX}{provider}"):
                pause(unit, provider, str(error), error.code)
                unit.commit()

    def hear(self, event: DomainEvent) -> None:
        """Ask anew about everything of a provider whose key is another, or that was resumed."""
        if not isinstance(event, KeyChanged | ProviderResumed):
            return
        self._mended_at[event.provider] = time.monotonic()
        for flight in self._in_flight:
            if flight.factory.model.provider == event.provider and flight.failures and not flight.settling:
                flight.failures = 0
                self._wakeups.watch(flight.generation_id)

    def _mark_well(self, generation_id: UUID) -> None:
        """Take back that a generation cannot be asked about."""
        with self._units() as unit:
            generation = unit.generations.find(generation_id)
            if generation is None or generation.waiting_for not in MAY_RUN_STILL:
                return
            order = unit.orders.get(generation.order_id, deleted=True)
            generation.waiting_for = generation.waiting_note = None
            unit.record(GenerationChanged(generation.id, order.id, order.project_id, generation.status))
            unit.commit()

    def _mark(self, generation_id: UUID, as_what: WaitingFor | None, why: str) -> None:
        """Show a generation as one that a person should look at; asking goes on, slowly.

        One that is shown already stays what it is; only with None it gets other words.
        """
        with self._units() as unit:
            generation = unit.generations.find(generation_id)
            if generation is None or generation.status is not GenerationStatus.GENERATING:
                return
            shown = generation.waiting_for
            if as_what is None and shown in MAY_RUN_STILL:
                as_what = WaitingFor(shown)
            elif as_what is None or shown:
                return
            order = unit.orders.get(generation.order_id, deleted=True)
            if as_what is WaitingFor.UNHEARD_OF:
                why = f"{why} {_of_its_key(unit, generation_id)}".strip()
            generation.waiting_for, generation.waiting_note = as_what, why
            unit.record(
                GenerationChanged(
                    generation.id,
                    order.id,
                    order.project_id,
                    generation.status,
                    as_what,
                    why,
                )
            )
            unit.commit()

    def _tell(self, flight: Flight, progress: Progress) -> None:
        if progress != flight.progress and progress.state not in ENDED:
            self._publish(
                GenerationProgressed(
                    flight.generation_id,
                    flight.order_id,
                    flight.project_id,
                    progress.fraction,
                    progress_words(progress),
                )
            )
        flight.progress = progress

    def _next_look(self, flight: Flight) -> float:
        """Ask often at first and ever more rarely, and just when such a run is usually over.

        The more are in flight the more rarely each is asked about, and with some jitter, so that hundreds cost little.
        """
        crowd = max(1.0, len(self._in_flight) / _A_FEW)
        delay = min(self._poll_seconds * (1 + flight.polls / 10) * crowd, _SLOWEST) * random.uniform(0.9, 1.1)
        usual = self._durations.usual(flight.factory.model.key)
        return next_look(usual, time.monotonic() - flight.began, delay)

    def _after_failure(self, flight: Flight, error: Exception) -> float:
        flight.failures += 1
        if isinstance(error, RateLimited) and error.retry_after is not None:
            return min(max(error.retry_after.total_seconds(), self._poll_seconds), _LONGEST_ASKED)
        delay: float = min(self._poll_seconds * 2 ** min(flight.failures, _MOST_DOUBLINGS), _SLOWEST)
        return delay * random.uniform(0.75, 1.25)


def _of_its_key(unit: UnitOfWork, generation_id: UUID) -> str:
    """Say where the key is another than when it was ordered, nothing where it is not."""
    row = unit.submissions.live(generation_id)
    replaced = row is not None and changed_since(unit, row.provider, row.created_at)
    return asking_words.KEY_IS_NEW if replaced else ""


def _said(error: Exception) -> str:
    return error.message if isinstance(error, ImagenError) else "Imagen made a mistake."


def _readable(progress: Progress) -> Progress:
    """Leave out of what a provider says about its progress whatever no page could show."""
    fraction = progress.fraction
    seconds = progress.seconds
    return replace(
        progress,
        fraction=None if fraction is None or not math.isfinite(fraction) else min(max(fraction, 0.0), 1.0),
        note=storable_text(progress.note),
        message=storable_text(progress.message),
        seconds=seconds if seconds is not None and math.isfinite(seconds) and seconds > 0 else None,
    )
