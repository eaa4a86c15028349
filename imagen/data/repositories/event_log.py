"""The log of domain events, read from a number on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func
from sqlmodel import Session, col, select

from imagen.data.models import EventLog


class EventLogRepository:
    def __init__(self, session: Session) -> None:
        self.session = session

    def since(self, last_id: int, limit: int) -> Sequence[EventLog]:
        query = select(EventLog).where(col(EventLog.id) > last_id).order_by(col(EventLog.id)).limit(limit)
        return self.session.exec(query).all()

    def latest_id(self) -> int:
        return self.session.exec(select(func.max(EventLog.id))).one() or 0

    def forget_before(self, at: datetime) -> None:
        self.session.connection().execute(delete(EventLog).where(col(EventLog.at) < at))
