"""Which comes first where many generations end at once: filling their places again, or storing what they gave."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

_QUIET_SECONDS = 0.04
_LONGEST_SECONDS = 1.5


class Filling:
    """Know who is filling a place, so that storing can give way: an empty place is time lost, a stored result is not."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._busy = 0
        self._last = 0.0
        self.is_wanted = False
        """Whether anything waited for a place when that was looked at the last time."""
        self.waits_for_storing = False
        """Whether more might be submitted as soon as another result is stored: when that was looked at the last time."""
        self.while_waiting: Callable[[], AbstractContextManager[None]] = nullcontext
        """Inside of this a worker waits for a provider, so that another may compute meanwhile."""

    @contextmanager
    def under_way(self) -> Iterator[None]:
        """Fill a place inside of this."""
        with self._changed:
            self._busy += 1
        try:
            yield
        finally:
            with self._changed:
                self._busy -= 1
                self._last = time.monotonic()
                if not self._busy:
                    self._changed.notify_all()

    def give_way(self, since: float) -> None:
        """Wait until no place has been filled for a moment; not for ever, counted from `since` on `time.monotonic`."""
        until = since + _LONGEST_SECONDS
        with self._changed:
            while (left := until - time.monotonic()) > 0:
                quiet_in = self._last + _QUIET_SECONDS - time.monotonic()
                if not self._busy and quiet_in <= 0:
                    return
                self._changed.wait(left if self._busy else min(left, quiet_in))
