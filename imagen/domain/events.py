"""What has happened, in the past tense: frozen records of ids and small values, published after the commit."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class DomainEvent:
    """Anything that happened."""


@dataclass(frozen=True)
class OrderPlaced(DomainEvent):
    order_id: UUID
    project_id: UUID | None


@dataclass(frozen=True)
class OrderChanged(DomainEvent):
    """An order's status, its progress or its place in the queue is another."""

    order_id: UUID
    project_id: UUID | None
    status: str


@dataclass(frozen=True)
class OrderHeld(DomainEvent):
    """A limit of spending keeps an order from going on."""

    order_id: UUID
    project_id: UUID | None
    reason: str


@dataclass(frozen=True)
class OrderLetGo(DomainEvent):
    """No limit keeps an order from going on any more."""

    order_id: UUID
    project_id: UUID | None


@dataclass(frozen=True)
class GenerationChanged(DomainEvent):
    """A generation's status or what it waits for is another; `status` is the new one."""

    generation_id: UUID
    order_id: UUID
    project_id: UUID | None
    status: str
    waiting_for: str | None = None
    error: str | None = None


@dataclass(frozen=True)
class GenerationProgressed(DomainEvent):
    """A running generation has come further; `progress` goes from 0 to 1, or is None when only the words changed."""

    generation_id: UUID
    order_id: UUID
    project_id: UUID | None
    progress: float | None
    note: str = ""


@dataclass(frozen=True)
class GenerationCompleted(DomainEvent):
    generation_id: UUID
    order_id: UUID
    project_id: UUID | None
    product_ids: tuple[UUID, ...]


@dataclass(frozen=True)
class ProductChanged(DomainEvent):
    product_id: UUID
    project_id: UUID | None


@dataclass(frozen=True)
class ProductsAdded(DomainEvent):
    """Files were taken into the gallery, many at once."""

    product_ids: tuple[UUID, ...]
    project_id: UUID | None


@dataclass(frozen=True)
class ProductsChanged(DomainEvent):
    """What people think of products, or where they keep them, is another: likes, ratings, notes, tags, places."""

    product_ids: tuple[UUID, ...]
    project_id: UUID | None


@dataclass(frozen=True)
class ProductsChecked(DomainEvent):
    """Files that were taken in before were decoded: they have thumbnails now, or were found to be broken."""

    product_ids: tuple[UUID, ...]


@dataclass(frozen=True)
class ImportProgressed(DomainEvent):
    """An import has come further, or ended."""

    import_id: UUID
    ended: bool


@dataclass(frozen=True)
class ProductsDeleted(DomainEvent):
    product_ids: tuple[UUID, ...]
    project_id: UUID | None


@dataclass(frozen=True)
class ProductsRestored(DomainEvent):
    product_ids: tuple[UUID, ...]
    project_id: UUID | None


@dataclass(frozen=True)
class ProductsRemoved(DomainEvent):
    """Products left the Bin for good, with their files."""

    product_ids: tuple[UUID, ...]
    project_id: UUID | None


@dataclass(frozen=True)
class OrderDeleted(DomainEvent):
    """An order was put into the Bin."""

    order_id: UUID
    project_id: UUID | None


@dataclass(frozen=True)
class OrderRestored(DomainEvent):
    order_id: UUID
    project_id: UUID | None


@dataclass(frozen=True)
class ProjectChanged(DomainEvent):
    project_id: UUID


@dataclass(frozen=True)
class LookupChanged(DomainEvent):
    lookup_id: UUID
    name: str


@dataclass(frozen=True)
class TagChanged(DomainEvent):
    """A tag is new, was changed, deleted or restored; what it is on is told by the events of those things."""

    tag_id: UUID


@dataclass(frozen=True)
class CollectionChanged(DomainEvent):
    """A collection is new, was changed, deleted or restored, or holds other products or in another order."""

    collection_id: UUID


@dataclass(frozen=True)
class TemplateChanged(DomainEvent):
    template_id: UUID


@dataclass(frozen=True)
class SavedSearchChanged(DomainEvent):
    saved_search_id: UUID


@dataclass(frozen=True)
class UndoChanged(DomainEvent):
    """What would be taken back next, or done again, is another; empty where there is nothing."""

    undo: str
    redo: str


@dataclass(frozen=True)
class BinChanged(DomainEvent):
    """Something left the Bin for good."""


@dataclass(frozen=True)
class DraftChanged(DomainEvent):
    """Somebody changed the order form of a project; `editor` tells which open page it was."""

    project_id: UUID | None
    editor: str


@dataclass(frozen=True)
class QueueChanged(DomainEvent):
    """The queue as a whole was paused, resumed or reordered."""

    paused: bool


@dataclass(frozen=True)
class ProviderPaused(DomainEvent):
    provider: str
    reason: str


@dataclass(frozen=True)
class ProviderResumed(DomainEvent):
    provider: str


@dataclass(frozen=True)
class ProviderChanged(DomainEvent):
    """A setting of a provider is another, such as how many generations it makes at once."""

    provider: str


@dataclass(frozen=True)
class SpendingSettingsChanged(DomainEvent):
    """A limit, a ceiling, or what Buzz is worth is another."""


@dataclass(frozen=True)
class KeyChanged(DomainEvent):
    """A provider's key was set, replaced or removed; `present` tells whether there is one now."""

    provider: str
    present: bool


@dataclass(frozen=True)
class ModelsChanged(DomainEvent):
    """Models were added, removed, found changed, or found to have vanished; `model_keys` names them."""

    provider: str
    model_keys: tuple[str, ...]


@dataclass(frozen=True)
class StopBegun(DomainEvent):
    """Imagen is about to stop: whoever holds a connection open lets it go."""
