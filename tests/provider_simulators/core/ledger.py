"""The billing ledger: what each service accepted and will ask money for."""

from __future__ import annotations

import hashlib
import json
import threading
from collections import Counter
from dataclasses import asdict, dataclass, replace
from typing import Any


@dataclass(frozen=True)
class Entry:
    """One accepted submission; `cost` is in `currency` (USD or Buzz)."""

    number: int
    at: float
    service: str
    account: str
    key_ending: str
    model: str
    input_hash: str
    job_id: str
    cost: float
    currency: str
    external_id: str | None
    input: dict[str, Any]
    refunded: bool = False


def input_hash(model: str, arguments: Any) -> str:
    """Return a short hash that is equal for the same model and input."""
    text = json.dumps([model, arguments], sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


class Ledger:
    """Keep every accepted submission for the life of the simulators; nothing takes an entry away."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []
        self._lock = threading.Lock()
        self.listeners: list[Any] = []

    def accept(self, **facts: Any) -> Entry:
        """Write down an accepted submission; `facts` are the fields of Entry but number and input_hash."""
        with self._lock:
            entry = Entry(number=len(self._entries) + 1, input_hash=input_hash(facts["model"], facts["input"]), **facts)
            self._entries.append(entry)
        for listener in self.listeners:
            listener(entry)
        return entry

    def refund(self, job_id: str) -> None:
        """Mark what a job cost as given back; the submission stays counted."""
        with self._lock:
            self._entries = [replace(e, refunded=True) if e.job_id == job_id else e for e in self._entries]

    def entries(self, **fields: Any) -> list[Entry]:
        """Return entries whose fields equal the given ones, oldest first."""
        with self._lock:
            found = list(self._entries)
        return [entry for entry in found if all(getattr(entry, name) == value for name, value in fields.items())]

    def count(self, **fields: Any) -> int:
        """Return how many submissions with these fields were accepted."""
        return len(self.entries(**fields))

    def total(self, **fields: Any) -> float:
        """Return the sum of what was charged and not refunded."""
        return sum(entry.cost for entry in self.entries(**fields) if not entry.refunded)

    def by_input(self, **fields: Any) -> Counter[str]:
        """Return how often each input was accepted: 2 means that somebody paid twice."""
        return Counter(entry.input_hash for entry in self.entries(**fields))

    def as_json(self, **fields: Any) -> list[dict[str, Any]]:
        """Return the entries as plain data."""
        return [asdict(entry) for entry in self.entries(**fields)]
