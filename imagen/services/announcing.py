"""Tell what was changed in the library, so that all open windows show it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from uuid import UUID

from imagen.data.models import Lookup, Order
from imagen.data.repositories.journal import AT_ONCE
from imagen.data.unit_of_work import UnitOfWork
from imagen.domain.events import (
    CollectionChanged,
    DomainEvent,
    LookupChanged,
    OrderChanged,
    OrderDeleted,
    OrderRestored,
    ProductsChanged,
    ProductsDeleted,
    ProductsRestored,
    ProjectChanged,
    SavedSearchChanged,
    TagChanged,
    TemplateChanged,
)
from imagen.domain.journal import Change
from imagen.domain.ordering import OrderKind
from imagen.domain.tagging import TaggedKind


def announce(unit: UnitOfWork, changes: Iterable[Change]) -> None:
    """Record what has happened to the things behind some changed rows; nothing is told twice."""
    told: dict[DomainEvent, None] = {}
    for change in changes:
        told.update(dict.fromkeys(_TELLERS[change.table](unit, change)))
    for event in told:
        unit.record(event)


def _products(_: UnitOfWork, change: Change) -> Iterable[DomainEvent]:
    if change.columns != ("deleted_at",):
        return _batches(ProductsChanged, change.ids)
    deleted = [row_id for row_id, after in zip(change.ids, change.after, strict=True) if after[0] is not None]
    restored = [row_id for row_id, after in zip(change.ids, change.after, strict=True) if after[0] is None]
    return [*_batches(ProductsDeleted, deleted), *_batches(ProductsRestored, restored)]


def _orders(unit: UnitOfWork, change: Change) -> Iterable[DomainEvent]:
    rows = unit.journal.column(Order, change.ids, "id", "kind", "project_id", "status", "deleted_at")
    for order_id, kind, project_id, status, deleted_at in rows:
        if kind is OrderKind.TEMPLATE:
            yield TemplateChanged(order_id)
        elif change.columns != ("deleted_at",):
            yield OrderChanged(order_id, project_id, status)
        else:
            yield OrderRestored(order_id, project_id) if deleted_at is None else OrderDeleted(order_id, project_id)


def _taggings(unit: UnitOfWork, change: Change) -> Iterable[DomainEvent]:
    of: dict[str, dict[str, None]] = {}
    for kind, entity_id in unit.journal.stored("tagging", change.ids, "entity", "entity_id"):
        of.setdefault(kind, {})[entity_id] = None
    yield from _batches(ProductsChanged, list(of.get(TaggedKind.PRODUCT, {})))
    yield from (ProjectChanged(UUID(one)) for one in of.get(TaggedKind.PROJECT, {}))
    yield from (CollectionChanged(UUID(one)) for one in of.get(TaggedKind.COLLECTION, {}))
    orders = list(of.get(TaggedKind.ORDER, {}))
    for order_id, project_id, status in unit.journal.column(Order, orders, "id", "project_id", "status"):
        yield OrderChanged(order_id, project_id, status)


def _places(unit: UnitOfWork, change: Change) -> Iterable[DomainEvent]:
    rows = unit.journal.stored("collection_product", change.ids, "collection_id", "product_id")
    yield from (CollectionChanged(UUID(one)) for one in {row[0]: None for row in rows})
    if change.columns == ("deleted_at",):
        yield from _batches(ProductsChanged, list({row[1]: None for row in rows}))


def _lookups(unit: UnitOfWork, change: Change) -> Iterable[DomainEvent]:
    return [LookupChanged(*row) for row in unit.journal.column(Lookup, change.ids, "id", "name")]


def _each(make: Callable[[UUID], DomainEvent]) -> Callable[[UnitOfWork, Change], Iterable[DomainEvent]]:
    return lambda _, change: [make(UUID(row_id)) for row_id in change.ids]


def _batches(make: Callable[[tuple[UUID, ...], UUID | None], DomainEvent], ids: Sequence[str]) -> Iterable[DomainEvent]:
    """Tell of many products in events that do not grow with how many they are."""
    wanted = [UUID(row_id) for row_id in ids]
    return (make(tuple(wanted[first : first + AT_ONCE]), None) for first in range(0, len(wanted), AT_ONCE))


_TELLERS: dict[str, Callable[[UnitOfWork, Change], Iterable[DomainEvent]]] = {
    "product": _products,
    "order": _orders,
    "tagging": _taggings,
    "collection_product": _places,
    "lookup": _lookups,
    "project": _each(ProjectChanged),
    "tag": _each(TagChanged),
    "collection": _each(CollectionChanged),
    "saved_search": _each(SavedSearchChanged),
}
