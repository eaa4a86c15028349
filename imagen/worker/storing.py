"""What has been made and is to be stored: a few at a time, so that most workers stay free to fill the places at the providers."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from uuid import UUID

from imagen.services.filling import Filling

logger = logging.getLogger(__name__)

_SLOW_SECONDS = 1.0


class Storing:
    """Hand what waits to at most `at_once` workers, each of which gives way to the filling of places before it stores.

    While nothing waits to be filled in, as many workers as there are may store. The same holds once storing has fallen
    behind, which is when what is not stored takes places: then nobody gives way before all that waits is stored.
    Otherwise each would wait for the other and both go at a crawl.
    """

    def __init__(
        self,
        settle: Callable[[UUID], None],
        filling: Filling,
        at_once: int,
        later: Callable[[float, Callable[[], None]], None],
        wake: Callable[[], None],
    ) -> None:
        """Take also how to have something done `later`, and how to `wake` a worker that calls `go_on`."""
        self._settle = settle
        self._filling = filling
        self._at_once = at_once
        self._waiting: deque[tuple[UUID, float]] = deque()
        self._later = later
        self._wake = wake
        self._began: dict[object, float] = {}
        self._woken = 0
        self._is_looked_after = False
        self._is_behind = False
        self._lock = threading.Lock()

    def store(self, generation_id: UUID) -> None:
        """Have one stored: by a worker that is woken, or by those who store already or are on their way."""
        with self._lock:
            self._waiting.append((generation_id, time.monotonic()))
            self._look_again_soon()
            if self._woken >= len(self._waiting) or not self._has_room(self._woken):
                return
            self._woken += 1
        self._wake()

    def go_on(self) -> None:
        """Store what waits, unless enough workers do so already."""
        me = object()
        with self._lock:
            self._woken = max(0, self._woken - 1)
            if not self._waiting:
                return
            if not self._has_room():
                return
            self._began[me] = time.monotonic()
        while (turn := self._next(me)) is not None:
            self._carry_out(*turn)

    def _next(self, me: object) -> tuple[UUID, float] | None:
        """Give what is to be stored next, and since when it waits; the worker is free when nothing does."""
        with self._lock:
            del self._began[me]
            if not self._waiting:
                self._is_behind = False
                return None
            if not self._has_room():
                return None
            self._began[me] = time.monotonic()
            return self._waiting.popleft()

    def _has_room(self, coming: int = 0) -> bool:
        """Tell whether another may store; whoever waits long, as for a slow network, keeps no other from it."""
        self._is_behind = self._is_behind or self._filling.waits_for_storing
        if self._is_behind or not self._filling.is_wanted:
            return True
        lately = time.monotonic() - _SLOW_SECONDS
        return sum(began > lately for began in self._began.values()) + coming < self._at_once

    def _look_again_soon(self) -> None:
        """See to it that what waits is not forgotten: a wake-up may have been lost, or nobody may have stored just then."""
        if not self._is_looked_after:
            self._is_looked_after = True
            self._later(_SLOW_SECONDS, self._look_again)

    def _look_again(self) -> None:
        with self._lock:
            self._is_looked_after, self._woken = False, 0
            if not self._waiting:
                return
            self._look_again_soon()
        self._wake()

    def _carry_out(self, generation_id: UUID, since: float) -> None:
        try:
            if self._filling.is_wanted and not self._is_behind:
                self._filling.give_way(since)
            self._settle(generation_id)
        except Exception:
            logger.exception("Storing generation %s broke off", generation_id)
