"""What models are called, and which belong to a family: read from the catalogue when somebody first asks."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from imagen.domain.events import DomainEvent, ModelsChanged
from imagen.services.views import ModelView


@dataclass(frozen=True)
class _Known:
    names: Mapping[str, str] = field(default_factory=dict)
    families: Mapping[str, Sequence[str]] = field(default_factory=dict)
    providers: Mapping[str, str] = field(default_factory=dict)


class ModelNames:
    """Names by model key; `families` are lists of model keys by the name of the family, `providers()` those there are."""

    def __init__(self, models: Callable[[], Sequence[ModelView]]) -> None:
        self._models = models
        self._lock = threading.Lock()
        self._known: _Known | None = None
        self.families: Mapping[str, Sequence[str]] = _Families(self)
        self.providers: Callable[[], Collection[str]] = lambda: self.known.providers

    def hear(self, event: DomainEvent) -> None:
        """Forget everything when models changed."""
        if isinstance(event, ModelsChanged):
            with self._lock:
                self._known = None

    def name(self, key: str) -> str:
        """Give what a model is called, the end of its key where nobody knows it."""
        return self.known.names.get(key) or key.partition(":")[2] or key

    def provider(self, name: str) -> str:
        """Give what people call a provider."""
        return self.known.providers.get(name) or name.capitalize()

    @property
    def known(self) -> _Known:
        """Give what is known, reading it where it is not."""
        with self._lock:
            known = self._known
            if known is None:
                known = self._known = _read(self._models())
            return known


class _Families(Mapping[str, Sequence[str]]):
    """Reads the catalogue only where a family is looked at."""

    def __init__(self, names: ModelNames) -> None:
        self._names = names

    def __getitem__(self, family: str) -> Sequence[str]:
        return self._names.known.families[family]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names.known.families)

    def __len__(self) -> int:
        return len(self._names.known.families)

    def __bool__(self) -> bool:
        return True


def _read(views: Sequence[ModelView]) -> _Known:
    families: dict[str, list[str]] = {}
    for view in views:
        if view.model.family:
            families.setdefault(view.model.family, []).append(view.model.key)
    names = {view.model.key: view.model.name for view in views}
    return _Known(names, families, {view.model.provider: view.provider_label for view in views})
