"""How much of something long is done in one transaction, so that others who write need never wait long."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

_FIRST = 500
_SECONDS = 0.15
_BREATH = 0.001


class Pace:
    """Tells the size of the next part: as much as the last ones let expect to be done in a moment, but at most so many."""

    def __init__(self, most: int) -> None:
        self._most = most
        self.size = min(_FIRST, most)

    @contextmanager
    def part(self, count: int) -> Iterator[None]:
        """Do a part of so many things, and then breathe: whoever waits has the turn before it is taken again."""
        began = time.perf_counter()
        yield
        seconds = max(time.perf_counter() - began, 1e-6)
        self.size = max(1, min(self._most, 2 * self.size, int(count * _SECONDS / seconds)))
        time.sleep(_BREATH)
