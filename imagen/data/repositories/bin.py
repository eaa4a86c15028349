"""The Bin: what was deleted, of every kind, in one list."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlmodel import Session

from imagen.data.repositories.journal import AT_ONCE
from imagen.domain.binning import BinKind

# What went into the Bin with its order lies there as a part of it.
_WITH_ITS_ORDER = 'EXISTS (SELECT 1 FROM "order" o WHERE o.id = product.order_id AND o.deleted_at = product.deleted_at)'
_ORDERS_WENT = 'SELECT o.deleted_at FROM "order" o WHERE o.deleted_at IS NOT NULL AND o.removed_at IS NULL'
_WHERE: dict[BinKind, tuple[str, str]] = {
    BinKind.PRODUCT: ("product", f"(deleted_at NOT IN ({_ORDERS_WENT}) OR NOT {_WITH_ITS_ORDER})"),
    BinKind.ORDER: ("order", "removed_at IS NULL AND kind = 'order'"),
    BinKind.PROJECT: ("project", "1"),
    BinKind.COLLECTION: ("collection", "1"),
    BinKind.TEMPLATE: ("order", "removed_at IS NULL AND kind = 'template'"),
    BinKind.TAG: ("tag", "deleted_at > created_at"),  # one whose making was taken back never was
    BinKind.LOOKUP: ("lookup", "1"),
    BinKind.SAVED_SEARCH: ("saved_search", "1"),
}


_NEWEST = "ORDER BY deleted_at DESC, id DESC"


class BinRepository:
    """Lists what lies in the Bin; an order's products that were deleted with it count as a part of it."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def page(self, kinds: Collection[BinKind], *, offset: int = 0, limit: int = 50) -> list[tuple[BinKind, UUID]]:
        """List what was deleted, the last first."""
        newest = [
            f"SELECT * FROM ({self._select(kind, 'id, deleted_at')} {_NEWEST} LIMIT ?)"  # noqa: S608
            for kind in _ordered(kinds)
        ]
        if not newest:
            return []
        query = f"SELECT kind, id FROM ({' UNION ALL '.join(newest)}) {_NEWEST} LIMIT ? OFFSET ?"  # noqa: S608
        values = (*(offset + limit for _ in newest), limit, offset)
        rows = self.session.connection().exec_driver_sql(query, values)
        return [(BinKind(kind), UUID(row_id)) for kind, row_id in rows]

    def counts(self) -> dict[BinKind, int]:
        """Count what lies in the Bin, by kind."""
        connection = self.session.connection()
        found = {
            kind: int(connection.exec_driver_sql(f"SELECT count(*) FROM ({self._select(kind, 'id')})").scalar_one())  # noqa: S608
            for kind in BinKind
        }
        return {kind: count for kind, count in found.items() if count}

    def ids(self, kinds: Collection[BinKind]) -> dict[UUID, BinKind]:
        """Give all that lies in the Bin, in no order."""
        listed = " UNION ALL ".join(self._select(kind, "id") for kind in _ordered(kinds))
        return {UUID(row_id): BinKind(kind) for kind, row_id in self.session.connection().exec_driver_sql(listed)}

    def kinds_of(self, ids: Sequence[UUID]) -> dict[UUID, BinKind]:
        """Find which of these lie in the Bin, and as what; products also when they lie there with their order."""
        found: dict[UUID, BinKind] = {}
        for first in range(0, len(ids), AT_ONCE):
            some = tuple(one.hex for one in ids[first : first + AT_ONCE])
            marks = ", ".join("?" * len(some))
            for kind, (table, condition) in _WHERE.items():
                own = condition if kind is not BinKind.PRODUCT else "1"
                query = f'SELECT id FROM "{table}" WHERE deleted_at IS NOT NULL AND {own} AND id IN ({marks})'  # noqa: S608
                rows = self.session.connection().exec_driver_sql(query, some)
                found.update((UUID(row[0]), kind) for row in rows)
        return found

    def with_order(self, order_id: UUID) -> list[UUID]:
        """List the products that went into the Bin together with their order."""
        query = f"SELECT id FROM product WHERE order_id = ? AND {_WITH_ITS_ORDER}"  # noqa: S608
        rows = self.session.connection().exec_driver_sql(query, (order_id.hex,))
        return [UUID(row[0]) for row in rows]

    def _select(self, kind: BinKind, columns: str) -> str:
        table, condition = _WHERE[kind]
        return f"SELECT '{kind}' AS kind, {columns} FROM \"{table}\" WHERE deleted_at IS NOT NULL AND {condition}"  # noqa: S608


def _ordered(kinds: Collection[BinKind]) -> list[BinKind]:
    return [kind for kind in BinKind if kind in kinds]
