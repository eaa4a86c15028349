"""Remove for good what lies in the Bin: rows with all that hangs on them; what was spent is never forgotten."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlmodel import Session

from imagen.data.models.base import now
from imagen.data.repositories.journal import AT_ONCE

_UNFINISHED = """SELECT i.product_id FROM generation_input i JOIN generation g ON g.id = i.generation_id
    WHERE g.status IN ('pending', 'generating') AND i.product_id IN ({marks})"""
_OF_ORDER = "(SELECT id FROM generation WHERE order_id = ?)"
_TEXTS = "DELETE FROM generation_text WHERE rowid IN (SELECT search_id FROM generation WHERE order_id = ?)"
_INPUTS = f"DELETE FROM generation_input WHERE generation_id IN {_OF_ORDER}"  # noqa: S608
_WHOLE_ORDER = (
    _TEXTS,
    _INPUTS,
    f"DELETE FROM submission WHERE generation_id IN {_OF_ORDER}",  # noqa: S608
    "DELETE FROM generation WHERE order_id = ?",
    "DELETE FROM tagging WHERE entity_id = ?",
    'DELETE FROM "order" WHERE id = ?',
)
_STRIPPED_ORDER = (
    _TEXTS,
    _INPUTS,
    f"UPDATE submission SET request = '{{}}', urls = '{{}}' WHERE generation_id IN {_OF_ORDER}",  # noqa: S608
    "UPDATE generation SET generation_parameters = '{}', actual_parameters = NULL, return_parameters = NULL, "
    "choices = '[]', notes = '', metadata = NULL WHERE order_id = ?",
    "DELETE FROM tagging WHERE entity_id = ?",
    "UPDATE \"order\" SET name = '', base_parameters = '{}', lookups_used = '{}', spec_used = '{}', factors = '[]', "
    "excluded = '[]' WHERE id = ?",
)


class RemovalRepository:
    """Takes rows out of the database; what it is told lies in the Bin."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def needed(self, product_ids: Sequence[UUID]) -> set[UUID]:
        """Find the products that generations which are still to be made, or being made, take in."""
        found: set[UUID] = set()
        for some in _parts(product_ids):
            found.update(UUID(row[0]) for row in self._rows(_UNFINISHED.format(marks=_marks(some)), *some))
        return found

    def products(self, product_ids: Sequence[UUID]) -> list[tuple[str, str]]:
        """Remove products that lie in the Bin; give the paths and hashes of their files."""
        files: dict[str, str] = {}
        for some in _parts(product_ids):
            among = f"({_marks(some)})"
            files.update(self._rows(f"SELECT sha256, path FROM product WHERE id IN {among}", *some))  # noqa: S608
            self._rows(f"DELETE FROM generation_input WHERE product_id IN {among}", *some)  # noqa: S608
            self._rows(f"DELETE FROM product WHERE id IN {among} AND deleted_at IS NOT NULL", *some)  # noqa: S608
        return [(path, sha256) for sha256, path in files.items()]

    def unused(self, files: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
        """Give those files, by paths and hashes, that no product has any more."""
        hashes = [sha256 for _, sha256 in files]
        used: set[str] = set()
        for first in range(0, len(hashes), AT_ONCE):
            some = hashes[first : first + AT_ONCE]
            rows = self._rows(f"SELECT DISTINCT sha256 FROM product WHERE sha256 IN ({_marks(some)})", *some)  # noqa: S608
            used.update(row[0] for row in rows)
        return [file for file in files if file[1] not in used]

    def order(self, order_id: UUID) -> bool:
        """Remove an order with its generations; of one that cost money the sums stay. False while products are of it."""
        own = order_id.hex
        if self._rows("SELECT 1 FROM product WHERE order_id = ? LIMIT 1", own):
            return False
        was_paid = self._rows("SELECT 1 FROM spending WHERE order_id = ? LIMIT 1", own)
        for statement in _STRIPPED_ORDER if was_paid else _WHOLE_ORDER:
            self._rows(statement, own)
        if was_paid:
            self._rows('UPDATE "order" SET removed_at = ? WHERE id = ?', _stamp(), own)
        return True

    def project(self, project_id: UUID) -> None:
        """Remove a project; what was made in it stays, without a project."""
        own = project_id.hex
        for table in ("product", '"order"', "spending", "saved_search"):
            self._rows(f"UPDATE {table} SET project_id = NULL WHERE project_id = ?", own)  # noqa: S608
        self._rows("DELETE FROM draft WHERE project_id = ?", own)
        self._plain("project", own)

    def named(self, table: str, row_id: UUID) -> None:
        """Remove a collection, a tag, a lookup, a template or a saved search."""
        self._plain(table, row_id.hex)

    def _plain(self, table: str, own: str) -> None:
        self._rows("DELETE FROM tagging WHERE entity_id = ?", own)
        self._rows(f'DELETE FROM "{table}" WHERE id = ? AND deleted_at IS NOT NULL', own)  # noqa: S608

    def _rows(self, statement: str, *values: Any) -> list[Any]:
        result = self.session.connection().exec_driver_sql(statement, values)
        return list(result) if result.returns_rows else []


def _stamp() -> str:
    return now().strftime("%Y-%m-%d %H:%M:%S.%f")


def _parts(ids: Sequence[UUID]) -> Iterator[list[str]]:
    return ([one.hex for one in ids[first : first + AT_ONCE]] for first in range(0, len(ids), AT_ONCE))


def _marks(values: Sequence[Any]) -> str:
    return ", ".join("?" * len(values))
