"""How long the runs of a model took lately, as far as asking about them showed."""

from __future__ import annotations

from collections import deque

_KEPT = 20
_ENOUGH = 3


class Durations:
    """Remembers the last runs of each model; used on the poller's thread alone."""

    def __init__(self) -> None:
        self._seconds: dict[str, deque[float]] = {}

    def note(self, model_key: str, seconds: float) -> None:
        """Remember how many seconds a run took."""
        self._seconds.setdefault(model_key, deque(maxlen=_KEPT)).append(seconds)

    def usual(self, model_key: str) -> float | None:
        """Give the seconds after which the quickest of the last runs was over; None before there were some."""
        known = self._seconds.get(model_key, ())
        return min(known) if len(known) >= _ENOUGH else None
