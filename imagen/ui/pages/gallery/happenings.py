"""Collect what happens to products, so that a burst of events is one step of the grid."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from imagen.domain.events import (
    CollectionChanged,
    DomainEvent,
    GenerationCompleted,
    ProductChanged,
    ProductsAdded,
    ProductsChanged,
    ProductsChecked,
    ProductsDeleted,
    ProductsRestored,
    ProjectChanged,
    SavedSearchChanged,
    TagChanged,
)
from imagen.ui.bridge import Bridge
from imagen.ui.live import Live

_PAUSE = 0.15
_WANTED = (
    CollectionChanged,
    GenerationCompleted,
    ProductChanged,
    ProductsAdded,
    ProductsChanged,
    ProductsChecked,
    ProductsDeleted,
    ProductsRestored,
    ProjectChanged,
    SavedSearchChanged,
    TagChanged,
)


@dataclass
class Batch:
    """What has happened since the last step."""

    changed: set[UUID] = field(default_factory=set)
    gone: set[UUID] = field(default_factory=set)
    back: bool = False
    arrived: bool = False
    projects: bool = False
    collections: set[UUID] = field(default_factory=set)
    tags: bool = False
    searches: bool = False

    def add(self, event: DomainEvent) -> None:
        """Take an event in."""
        if isinstance(event, GenerationCompleted):
            self.arrived = self.arrived or bool(event.product_ids)
        elif isinstance(event, ProductChanged):
            self.changed.add(event.product_id)
            self.arrived = True  # what is imported is told as a change
        elif isinstance(event, ProductsAdded):
            self.arrived = True
        elif isinstance(event, ProductsChanged | ProductsChecked):
            self.changed.update(event.product_ids)
        elif isinstance(event, ProductsDeleted):
            self.gone.update(event.product_ids)
        elif isinstance(event, ProductsRestored):
            self.gone.difference_update(event.product_ids)
            self.back = True
        elif isinstance(event, ProjectChanged):
            self.projects = True
        elif isinstance(event, CollectionChanged):
            self.collections.add(event.collection_id)
        elif isinstance(event, TagChanged):
            self.tags = True
        elif isinstance(event, SavedSearchChanged):
            self.searches = True


class Happenings:
    """Calls `react` with a batch soon after something has happened, until the page is gone."""

    def __init__(self, bridge: Bridge, react: Callable[[Batch], Any]) -> None:
        self._react = react
        self._batch = Batch()
        self._live = Live(bridge, self._step, self._heard, pause=_PAUSE, begin=False)

    def _heard(self, event: DomainEvent) -> bool:
        if not isinstance(event, _WANTED):
            return False
        self._batch.add(event)
        return True

    async def _step(self) -> None:
        batch, self._batch = self._batch, Batch()
        await self._react(batch)
