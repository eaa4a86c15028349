"""What a provider is given of the machine it runs on: its key, its addresses, and the models that people added."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from imagen.providers.catalogue import CatalogueEntry


@dataclass(frozen=True)
class Surroundings:
    """Everything is asked for anew at each use, so that a key or a model that is changed counts at once.

    `key(provider)` gives the provider's key or None; `addresses` are those configured in official ones' places, by the names
    that the provider's package gives them; `added(provider)` gives the models that people added and those refreshed since
    the bundled catalogue was made, the newest word on each.
    """

    key: Callable[[str], str | None] = lambda provider: None
    addresses: Mapping[str, str] = field(default_factory=dict)
    added: Callable[[str], Sequence[CatalogueEntry]] = lambda provider: ()


NOWHERE = Surroundings()
