"""An alarm that is set for every job and hardly ever rings: one thread for all of them, which mostly sleeps."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


class Alarm:
    """Call `ring` when a job takes too long; used for one job at a time."""

    def __init__(self, ring: Callable[[], None]) -> None:
        self._ring = ring
        self._changed = threading.Condition()
        self._rings_at: float | None = None
        self._sleeps_until: float | None = None
        self._thread: threading.Thread | None = None
        self._is_over = False

    def ring_in(self, seconds: float) -> None:
        """Set it; it rings once, unless it is silenced before."""
        with self._changed:
            self._rings_at = time.monotonic() + seconds
            if self._thread is None:
                self._thread = threading.Thread(target=self._watch, name="alarm", daemon=True)
                self._thread.start()
            elif self._sleeps_until is None or self._sleeps_until > self._rings_at:
                self._changed.notify()

    def silence(self) -> None:
        """Let it not ring; the thread is left asleep, since the next job comes soon."""
        with self._changed:
            self._rings_at = None

    def close(self) -> None:
        """Silence it for good."""
        with self._changed:
            self._is_over, self._rings_at = True, None
            self._changed.notify()

    def _watch(self) -> None:
        with self._changed:
            while not self._is_over:
                left = None if self._rings_at is None else self._rings_at - time.monotonic()
                if left is not None and left <= 0:
                    self._rings_at = None
                    self._ring()
                    continue
                self._sleeps_until = None if left is None else time.monotonic() + left
                self._changed.wait(left)
