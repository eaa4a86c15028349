"""What each act of keeping changes, in the transaction it is given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from imagen.data.models import Collection, CollectionProduct, Order, Product, Project, Tag, Tagging
from imagen.data.models.base import Record, now
from imagen.data.unit_of_work import UnitOfWork
from imagen.domain.ids import new_id
from imagen.domain.journal import Change
from imagen.domain.tagging import TaggedKind
from imagen.services.acts import Step
from imagen.services.naming import COLORS

_THINGS: Mapping[TaggedKind, type[Record]] = {
    TaggedKind.PRODUCT: Product,
    TaggedKind.PROJECT: Project,
    TaggedKind.COLLECTION: Collection,
    TaggedKind.ORDER: Order,
}


def like(unit: UnitOfWork, ids: Sequence[UUID], liked: bool) -> Step:
    return Step.of(unit.journal.change(Product, ids, liked=liked))


def rate(unit: UnitOfWork, ids: Sequence[UUID], rating: int | None) -> Step:
    """Rate products; those that have this rating keep the time of it."""
    at = None if rating is None else now()
    return Step.of(unit.journal.change(Product, ids, but=lambda was: was[0] == rating, rating=rating, rated_at=at))


def note(unit: UnitOfWork, ids: Sequence[UUID], text: str) -> Step:
    return Step.of(unit.journal.change(Product, ids, notes=text))


def move(unit: UnitOfWork, ids: Sequence[UUID], project_id: UUID | None) -> Step:
    if project_id is not None:
        unit.projects.get(project_id)
    return Step.of(unit.journal.change(Product, ids, project_id=project_id))


def delete(unit: UnitOfWork, ids: Sequence[UUID], at: datetime) -> Step:
    """Put products into the Bin; those that lie there already stay as they are."""
    return Step.of(unit.journal.change(Product, ids, but=lambda was: was[0] is not None, deleted_at=at))


def restore(unit: UnitOfWork, ids: Sequence[UUID]) -> Step:
    """Take products out of the Bin, with the orders and projects that they are part of."""
    back = unit.journal.change(Product, ids, deleted_at=None)
    orders = unit.products.deleted_orders([UUID(row_id) for row_id in back.ids])
    projects = unit.products.deleted_projects([UUID(row_id) for row_id in back.ids])
    with_them = unit.journal.change(Order, orders, deleted_at=None)
    return Step([back, with_them, restored_projects(unit, projects)], len(back))


def restored_projects(unit: UnitOfWork, project_ids: Sequence[UUID]) -> Change:
    """Take projects out of the Bin; those that are not there stay as they are."""
    gone = [project.id for project in unit.projects.deleted_among(project_ids)]
    return unit.journal.change(Project, gone, deleted_at=None)


def tag(unit: UnitOfWork, kind: TaggedKind, ids: Sequence[UUID], names: Mapping[str, str]) -> Step:
    """Put tags on things, given by their keys and names; a tag that is not there yet is made."""
    ids = _still_there(unit, kind, ids)
    if not ids:
        return Step([], 0)
    tags, made = _tags(unit, names)
    there = {(tag_id, entity_id) for _, tag_id, entity_id in unit.tags.taggings(tags, ids)}
    rows = [
        {"tag_id": tag_id, "entity": kind, "entity_id": entity_id}
        for tag_id in tags
        for entity_id in ids
        if (tag_id, entity_id) not in there
    ]
    return Step([made, unit.journal.add(Tagging, rows)], len({row["entity_id"] for row in rows}))


def untag(unit: UnitOfWork, ids: Sequence[UUID], keys: Sequence[str]) -> Step:
    """Take tags off things; those that are not on them are passed over."""
    tags = [found.id for found in map(unit.tags.by_key, keys) if found is not None]
    there = unit.tags.taggings(tags, ids)
    taken = unit.journal.change(Tagging, [tagging_id for tagging_id, _, _ in there], deleted_at=now())
    return Step([taken], len({entity_id for _, _, entity_id in there}))


def collect(unit: UnitOfWork, ids: Sequence[UUID], collection_id: UUID) -> Step:
    """Put products at the end of a collection, those that are not in it."""
    unit.collections.get(collection_id)
    ids = _still_there(unit, TaggedKind.PRODUCT, ids)
    there = unit.collections.places_of(collection_id, ids)
    last = unit.collections.last_index(collection_id)
    new = [product_id for product_id in ids if product_id not in there]
    rows = [
        {"collection_id": collection_id, "product_id": product_id, "order_index": last + place}
        for place, product_id in enumerate(new, 1)
    ]
    return Step.of(unit.journal.add(CollectionProduct, rows))


def uncollect(unit: UnitOfWork, ids: Sequence[UUID], collection_id: UUID) -> Step:
    """Take products out of a collection."""
    unit.collections.get(collection_id)
    places = list(unit.collections.places_of(collection_id, ids).values())
    return Step.of(unit.journal.change(CollectionProduct, places, deleted_at=now()))


def _still_there(unit: UnitOfWork, kind: TaggedKind, ids: Sequence[UUID]) -> Sequence[UUID]:
    """Leave out what was removed for good since it was named: nothing may be put on it, or it into anything."""
    there = {row[0] for row in unit.journal.column(_THINGS[kind], [one.hex for one in ids], "id")}
    return [one for one in ids if one in there]


def _tags(unit: UnitOfWork, names: Mapping[str, str]) -> tuple[list[UUID], Change]:
    known = {key: unit.tags.by_key(key) for key in names}
    ids = {key: found.id if found is not None else new_id() for key, found in known.items()}
    count = len(unit.tags.all())
    new = [key for key, found in known.items() if found is None]
    rows = [
        {"id": ids[key], "name": names[key], "name_key": key, "color": COLORS[(count + place) % len(COLORS)]}
        for place, key in enumerate(new)
    ]
    return list(ids.values()), unit.journal.add(Tag, rows)
