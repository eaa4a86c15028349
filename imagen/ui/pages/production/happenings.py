"""Collect what happens in production, so that a burst of events is one small step of the page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from uuid import UUID

from imagen.domain.events import (
    DomainEvent,
    GenerationChanged,
    GenerationCompleted,
    GenerationProgressed,
    OrderChanged,
    OrderHeld,
    OrderLetGo,
    OrderPlaced,
    ProductChanged,
    ProductsDeleted,
    ProductsRestored,
    ProjectChanged,
    ProviderChanged,
    ProviderPaused,
    ProviderResumed,
    QueueChanged,
)
from imagen.ui.bridge import Bridge
from imagen.ui.live import Live

PAUSE = 0.25
_QUEUE = QueueChanged | ProviderPaused | ProviderResumed | ProviderChanged
_OF_ORDER = OrderChanged | OrderHeld | OrderLetGo
_PRODUCTS = ProductsDeleted | ProductsRestored | ProductChanged


@dataclass
class Batch:
    """What has happened since the last step: orders by id, generations with their orders, how far running ones are."""

    placed: bool = False
    orders: set[UUID] = field(default_factory=set)
    generations: dict[UUID, UUID] = field(default_factory=dict)
    progress: dict[UUID, tuple[float | None, str]] = field(default_factory=dict)
    queue: bool = False
    products: bool = False
    projects: bool = False


class Happenings:
    """Calls `react(batch)` soon after something has happened."""

    def __init__(self, bridge: Bridge, react: Callable[[Batch], Awaitable[None]]) -> None:
        self._react = react
        self._batch = Batch()
        self._live = Live(bridge, self._step, self._collect, pause=PAUSE, begin=False)

    async def _step(self) -> None:
        batch, self._batch = self._batch, Batch()
        await self._react(batch)

    def _collect(self, event: DomainEvent) -> bool:
        batch = self._batch
        if isinstance(event, GenerationProgressed):
            batch.progress[event.generation_id] = (event.progress, event.note)
        elif isinstance(event, GenerationChanged | GenerationCompleted):
            batch.generations[event.generation_id] = event.order_id
            batch.orders.add(event.order_id)
        elif isinstance(event, OrderPlaced):
            batch.placed = True
        elif isinstance(event, _OF_ORDER):
            batch.orders.add(event.order_id)
        elif isinstance(event, _QUEUE):
            batch.queue = True
        elif isinstance(event, _PRODUCTS):
            batch.products = True
        elif isinstance(event, ProjectChanged):
            batch.projects = True
        else:
            return False
        return True
