"""Keep what was read from the database until something is written: counts that every page of a list tells again."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")

_MOST = 64


class Remembered:
    """A few results, all of one state of the database; safe to use from many threads.

    The state must be looked up before the database is opened: what is read may then be newer than it, never older.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._state: object = None
        self._results: OrderedDict[Hashable, Any] = OrderedDict()

    def get(self, state: object, key: Hashable, read: Callable[[], T]) -> T:
        """Give what was read in this state, or read it."""
        with self._lock:
            if state == self._state and key in self._results:
                self._results.move_to_end(key)
                kept: T = self._results[key]
                return kept
        result = read()
        with self._lock:
            if state != self._state:
                self._state = state
                self._results.clear()
            self._results[key] = result
            if len(self._results) > _MOST:
                self._results.popitem(last=False)
        return result
