"""What is known of the generations at their providers right now, between two looks: kept in memory, rebuilt at start."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from imagen.domain.errors import ImagenError
from imagen.providers.base import BaseProductFactory, Progress, Submission

logger = logging.getLogger(__name__)


@dataclass
class Flight:
    """One submission on its way; `is_in_trouble` while a person is told that it cannot be asked about, `is_refused` while
    the provider does not accept our key for that.

    `is_asked_for` when a person had it asked about and is to be told what came of that. One that was `taken_up` had been
    bought some time before this flight was made of it. `unfinished_after` are the seconds since it began at which it was
    last seen to be on its way.
    """

    generation_id: UUID
    order_id: UUID
    project_id: UUID | None
    factory: BaseProductFactory
    submission: Submission
    attempt: int
    deadline: datetime | None
    progress: Progress | None = None
    polls: int = 0
    failures: int = 0
    is_in_trouble: bool = False
    is_refused: bool = False
    is_asked_for: bool = False
    told_to_stop: int = 0
    taken_up: bool = False
    unfinished_after: float = 0.0
    began: float = field(default_factory=time.monotonic)
    settling: bool = field(default=False)
    fetching: bool = field(default=False)

    @property
    def is_being_stored(self) -> bool:
        """Tell whether its result has come and is on its way to the disk, or will be in a moment."""
        return self.fetching or (self.settling and self.failures == 0)

    def stop(self) -> bool:
        """Ask the provider to stop, and tell whether it heard."""
        self.told_to_stop += 1
        try:
            self.factory.cancel(self.submission)
        except Exception as error:  # whatever it is, the provider may hear it the next time
            unforeseen = None if isinstance(error, ImagenError) else error
            logger.warning("Cancelling generation %s failed: %s", self.generation_id, error, exc_info=unforeseen)
            return False
        return True


class InFlight:
    """The flights by generation and by the provider's request id; safe to use from any thread."""

    def __init__(self) -> None:
        self._flights: dict[UUID, Flight] = {}
        self._by_request: dict[tuple[str, str], UUID] = {}
        self._lock = threading.Lock()

    def add(self, flight: Flight) -> None:
        with self._lock:
            self._flights[flight.generation_id] = flight
            self._by_request[_request(flight)] = flight.generation_id

    def get(self, generation_id: UUID) -> Flight | None:
        return self._flights.get(generation_id)

    def by_request(self, provider: str, request_id: str) -> Flight | None:
        generation_id = self._by_request.get((provider, request_id))
        return self._flights.get(generation_id) if generation_id else None

    def remove(self, flight: Flight) -> None:
        """Forget a flight; a newer one of the same generation stays."""
        with self._lock:
            if self._flights.get(flight.generation_id) is flight:
                del self._flights[flight.generation_id]
            self._by_request.pop(_request(flight), None)

    def done_at(self, provider: str) -> list[UUID]:
        """List what a provider has finished and is still to be fetched and stored."""
        return [f.generation_id for f in self if f.settling and f.factory.model.provider == provider]

    def progress_of(self, generation_id: UUID) -> float | None:
        """Tell the fraction that is done, where the provider told."""
        flight = self._flights.get(generation_id)
        return flight.progress.fraction if flight and flight.progress else None

    def words_of(self, generation_id: UUID) -> str:
        """Tell the provider's words on how far it is, or its place in the provider's queue."""
        flight = self._flights.get(generation_id)
        return progress_words(flight.progress) if flight and flight.progress else ""

    def __iter__(self) -> Iterator[Flight]:
        with self._lock:
            return iter(list(self._flights.values()))

    def __len__(self) -> int:
        return len(self._flights)


def _request(flight: Flight) -> tuple[str, str]:
    return flight.factory.model.provider, flight.submission.handle.request_id


def progress_words(progress: Progress) -> str:
    """Give the provider's own words on its progress, else how many requests stand before this one."""
    return progress.note or (f"{progress.queue_position:,} before it" if progress.queue_position else "")
