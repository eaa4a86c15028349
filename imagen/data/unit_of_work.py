"""One write transaction with its repositories; what happened in it is told only after the commit."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import fields, replace
from types import TracebackType
from typing import Any, Self
from uuid import UUID

from sqlalchemy import insert
from sqlmodel import Session

from imagen.data.database import Database
from imagen.data.models import EventLog
from imagen.data.models.base import now
from imagen.data.repositories import Repositories
from imagen.data.storable import storable_text
from imagen.data.together import WritesTogether
from imagen.data.troubles import in_words
from imagen.domain.events import DomainEvent

_LOG = insert(EventLog)


class UnitOfWork(Repositories):
    """A write session used in a `with` block: `commit()` keeps it, leaving without it takes everything back.

    What keeps the database from being used leaves the block as DatabaseUnavailable.
    """

    def __init__(self, session: Session, publish: Callable[[DomainEvent], None]) -> None:
        super().__init__(session)
        self._publish = publish
        self._events: list[DomainEvent] = []
        self._last: dict[Hashable, Callable[[], None]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.session.close()
        trouble = in_words(error)
        if trouble is not None:
            raise trouble from error

    def record(self, event: DomainEvent) -> None:
        """Remember an event to be logged with this transaction and published after it."""
        self._events.append(_tellable(event))

    def before_commit(self, key: Hashable, act: Callable[[], None]) -> None:
        """Do something when everything else is written, once for each key however often it is asked for."""
        self._last[key] = act

    def commit(self) -> None:
        """Keep everything, then tell what happened."""
        if self._last:
            self.session.flush()
            for act in self._last.values():
                act()
        if self._events:
            rows = [{"at": now(), "name": type(e).__name__, "payload": event_payload(e)} for e in self._events]
            self.session.flush()
            self.session.connection().execute(_LOG, rows)
        self.session.commit()
        events, self._events = self._events, []
        for event in events:
            self._publish(event)


class UnitOfWorkFactory:
    """Open units of work and read-only views of one database."""

    def __init__(self, database: Database, publish: Callable[[DomainEvent], None]) -> None:
        self._database = database
        self._publish = publish
        self.together = WritesTogether(self).write

    def __call__(self, *, durable: bool = True) -> UnitOfWork:
        return UnitOfWork(self._database.write(durable=durable), self._publish)

    @property
    def changes(self) -> int:
        """Give a number that rises with every write."""
        return self._database.changes

    def reading(self) -> Reading:
        return Reading(self._database.read())


class Reading(Repositories):
    """A read-only session used in a `with` block."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.session.close()
        trouble = in_words(error)
        if trouble is not None:
            raise trouble from error


def event_payload(event: DomainEvent) -> dict[str, Any]:
    """Turn an event into plain JSON values."""
    return {field.name: _plain(getattr(event, field.name)) for field in fields(event)}


def _tellable(event: DomainEvent) -> DomainEvent:
    """Clean an event's texts, some of which a provider wrote."""
    texts = {name: value for name, value in vars(event).items() if type(value) is str}
    cleaned = {name: storable_text(text) for name, text in texts.items()}
    return event if cleaned == texts else replace(event, **cleaned)


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    return [_plain(item) for item in value] if isinstance(value, tuple | list) else value
