"""How long the lists of a search were a moment ago: enough to choose the shortest way through them."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable

_MOST = 256
_SECONDS = 10.0


class Lengths:
    """Lengths that are counted again after some seconds; safe to use from many threads.

    Nothing is told of them: an old one makes an answer slower, never wrong.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._known: OrderedDict[Hashable, tuple[int, float]] = OrderedDict()

    def get(self, of: Hashable, count: Callable[[], int]) -> int:
        """Give how long something was lately, or count it."""
        with self._lock:
            length, until = self._known.get(of, (0, 0.0))
        if self._clock() < until:
            return length
        length = count()
        with self._lock:
            self._known[of] = length, self._clock() + _SECONDS
            self._known.move_to_end(of)
            if len(self._known) > _MOST:
                self._known.popitem(last=False)
        return length
