"""Collect what happens in production, so that a burst of events is one small step of the page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from uuid import UUID

from imagen.domain.events import (
    DomainEvent,
    DraftChanged,
    GenerationChanged,
    GenerationCompleted,
    GenerationProgressed,
    KeyChanged,
    LookupChanged,
    ModelsChanged,
    OrderChanged,
    OrderHeld,
    OrderLetGo,
    OrderPlaced,
    ProductChanged,
    ProductsChanged,
    ProductsDeleted,
    ProductsRestored,
    ProviderPaused,
    ProviderResumed,
    QueueChanged,
    SpendingSettingsChanged,
)
from imagen.ui.bridge import Bridge
from imagen.ui.live import Live

PAUSE = 0.02
_EVERYWHERE = (
    ProductsChanged
    | ProductsDeleted
    | ProductsRestored
    | LookupChanged
    | QueueChanged
    | ProviderPaused
    | ProviderResumed
    | KeyChanged
    | ModelsChanged
    | SpendingSettingsChanged
)

_QUEUE = QueueChanged | ProviderPaused | ProviderResumed | OrderHeld | OrderLetGo


@dataclass
class Batch:
    """What has happened since the last step, as far as it concerns this page."""

    generations: set[UUID] = field(default_factory=set)
    orders: bool = False
    progress: dict[UUID, tuple[float | None, str]] = field(default_factory=dict)
    changed: set[UUID] = field(default_factory=set)
    marked: set[UUID] = field(default_factory=set)
    deleted: set[UUID] = field(default_factory=set)
    restored: set[UUID] = field(default_factory=set)
    draft: bool = False
    lookups: bool = False
    queue: bool = False
    providers: bool = False
    spending: bool = False
    models: set[str] = field(default_factory=set)


class Happenings:
    """Calls `react(batch)` soon after something has happened that concerns a project's page."""

    def __init__(
        self, bridge: Bridge, project_id: UUID | None, editor: str, react: Callable[[Batch], Awaitable[None]]
    ) -> None:
        self._project_id = project_id
        self._editor = editor
        self._react = react
        self._batch = Batch()
        self._live = Live(bridge, self._step, self._collect, pause=PAUSE, begin=False)

    async def _step(self) -> None:
        batch, self._batch = self._batch, Batch()
        await self._react(batch)

    def _collect(self, event: DomainEvent) -> bool:
        """Note an event; true when the page is to react."""
        if getattr(event, "project_id", None) != self._project_id and not isinstance(event, _EVERYWHERE):
            return False
        return self._note_production(event) or self._note_rest(event)

    def _note_production(self, event: DomainEvent) -> bool:
        batch = self._batch
        if isinstance(event, GenerationProgressed):
            batch.progress[event.generation_id] = (event.progress, event.note)
        elif isinstance(event, GenerationChanged | GenerationCompleted):
            batch.generations.add(event.generation_id)
        elif isinstance(event, OrderPlaced | OrderChanged):
            batch.orders = True
        elif isinstance(event, ProductChanged):
            batch.changed.add(event.product_id)
        elif isinstance(event, ProductsChanged):
            batch.marked.update(event.product_ids)
        elif isinstance(event, ProductsDeleted):
            batch.deleted.update(event.product_ids)
            batch.restored.difference_update(event.product_ids)
        elif isinstance(event, ProductsRestored):
            batch.restored.update(event.product_ids)
            batch.deleted.difference_update(event.product_ids)
        else:
            return False
        return True

    def _note_rest(self, event: DomainEvent) -> bool:
        batch = self._batch
        if isinstance(event, DraftChanged):
            batch.draft = batch.draft or event.editor != self._editor
            return event.editor != self._editor
        if isinstance(event, LookupChanged):
            batch.lookups = True
        elif isinstance(event, _QUEUE):
            batch.queue = True
        elif isinstance(event, SpendingSettingsChanged):
            batch.spending = True
        elif isinstance(event, KeyChanged):
            batch.providers = True
        elif isinstance(event, ModelsChanged):
            batch.models.update(event.model_keys)
        else:
            return False
        return True
