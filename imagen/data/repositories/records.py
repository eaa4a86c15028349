"""What every repository of records with an id can do."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, ClassVar, Generic, TypeVar, cast
from uuid import UUID

from pydantic.fields import FieldInfo
from sqlalchemy import Insert, Update, bindparam, insert, update
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.util import identity_key
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

    def write_new(self, **values: Any) -> UUID:
        """Write a new record at once, without making it, and give its id; what strangers gave in it is storable already."""
        row = {name: make() for name, make in _defaults(self.model)}
        row.update(values)
        self.session.connection().execute(_insert(self.model), row)
        new: UUID = row["id"]
        return new

    def change(self, record_id: UUID, **values: Any) -> None:
        """Write some values of a record at once, without the session's help, and keep the record in step if it has it."""
        cleaned = {name: storable(value) for name, value in values.items()}
        cleaned["updated_at"] = now()
        written = {f"new_{name}": value for name, value in cleaned.items()}
        self.session.connection().execute(_update(self.model, tuple(cleaned)), {"this": record_id, **written})
        held = self.session.identity_map.get(identity_key(self.model, record_id))
        if held is not None:
            for name, value in cleaned.items():
                set_committed_value(held, name, value)

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


@cache
def _insert(model: type[Record]) -> Insert:
    return insert(model)


@cache
def _defaults(model: type[Record]) -> tuple[tuple[str, Callable[[], Any]], ...]:
    """Give what makes the value of each field that need not be given."""
    fields = model.model_fields.items()
    return tuple((name, _maker(field)) for name, field in fields if not field.is_required())


def _maker(field: FieldInfo) -> Callable[[], Any]:
    if field.default_factory is not None:
        return cast(Callable[[], Any], field.default_factory)
    default = field.default
    return lambda: default
