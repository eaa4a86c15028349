"""Changes of many rows at once, told row by row so that they can be taken back and done again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col

from imagen.data.models.base import Record, now
from imagen.data.storable import storable
from imagen.domain.ids import new_id
from imagen.domain.journal import Change, Values

AT_ONCE = 500
"""So many rows at most are read or written by one statement."""

_DELETED = "deleted_at"


class JournalRepository:
    """Writes values into rows by their ids and says what they were; values in changes are as the database stores them."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def change(
        self, model: type[Record], ids: Sequence[UUID], *, but: Callable[[Values], bool] | None = None, **values: Any
    ) -> Change:
        """Give some columns the same values in all these rows; rows that have them already are not touched.

        `but` tells of the stored values of these columns whether their row stays as it is.
        """
        return self.change_each(model, dict.fromkeys(ids, values), but)

    def change_each(
        self,
        model: type[Record],
        values: Mapping[UUID, Mapping[str, Any]],
        but: Callable[[Values], bool] | None = None,
    ) -> Change:
        """Give some columns values of each row's own; all rows name the same columns.

        Rows whose place something else has taken meanwhile stay as they are.
        """
        table = str(model.__tablename__)
        columns = tuple(next(iter(values.values()), {}))
        known: dict[int, Values] = {}
        wanted: dict[str, Values] = {}
        for row_id, row in values.items():
            if id(row) not in known:
                known[id(row)] = tuple(self._stored(table, name, row[name]) for name in columns)
            wanted[row_id.hex] = known[id(row)]
        there = self._rows(table, columns, list(wanted))
        rows = [(row_id, there[row_id], new) for row_id, new in wanted.items() if there.get(row_id, new) != new]
        if but is not None:
            rows = [row for row in rows if not but(row[1])]
        rows.sort(key=lambda row: (repr(row[2]), row[0]))
        took: set[str] = set()
        for new, same in groupby(rows, lambda row: row[2]):
            took.update(self._write(table, columns, new, [row[0] for row in same]))
        rows = [row for row in rows if row[0] in took]
        return Change(table, columns, tuple(r[0] for r in rows), tuple(r[1] for r in rows), tuple(r[2] for r in rows))

    def add(self, model: type[Record], rows: Sequence[Mapping[str, Any]]) -> Change:
        """Add rows; taking that back puts them where deleted rows are."""
        at = now()
        common = {"created_at": at, "updated_at": at, _DELETED: None}
        table = str(model.__tablename__)
        gone = (self._stored(table, _DELETED, at),)
        count = len(rows)
        ids = tuple((row["id"] if "id" in row else new_id()).hex for row in rows)
        if rows:
            self._insert(table, {name: self._stored(table, name, value) for name, value in common.items()}, ids, rows)
        return Change(table, (_DELETED,), ids, (gone,) * count, ((None,),) * count)

    def apply(self, change: Change) -> Change:
        """Carry out a change once more and give the part of it that could be.

        Rows that are gone, or are neither as they were nor as they are to be, stay as they are, and so do those that
        something else has taken the place of meanwhile, or that would refer to what was removed for good.
        """
        there = self._rows(change.table, change.columns, change.ids)
        done = [i for i, after in zip(change.ids, change.after, strict=True) if there.get(i) == after]
        due = [
            (row_id, after)
            for row_id, before, after in zip(change.ids, change.before, change.after, strict=True)
            if before != after and there.get(row_id) == before
        ]
        possible = self._possible(change.table, change.columns, {row[1] for row in due})
        due = [row for row in due if row[1] in possible]
        due.sort(key=lambda row: (repr(row[1]), row[0]))
        for after, same in groupby(due, lambda row: row[1]):
            done += self._write(change.table, change.columns, after, [row[0] for row in same])
        return change.only(done)

    def _insert(
        self, table: str, common: Mapping[str, Any], ids: Sequence[str], rows: Sequence[Mapping[str, Any]]
    ) -> None:
        """Add rows that all name the same columns, without an object for each."""
        own = [name for name in rows[0] if name != "id"]
        processes = [(name, self._process(table, name)) for name in own]
        same = tuple(common.values())
        filled = [
            (row_id, *same, *(process(row[name]) if process else row[name] for name, process in processes))
            for row_id, row in zip(ids, rows, strict=True)
        ]
        named = ", ".join(f'"{name}"' for name in ("id", *common, *own))
        marks = _marks(filled[0])
        self.session.flush()
        self.session.connection().exec_driver_sql(f'INSERT INTO "{table}" ({named}) VALUES ({marks})', filled)  # noqa: S608

    def stored(self, table: str, ids: Sequence[str], *names: str) -> list[Values]:
        """Read some columns of rows by their ids, all as the database stores them."""
        return list(self._rows(table, names, ids).values())

    def column(self, table: type[SQLModel], ids: Sequence[str], *names: str) -> list[Any]:
        """Read some columns of rows by their ids as stored."""
        chosen = [getattr(table, name) for name in names]
        wanted = [UUID(row_id) for row_id in ids]
        rows: list[Any] = []
        for first in range(0, len(wanted), AT_ONCE):
            query = sa.select(*chosen).where(col(table.id).in_(wanted[first : first + AT_ONCE]))  # type: ignore[attr-defined]
            rows += self.session.connection().execute(query).all()
        return rows

    def _rows(self, table: str, columns: Sequence[str], ids: Sequence[str]) -> dict[str, Values]:
        self.session.flush()
        named = ", ".join(f'"{name}"' for name in columns)
        found: dict[str, Values] = {}
        for some in _parts(ids):
            query = f'SELECT id, {named} FROM "{table}" WHERE id IN ({_marks(some)})'  # noqa: S608
            rows = self.session.connection().exec_driver_sql(query, tuple(some))
            found.update((row[0], tuple(row[1:])) for row in rows.all())
        return found

    def _possible(self, table: str, columns: Sequence[str], values: set[Values]) -> set[Values]:
        """Leave out values that refer to rows which are not there: `OR IGNORE` does not pass over those."""
        found = values
        for place, name in enumerate(columns):
            for key in SQLModel.metadata.tables[table].columns[name].foreign_keys:
                wanted = {row[place] for row in found if row[place] is not None}
                there = self._rows(key.column.table.name, ("id",), list(wanted))
                found = {row for row in found if row[place] is None or row[place] in there}
        return found

    def _write(self, table: str, columns: Sequence[str], values: Values, ids: Sequence[str]) -> list[str]:
        """Write the same values into rows and give the ids of those that took them."""
        written: list[str] = []
        at = self._stored(table, "updated_at", now())
        named = ", ".join(f'"{name}" = ?' for name in columns)
        for some in _parts(ids):
            statement = (
                f'UPDATE OR IGNORE "{table}" SET {named}, updated_at = ? WHERE id IN ({_marks(some)}) RETURNING id'  # noqa: S608
            )
            rows = self.session.connection().exec_driver_sql(statement, (*values, at, *some))
            written += rows.scalars().all()
        return written

    def _stored(self, table: str, name: str, value: Any) -> Any:
        """Turn a value into what the database stores."""
        if value is None:
            return None
        process = self._process(table, name)
        plain = storable(value)
        return process(plain) if process is not None else plain

    def _process(self, table: str, name: str) -> Callable[[Any], Any] | None:
        dialect = self.session.connection().dialect
        kind = SQLModel.metadata.tables[table].columns[name].type.dialect_impl(dialect)
        process: Callable[[Any], Any] | None = kind.bind_processor(dialect)
        return process


def _parts(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[first : first + AT_ONCE] for first in range(0, len(ids), AT_ONCE))


def _marks(values: Sequence[Any]) -> str:
    return ", ".join("?" * len(values))
