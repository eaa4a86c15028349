"""Calls that may come twice: their key is stored in the transaction of their effect, so that a repeat has none."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from imagen.data.models import IdempotencyKey
from imagen.data.repositories import Repositories
from imagen.data.unit_of_work import UnitOfWork
from imagen.domain.errors import Conflict


@dataclass(frozen=True)
class Call:
    """A call with the key that its sender gave it, if any, and the fingerprint of all that it says."""

    key: str | None
    fingerprint: str

    def first_answer(self, reading: Repositories) -> IdempotencyKey | None:
        """Find what this very call gave before; under the write lock, of two at once only one finds nothing.

        Raises Conflict when the key was used for something else.
        """
        found = reading.idempotency_keys.find(self.key) if self.key else None
        if found is not None and found.body_hash != self.fingerprint:
            raise Conflict(
                "This Idempotency-Key was used for another call.", "Use a new key for every order or decision."
            )
        return found

    def remember(self, unit: UnitOfWork, result_id: UUID, count: int | None = None) -> None:
        """Keep what this call gave, together with its effect."""
        if self.key:
            unit.idempotency_keys.add(
                IdempotencyKey(key=self.key, body_hash=self.fingerprint, result_id=result_id, count=count)
            )


def call(key: str | None, *said: Any) -> Call:
    """Make a call of its key and everything that makes it this call and no other."""
    text = json.dumps(said[0] if len(said) == 1 else said, sort_keys=True, default=str)
    return Call(key, hashlib.sha256(text.encode()).hexdigest())
