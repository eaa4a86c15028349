"""The simulators' time: this machine's, moved and skewed by what a test asks."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from email.utils import format_datetime


class Clock:
    """Tell seconds since 1970 that a test can advance, and write them as the services do."""

    def __init__(self) -> None:
        self._base = time.time() - time.monotonic()
        self._offset = 0.0
        self.skew = 0.0

    def now(self) -> float:
        """Return the true simulated time in seconds."""
        return self._base + time.monotonic() + self._offset

    def advance(self, seconds: float) -> None:
        """Let time pass at once: runs end, links expire, limits recover."""
        self._offset += seconds

    def moment(self, at: float) -> datetime:
        """Return a time as it is shown to clients, with the skew of the service's clock."""
        return datetime.fromtimestamp(at + self.skew, UTC)

    def iso(self, at: float | None, digits: int = 3) -> str | None:
        """Return a time as ISO text in UTC with so many digits of a second, or None."""
        if at is None:
            return None
        moment = self.moment(at)
        fraction = f"{moment.microsecond:06d}"[:digits]
        return moment.strftime("%Y-%m-%dT%H:%M:%S") + (f".{fraction}" if digits else "") + "Z"

    def http_date(self, at: float | None = None) -> str:
        """Return a time as an HTTP date."""
        return format_datetime(self.moment(self.now() if at is None else at), usegmt=True)


def read_time(text: str) -> float:
    """Read an ISO time (a missing zone means UTC) as seconds.

    Raises ValueError for anything else.
    """
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
