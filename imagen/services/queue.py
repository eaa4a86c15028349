"""The queue as a whole: what runs and waits, pause and resume."""

from __future__ import annotations

from imagen.data.unit_of_work import UnitOfWorkFactory
from imagen.domain.events import QueueChanged
from imagen.services import pauses
from imagen.services.gates import QUEUE_KEY
from imagen.services.models import ModelService
from imagen.services.presentation import order_views
from imagen.services.views import QueueView
from imagen.services.wakeups import Wakeups


class QueueService:
    """Look at the queue and hold it."""

    def __init__(self, units: UnitOfWorkFactory, models: ModelService, wakeups: Wakeups) -> None:
        self._units = units
        self._models = models
        self._wakeups = wakeups

    def state(self, *, with_orders: bool = True) -> QueueView:
        """Tell what runs and what waits; with the active orders in the order of production unless not wanted."""
        providers = tuple(self._models.providers())
        places = {provider.name: provider.places for provider in providers}
        with self._units.reading() as reading:
            paused = reading.settings.get(QUEUE_KEY)
            return QueueView(
                paused=bool(paused),
                paused_reason=str(paused.get("reason", "")),
                running=sum(reading.queue.occupied().values()),
                waiting=reading.queue.waiting(),
                attention=reading.queue.attention_count(),
                orders=tuple(order_views(reading, reading.orders.active(), places)) if with_orders else (),
                providers=providers,
                held=tuple(order_views(reading, reading.orders.held_by_limits(), places)),
            )

    def pause(self, reason: str = "Paused by hand.") -> None:
        """Submit nothing more; what runs goes on."""
        self._hold({"reason": reason})

    def resume(self) -> None:
        self._hold({})
        self._wakeups.advance(4)

    def pause_provider(self, name: str, reason: str) -> None:
        """Submit nothing more to one provider."""
        with self._units() as unit:
            pauses.pause(unit, name, reason)
            unit.commit()

    def resume_provider(self, name: str) -> None:
        with self._units() as unit:
            pauses.resume(unit, name)
            unit.commit()
        self._wakeups.advance(4)

    def _hold(self, value: dict[str, str]) -> None:
        with self._units() as unit:
            unit.settings.put(QUEUE_KEY, value)
            unit.record(QueueChanged(paused=bool(value)))
            unit.commit()
