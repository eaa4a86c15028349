"""When the key of a provider became another one: what was ordered before may belong to another account."""

from __future__ import annotations

from datetime import datetime

from imagen.data.models.base import now
from imagen.data.repositories import Repositories

_PREFIX = "key-changed:"


def note_change(unit: Repositories, provider: str) -> None:
    """Remember that the key is another one from now on."""
    unit.settings.put(f"{_PREFIX}{provider}", {"at": now().isoformat()})


def changed_since(reading: Repositories, provider: str, moment: datetime) -> bool:
    """Tell whether the key has become another one after a moment."""
    at = reading.settings.get(f"{_PREFIX}{provider}").get("at")
    return bool(at) and datetime.fromisoformat(str(at)) > moment
