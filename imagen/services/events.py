"""The log of what happened, for listeners that were away and want to go on where they stopped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from imagen.data.unit_of_work import UnitOfWorkFactory, event_payload
from imagen.domain.events import DomainEvent


@dataclass(frozen=True)
class LoggedEvent:
    id: int
    name: str
    payload: dict[str, Any]


class EventService:
    """Read the event log."""

    def __init__(self, units: UnitOfWorkFactory) -> None:
        self._units = units

    def since(self, last_id: int, limit: int = 500) -> list[LoggedEvent]:
        """List the events after a number, the oldest first."""
        with self._units.reading() as reading:
            rows = reading.event_log.since(last_id, limit)
        return [LoggedEvent(row.id or 0, row.name, row.payload) for row in rows]

    def latest_id(self) -> int:
        """Tell the number of the last event, 0 when there is none."""
        with self._units.reading() as reading:
            return reading.event_log.latest_id()


def plain(event: DomainEvent) -> dict[str, Any]:
    """Give an event's values as JSON carries them."""
    return event_payload(event)
