"""Whether Imagen takes orders right now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from imagen import __version__
from imagen.data.unit_of_work import UnitOfWorkFactory
from imagen.domain.errors import StorageError
from imagen.media.store import MediaStore


@dataclass(frozen=True)
class HealthView:
    """`ready` only when orders are accepted; `reason` says why not."""

    ready: bool
    reason: str
    version: str


class HealthService:
    """Look whether the parts that an order needs are there."""

    def __init__(self, units: UnitOfWorkFactory, store: MediaStore, working: Callable[[], bool]) -> None:
        self._units = units
        self._store = store
        self._working = working

    def state(self) -> HealthView:
        reason = self._reason()
        return HealthView(not reason, reason, __version__)

    def _reason(self) -> str:
        try:
            with self._units.reading() as reading:
                reading.event_log.latest_id()
        except StorageError:
            return "The database cannot be read."
        if not self._working():
            return "The workers are not running."
        return "" if self._store.has_room() else "The disk is nearly full."
