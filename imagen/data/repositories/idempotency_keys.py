"""Keys of calls that were answered already."""

from __future__ import annotations

from sqlmodel import Session, select

from imagen.data.models import IdempotencyKey


class IdempotencyKeyRepository:
    def __init__(self, session: Session) -> None:
        self.session = session

    def find(self, key: str) -> IdempotencyKey | None:
        return self.session.exec(select(IdempotencyKey).where(IdempotencyKey.key == key)).first()

    def add(self, key: IdempotencyKey) -> None:
        self.session.add(key)
