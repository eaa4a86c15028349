"""What every repository of records with an id can do."""

from __future__ import annotations

from functools import cache
from typing import Any, ClassVar, Generic, TypeVar
from uuid import UUID

from sqlalchemy import Update, bindparam, insert, update
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, col

from imagen.data.models.base import Record, now
from imagen.data.storable import storable
from imagen.domain.errors import NotFound

R = TypeVar("R", bound=Record)


class RecordRepository(Generic[R]):
    """Find, add and softly delete the records of one table."""

    model: type[R]
    word: ClassVar[str]

    def __init__(self, session: Session) -> None:
        self.session = session
        self._kept: list[R] = []

    def find(self, record_id: UUID) -> R | None:
        found = self.session.get(self.model, record_id)
        if found is not None:
            self._kept.append(found)  # a session holds its rows weakly, and would read this one again for the next
        return found

    def get(self, record_id: UUID, *, deleted: bool = False) -> R:
        """Give a record. Raises NotFound, also for a deleted one unless those are wanted."""
        record = self.find(record_id)
        if record is None or (record.deleted_at is not None and not deleted):
            raise NotFound(f"There is no {self.word} {record_id}.", "It may have been deleted.")
        return record

    def add(self, record: R) -> R:
        self.session.add(record)
        return record

    def write(self, record: R) -> None:
        """Write a new record at once; the session does not keep it, and what strangers gave in it is storable already."""
        self.session.connection().execute(insert(self.model), record.model_dump())

    def change(self, record: R, **values: Any) -> None:
        """Write some values of a known record at once, without the session's help, and keep the record in step."""
        cleaned = {name: storable(value) for name, value in values.items()}
        cleaned["updated_at"] = now()
        written = {f"new_{name}": value for name, value in cleaned.items()}
        self.session.connection().execute(_update(self.model, tuple(cleaned)), {"this": record.id, **written})
        for name, value in cleaned.items():
            set_committed_value(record, name, value)

    def delete(self, record: R) -> None:
        """Put a record into the Bin."""
        record.deleted_at = now()
        self.session.add(record)

    def restore(self, record: R) -> None:
        """Take a record out of the Bin."""
        record.deleted_at = None
        self.session.add(record)


@cache
def _update(model: type[Record], names: tuple[str, ...]) -> Update:
    changed: dict[Any, Any] = {getattr(model, name): bindparam(f"new_{name}") for name in names}
    return update(model).where(col(model.id) == bindparam("this")).values(changed)
