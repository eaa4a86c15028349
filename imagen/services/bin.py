"""The Bin: what was deleted, of every kind, with what it was part of, and the way back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from imagen.data.models import Collection as CollectionRow
from imagen.data.models import CollectionProduct, Lookup, Order, Product, Project, SavedSearch, Tag, Tagging
from imagen.data.models.base import Record, now
from imagen.data.repositories import Repositories
from imagen.data.unit_of_work import UnitOfWork, UnitOfWorkFactory
from imagen.domain.binning import BinKind
from imagen.domain.errors import Conflict, DuplicateName, NotFound
from imagen.domain.journal import Change
from imagen.domain.lifecycle import ENDED_ORDERS
from imagen.services import keeping_changes
from imagen.services.acts import Acts, Step
from imagen.services.bin_items import bin_items
from imagen.services.keeping_views import BinItem, Done
from imagen.services.naming import counted
from imagen.services.views import Page

WORDS = {
    BinKind.PRODUCT: ("product", "products"),
    BinKind.ORDER: ("order", "orders"),
    BinKind.PROJECT: ("project", "projects"),
    BinKind.COLLECTION: ("collection", "collections"),
    BinKind.TEMPLATE: ("template", "templates"),
    BinKind.TAG: ("tag", "tags"),
    BinKind.LOOKUP: ("lookup", "lookups"),
    BinKind.SAVED_SEARCH: ("saved search", "saved searches"),
}
ALL = frozenset(BinKind)

_ROWS: Mapping[BinKind, type[Record]] = {
    BinKind.ORDER: Order,
    BinKind.TEMPLATE: Order,
    BinKind.PROJECT: Project,
    BinKind.COLLECTION: CollectionRow,
    BinKind.TAG: Tag,
    BinKind.LOOKUP: Lookup,
    BinKind.SAVED_SEARCH: SavedSearch,
}
_Row = tuple[type[Record], UUID]


class BinService:
    """Lists the Bin and gives back what lies in it; Removing empties it."""

    def __init__(self, units: UnitOfWorkFactory, acts: Acts) -> None:
        self._units = units
        self._acts = acts

    def page(self, page: int = 1, limit: int = 50, kinds: Collection[BinKind] = ALL) -> Page[BinItem]:
        """Give a page of the Bin, what was deleted last first; `page` counts from 1."""
        with self._units.reading() as reading:
            found = reading.bin.page(kinds, offset=(page - 1) * limit, limit=limit)
            total = sum(count for kind, count in reading.bin.counts().items() if kind in kinds)
            return Page(bin_items(reading, found), total, page, limit)

    def counts(self) -> dict[BinKind, int]:
        """Count what lies in the Bin, by kind; kinds of which there is nothing are left out."""
        with self._units.reading() as reading:
            return reading.bin.counts()

    def ids(self, kinds: Collection[BinKind] = ALL) -> list[UUID]:
        """Tell all that lies in the Bin."""
        with self._units.reading() as reading:
            return list(reading.bin.ids(kinds))

    def delete_order(self, order_id: UUID) -> Done:
        """Put an order into the Bin together with its products. Raises NotFound, and Conflict while it is being made."""
        at = now()
        with self._units.reading() as reading:
            order = reading.orders.get(order_id)
            _refuse_running(reading, order)
            products = reading.products.live_of_order(order_id)

        def step(unit: UnitOfWork, some: Sequence[UUID]) -> Step:
            own = [order_id] if order_id in some else []
            if own:
                _refuse_running(unit, unit.orders.get(order_id))
            changed = unit.journal.change(Order, own, deleted_at=at)
            rest = [one for one in some if one != order_id]
            return Step([changed, unit.journal.change(Product, rest, deleted_at=at)], len(some))

        sentence = f"Deleted order {order.number}"
        if products:
            sentence += f" with {counted(len(products), 'product')}"
        return self._acts.carry_out("order-delete", [order_id, *products], step, lambda _: f"{sentence}.")

    def restore(self, ids: Sequence[UUID]) -> Done:
        """Take things out of the Bin with what they need: their order, their project, all that was on or in them.

        What cannot come back is kept, with the reason. Raises NotFound for what does not lie in the Bin, and DuplicateName
        for the only one when something else has its name now.
        """
        wanted = list(dict.fromkeys(ids))
        with self._units.reading() as reading:
            kinds = reading.bin.kinds_of(wanted)
            missing = next((one for one in wanted if one not in kinds), None)
            if missing is not None:
                raise NotFound(f"{missing} does not lie in the Bin.", "It was restored, or removed for good.")
            kept = _kept(reading, wanted, kinds)
            going = [one for one in wanted if one not in kept]
            rows = [row for one in going for row in _with_parts(reading, one, kinds[one])]
        if len(wanted) == 1 and kept:
            raise DuplicateName(kept[wanted[0]], "Rename the other one first.")
        sentence = f"Restored {_told([kinds[one] for one in going])}"
        projects = self._deleted_projects(rows)
        if projects:
            sentence += f" and the project{'s' if len(projects) > 1 else ''} {', '.join(projects)}"
        done = self._acts.carry_out("restore", rows, _restore_step, lambda _: f"{sentence}.")
        return Done(len(going), done.sentence, done.undo_id, tuple(kept.values()))

    def _deleted_projects(self, rows: Sequence[_Row]) -> list[str]:
        """Name the projects that come back with something of theirs."""
        own = {row_id for _, row_id in rows}
        with self._units.reading() as reading:
            found = _projects_of(reading, rows)
            return [project.name for project in reading.projects.deleted_among(found) if project.id not in own]


def _restore_step(unit: UnitOfWork, rows: Sequence[_Row]) -> Step:
    changes: list[Change] = []
    by_table: dict[type[Record], list[UUID]] = {}
    for table, row_id in rows:
        by_table.setdefault(table, []).append(row_id)
    for table, ids in by_table.items():
        if table is Product:
            changes += keeping_changes.restore(unit, ids).changes
        else:
            changes.append(unit.journal.change(table, ids, deleted_at=None))
    changes.append(keeping_changes.restored_projects(unit, _projects_of(unit, rows)))
    return Step(changes, len(rows))


def _projects_of(reading: Repositories, rows: Sequence[_Row]) -> list[UUID]:
    """Give the projects that orders, templates, saved searches and products belong to."""
    products = [row_id for table, row_id in rows if table is Product]
    found = dict.fromkeys(reading.products.deleted_projects(products))
    for owner in (Order, SavedSearch):
        ids = [row_id.hex for table, row_id in rows if table is owner]
        found.update(dict.fromkeys(row[0] for row in reading.journal.column(owner, ids, "project_id") if row[0]))
    return list(found)


def _with_parts(reading: Repositories, thing_id: UUID, kind: BinKind) -> list[_Row]:
    """Give the rows that come back with a thing, its own first."""
    if kind is BinKind.PRODUCT:
        return [(Product, thing_id)]
    own: _Row = (_ROWS[kind], thing_id)
    if kind is BinKind.ORDER:
        return [own, *((Product, one) for one in reading.bin.with_order(thing_id))]
    if kind is BinKind.TAG:
        tag = reading.tags.get(thing_id, deleted=True)
        return [own, *((Tagging, one) for one in reading.tags.gone_with(tag))]
    if kind is BinKind.COLLECTION:
        collection = reading.collections.get(thing_id, deleted=True)
        return [own, *((CollectionProduct, one) for one in reading.collections.gone_with(collection))]
    return [own]


def _kept(reading: Repositories, wanted: Sequence[UUID], kinds: Mapping[UUID, BinKind]) -> dict[UUID, str]:
    """Find what cannot come back since its name was given to something else, or comes back with another of its name."""
    taken: set[tuple[BinKind, str]] = set()
    kept: dict[UUID, str] = {}
    for one in wanted:
        kind = kinds[one]
        named: Tag | CollectionRow | Lookup
        if kind is BinKind.TAG:
            named = reading.tags.get(one, deleted=True)
            there = reading.tags.by_key(named.name_key) is not None
        elif kind is BinKind.COLLECTION:
            named = reading.collections.get(one, deleted=True)
            there = reading.collections.by_key(named.name_key) is not None
        elif kind is BinKind.LOOKUP:
            named = reading.lookups.get(one, deleted=True)
            there = reading.lookups.by_key(named.name_key) is not None
        else:
            continue
        if there or (kind, named.name_key) in taken:
            kept[one] = f"There is a {WORDS[kind][0]} named {named.name} already."
        taken.add((kind, named.name_key))
    return kept


def _refuse_running(reading: Repositories, order: Order) -> None:
    if order.status not in ENDED_ORDERS:
        raise Conflict("This order is still being made.", "Cancel it first, then delete it.")
    if reading.submissions.live_of_order(order.id):
        raise Conflict("What was cancelled of this order is still being stopped.", "Delete it in a moment.")


def _told(kinds: Sequence[BinKind]) -> str:
    """Say how many there are of what."""
    parts = [counted(kinds.count(kind), *WORDS[kind]) for kind in BinKind if kind in kinds]
    return ", ".join(parts) or "nothing"
