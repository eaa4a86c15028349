"""Rate limits as buckets that refill."""

from __future__ import annotations

from dataclasses import dataclass

from tests.provider_simulators.core.clock import Clock


@dataclass
class Bucket:
    """So many calls a minute, `burst` of them at once."""

    per_minute: float
    burst: float
    level: float | None = None
    at: float = 0.0


class Limiter:
    """Count calls by account and sort of call."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._buckets: dict[tuple[str, str], Bucket] = {}

    def wait_for(self, account: str, sort: str, per_minute: float, burst: float) -> float:
        """Take one call; return 0 when it may pass, else the seconds until one may."""
        now = self._clock.now()
        bucket = self._buckets.get((account, sort))
        if bucket is None or (bucket.per_minute, bucket.burst) != (per_minute, burst):
            bucket = self._buckets[account, sort] = Bucket(per_minute, burst)
        level = bucket.burst if bucket.level is None else bucket.level
        level = min(bucket.burst, level + (now - bucket.at) * bucket.per_minute / 60)
        bucket.at = now
        if level >= 1:
            bucket.level = level - 1
            return 0.0
        bucket.level = level
        return (1 - level) * 60 / bucket.per_minute

    def left(self, account: str, sort: str) -> int:
        """Return how many calls may still pass at once."""
        bucket = self._buckets.get((account, sort))
        return int(bucket.level) if bucket and bucket.level is not None else 0
