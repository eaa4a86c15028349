"""Which providers may be submitted to at this moment, and how many more generations each."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Sequence
from uuid import UUID

from imagen.data.repositories import Repositories
from imagen.providers.registry import ProviderRegistry
from imagen.services.in_flight import InFlight
from imagen.services.pauses import PAUSE_PREFIX
from imagen.services.places import kept_places, places_of

QUEUE_KEY = "queue-paused"
_FIRST_DELAY = 1.0
_LONGEST_DELAY = 300.0
_LONGEST_ASKED = 3600.0
_MOST_DOUBLINGS = 16  # after an outage of days the power itself would be too large for a number


class Gates:
    """Count free places, and hold a provider back for as long as it asked or as experience advises."""

    def __init__(self, registry: ProviderRegistry, in_flight: InFlight) -> None:
        self._registry = registry
        self._in_flight = in_flight
        self._lock = threading.Lock()
        self._closed_until: dict[str, float] = {}
        self._failures: dict[str, int] = {}
        self._asked: dict[str, str] = {}
        self.is_piled_up = False
        """Whether so much was finished and not stored yet, at the last count, that it took places again."""

    def load_providers(self) -> None:
        """Load all providers: the first time that takes a second, for which no database is to be locked."""
        for name in self._registry.names:
            self._registry.provider(name)

    def free_places(self, repositories: Repositories, besides: Sequence[UUID] = ()) -> dict[str, int]:
        """Give the free places of every provider that may be submitted to now.

        What a provider has finished takes no place there any more while it is fetched; no more of that than there are
        places, so that what is paid for never piles up behind a slow disk or network. `besides` are generations that are
        not to be counted here.
        """
        open_ones = [name for name in self._registry.names if self.is_open(repositories, name)]
        if not open_ones:
            return {}
        kept = kept_places(repositories)
        places = {name: places_of(self._registry.provider(name), kept) for name in open_ones}
        finished = {name: self._in_flight.done_at(name) for name in places}
        self.is_piled_up = any(len(finished[name]) > most for name, most in places.items())
        done = [one for name, most in places.items() for one in finished[name][:most]]
        occupied = repositories.queue.occupied(besides=[*done, *besides])
        return {name: most - occupied.get(name, 0) for name, most in places.items() if most > occupied.get(name, 0)}

    def is_open(self, repositories: Repositories, provider: str) -> bool:
        """Tell whether a provider may be submitted to now."""
        settings = repositories.settings
        held_back = self._closed_until.get(provider, 0.0) > time.monotonic()
        return not (held_back or settings.get(QUEUE_KEY) or settings.get(f"{PAUSE_PREFIX}{provider}"))

    def why_held_back(self, provider: str) -> str:
        """Give the words with which a provider asked us to wait, empty when it is not held back now."""
        return self._asked.get(provider, "") if self._closed_until.get(provider, 0.0) > time.monotonic() else ""

    def hold_back(self, provider: str, seconds: float | None, why: str = "") -> float:
        """Submit nothing to a provider for that long, or for a growing while when it did not say; give the seconds."""
        with self._lock:
            self._asked[provider] = why
            failures = self._failures.get(provider, 0) + 1
            self._failures[provider] = failures
            doublings = min(failures - 1, _MOST_DOUBLINGS)
            advised = min(_FIRST_DELAY * 2**doublings, _LONGEST_DELAY) * random.uniform(0.75, 1.25)
            delay = min(max(seconds, 0.05), _LONGEST_ASKED) if seconds is not None else advised
            self._closed_until[provider] = max(self._closed_until.get(provider, 0.0), time.monotonic() + delay)
            return delay

    def let_through(self, provider: str) -> None:
        """Forget past failures: the provider has just answered well."""
        with self._lock:
            self._failures.pop(provider, None)
