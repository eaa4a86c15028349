"""What has been made and is to be stored: a few at a time, so that most workers stay free to fill the places at the providers."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable
from uuid import UUID

from imagen.services.filling import Filling

logger = logging.getLogger(__name__)


class Storing:
    """Hand what waits to at most `at_once` workers; a crowd gives way before each of its number is stored.

    While nothing waits to be filled in, as many workers as there are may store.
    """

    def __init__(self, settle: Callable[[UUID], None], filling: Filling, at_once: int) -> None:
        self._settle = settle
        self._filling = filling
        self._at_once = at_once
        self._waiting: deque[UUID] = deque()
        self._busy = 0
        self._lock = threading.Lock()

    def store(self, generation_id: UUID) -> None:
        """Store one, and then all that came meanwhile; where enough workers do so already, leave it to them."""
        with self._lock:
            self._waiting.append(generation_id)
            if not self._has_room():
                return
            self._busy += 1
        while (turn := self._next()) is not None:
            self._carry_out(*turn)

    def _next(self) -> tuple[UUID, bool] | None:
        """Give what is to be stored next, and whether more wait behind it; the worker is free when nothing does."""
        with self._lock:
            if not self._waiting or (self._busy > self._at_once and self._filling.is_wanted):
                self._busy -= 1
                return None
            return self._waiting.popleft(), bool(self._waiting)

    def _has_room(self) -> bool:
        return self._busy < self._at_once or not self._filling.is_wanted

    def _carry_out(self, generation_id: UUID, is_crowded: bool) -> None:
        try:
            if is_crowded:
                self._filling.give_way()
            self._settle(generation_id)
        except Exception:
            logger.exception("Storing generation %s broke off", generation_id)
