"""What all providers on the network have in common: a bundled catalogue with what people added, a factory for each entry."""

from __future__ import annotations

import threading
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar, Generic

from imagen.domain.errors import ModelGone
from imagen.providers.base import Handle, Model, PreparedRequest, Provider
from imagen.providers.catalogue import CatalogueEntry
from imagen.providers.families import FactoryT, Families
from imagen.providers.price import Price
from imagen.providers.surroundings import NOWHERE, Surroundings


class RemoteProvider(Provider, Generic[FactoryT]):
    """A service with a catalogue and a key; its subclass knows how the service is spoken to."""

    families: ClassVar[Families[Any] | None] = None
    """The classes of families, where the models that they claim are known by their ids."""

    key_hint: ClassVar[str]
    """What is said of the key where there is none."""

    adding_hint: ClassVar[str]
    """How a model is added that is not in the catalogue."""

    def __init__(self, surroundings: Surroundings = NOWHERE) -> None:
        super().__init__(surroundings)
        self._around = surroundings
        self._lock = threading.Lock()
        self._seen: tuple[Sequence[CatalogueEntry] | None, Mapping[str, CatalogueEntry]] = (None, {})
        self._factories: dict[str, tuple[CatalogueEntry, FactoryT]] = {}

    @abstractmethod
    def bundled(self) -> Sequence[CatalogueEntry]:
        """Give the models that come with Imagen."""

    @abstractmethod
    def made(self, model: Model, entry: CatalogueEntry) -> FactoryT:
        """Make the factory of a model."""

    def bundled_tasks(self, model_id: str) -> tuple[str, ...]:
        """Give the task of a model that came with Imagen: a newer word on it does not make it another one."""
        return tuple(str(entry.type) for entry in self.bundled() if entry.id == model_id and entry.type)

    def family_of(self, entry: CatalogueEntry) -> str:
        """Name the family of a model: as the class says that claims it now, which may be newer than the catalogue."""
        return (self.families.family_of(entry.id) if self.families else None) or entry.family

    def models(self) -> Sequence[Model]:
        return [model for entry in self.entries().values() if (model := self._model(entry)) is not None]

    def factory(self, model_key: str) -> FactoryT:
        entry = self.entries().get(model_key.removeprefix(f"{self.name}:"))
        if entry is None:
            raise ModelGone(f"{model_key} is not in the catalogue of {self.label}.", self.adding_hint)
        with self._lock:
            known = self._factories.get(entry.id)
            if known is None or (known[0] is not entry and known[0] != entry):
                known = (entry, self._made(entry))
                self._factories[entry.id] = known
            return known[1]

    def price(self, model_key: str) -> Price | None:
        entry = self.entries().get(model_key.removeprefix(f"{self.name}:"))
        return entry.price if entry else None

    def problem(self) -> str | None:
        key = self._around.key(self.name)
        return None if key and key.strip() else f"{self.label} has no key yet. Set it in Settings; {self.key_hint}"

    def find(self, model_key: str, prepared: PreparedRequest, since: datetime) -> Handle | None:
        return self.factory(model_key).find(prepared, since)

    def entries(self) -> Mapping[str, CatalogueEntry]:
        """Give all models by id: those that came with Imagen, and the newest word on each."""
        added, (seen, known) = self._around.added(self.name), self._seen
        if added is not seen or not isinstance(added, tuple):
            known = {entry.id: entry for entry in (*self.bundled(), *added)}
            self._seen = (added, known)
        return known

    def _model(self, entry: CatalogueEntry) -> Model | None:
        if entry.type is None:
            return None
        family = self.family_of(entry)
        return Model(f"{self.name}:{entry.id}", self.name, entry.name, entry.type, family, entry.description)

    def _made(self, entry: CatalogueEntry) -> FactoryT:
        model = self._model(entry)
        if model is None:
            raise ModelGone(f"{entry.name} cannot be run here. {entry.why_not}".strip(), "Choose another model.")
        return self.made(model, entry)
