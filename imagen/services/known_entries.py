"""What the database knows of models: read once, handed to providers, read anew when something changed."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from imagen.data.models import Model as ModelRow
from imagen.data.unit_of_work import UnitOfWorkFactory
from imagen.domain.events import DomainEvent, ModelsChanged
from imagen.providers.base import ModelType
from imagen.providers.catalogue import CatalogueEntry
from imagen.providers.price import Price
from imagen.services.own_prices import kept_prices


@dataclass(frozen=True)
class ModelNote:
    """What is known of a model beside what its provider's package says; `added` when a person added it."""

    added: bool
    seen_at: datetime
    changed_at: datetime | None
    gone_at: datetime | None
    price: Price | None


@dataclass(frozen=True)
class _Known:
    entries: Mapping[str, tuple[CatalogueEntry, ...]] = field(default_factory=dict)
    notes: Mapping[str, ModelNote] = field(default_factory=dict)
    own_prices: Mapping[str, Price] = field(default_factory=dict)


class KnownEntries:
    """The same tuple of entries is given until one changes, so that providers see by identity that none did."""

    def __init__(self, units: UnitOfWorkFactory) -> None:
        self._units = units
        self._lock = threading.Lock()
        self._known: _Known | None = None
        self._changes = 0

    def of(self, provider: str) -> Sequence[CatalogueEntry]:
        """Give what people added and what is newer than the bundled catalogue of a provider."""
        return self._read().entries.get(provider, ())

    def notes(self) -> Mapping[str, ModelNote]:
        """Give what is known of each model by its key; of most there is nothing."""
        return self._read().notes

    def own_price(self, key: str) -> Price | None:
        """Give what a person says that a model costs."""
        return self._read().own_prices.get(key)

    def hear(self, event: DomainEvent) -> None:
        """Forget everything when models changed; it must be the first to hear of that."""
        if isinstance(event, ModelsChanged):
            with self._lock:
                self._changes += 1
                self._known = None

    def _read(self) -> _Known:
        with self._lock:
            if self._known is not None:
                return self._known
            changes = self._changes
        with self._units.reading() as reading:
            known = _known(reading.models.list(), kept_prices(reading))
        with self._lock:
            if changes != self._changes:
                return known  # it changed while it was read: right for now, and not kept
            self._known = self._known or known
            return self._known


def _known(rows: Sequence[ModelRow], own_prices: Mapping[str, Price]) -> _Known:
    entries: dict[str, tuple[CatalogueEntry, ...]] = {}
    notes = {}
    for row in rows:
        price = Price.read(row.price) if row.price else None
        notes[f"{row.provider}:{row.model_id}"] = ModelNote(row.added, row.seen_at, row.changed_at, row.gone_at, price)
        if row.document_hash:  # without one it is only noted that a bundled model has vanished
            entries[row.provider] = (*entries.get(row.provider, ()), _entry(row, price))
    return _Known(entries, notes, own_prices)


def _entry(row: ModelRow, price: Price | None) -> CatalogueEntry:
    return CatalogueEntry(
        id=row.model_id,
        name=row.name,
        type=ModelType(row.type) if row.type else None,
        family=row.family,
        description=row.description,
        document=row.document,
        details=row.details,
        price=price,
        why_not=row.why_not,
    )
