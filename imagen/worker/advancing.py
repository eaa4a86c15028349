"""How many workers fill places at once: few while they compute, one more for each that waits for a provider."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

logger = logging.getLogger(__name__)

_COMPUTING_AT_ONCE = 2  # Python runs one thread at a time: more of them only get into each other's way


class Advancing:
    """Wake workers for what there is to fill, and remember what came while enough of them were at it."""

    def __init__(
        self, advance: Callable[[], bool], wake: Callable[[], None], most: int, try_later: Callable[[], None]
    ) -> None:
        """Take what fills one place and tells whether there may be more, and how to wake a worker that calls `go_on`.

        At most so many are woken for one piece of news; `try_later` is called when filling has failed.
        """
        self._advance = advance
        self._wake = wake
        self._most = most
        self._try_later = try_later
        self._computing = 0
        self._woken = 0
        self._wanted = 0
        self._lock = threading.Lock()

    def ask(self, times: int = 1) -> None:
        """Have the queue looked at by so many workers, or by those who look already, once more."""
        with self._lock:
            self._wanted = min(self._wanted + times, self._most)
        self._wake_some()

    def forget_wakeups(self) -> None:
        """Count on nobody who was woken and has not come: the wake-up may have been lost."""
        with self._lock:
            self._woken = 0

    def go_on(self) -> None:
        """Fill places until there is nothing more to fill and no more news."""
        with self._lock:
            self._woken = max(0, self._woken - 1)
            self._computing += 1
        try:
            while self._advance() or self._is_news():
                pass
        except Exception:  # a database that is busy or a disk that is full: what waits is not to wait for ever
            logger.exception("The queue could not be advanced; it is tried again")
            self._try_later()
        finally:
            with self._lock:
                self._computing -= 1
            self._wake_some()

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Wait for a provider inside of this, while another worker goes on."""
        with self._lock:
            self._computing -= 1
        self._wake_some()
        try:
            yield
        finally:
            with self._lock:
                self._computing += 1

    def _is_news(self) -> bool:
        with self._lock:
            if not self._wanted:
                return False
            self._wanted -= 1
            return True

    def _wake_some(self) -> None:
        with self._lock:
            more = min(_COMPUTING_AT_ONCE - self._computing - self._woken, self._wanted)
            if more > 0:
                self._woken += more
                self._wanted -= more
        for _ in range(more):
            self._wake()
