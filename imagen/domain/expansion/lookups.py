"""A compiled set of lookups: found by name, parsed when used, with everything worked out kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from imagen.domain.expansion.facts import FactBook, LookupFacts
from imagen.domain.expansion.lookup_values import LookupValues
from imagen.domain.expansion.names import name_key

if TYPE_CHECKING:
    from imagen.domain.expansion.measuring import LookupExtent
    from imagen.domain.expansion.program import Table


@dataclass(frozen=True)
class Lookups:
    """Named lists of values, a value a line; build once and use for many plans, as parsing and counting is kept.

    Raises ValueError when two names differ in case or spacing only.
    """

    texts: Mapping[str, str]
    tables: dict[str, Table] = field(default_factory=dict, compare=False, repr=False)
    extents: dict[tuple[object, ...], LookupExtent] = field(default_factory=dict, compare=False, repr=False)
    _by_key: dict[str, tuple[str, str]] = field(default_factory=dict, compare=False, repr=False)
    _facts: FactBook = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        for name, text in self.texts.items():
            key = name_key(name)
            if key in self._by_key:
                raise ValueError(f"Two lookups have the same name: {self._by_key[key][0]} and {name}.")
            self._by_key[key] = (name, text)
        object.__setattr__(self, "_facts", FactBook(self._by_key))

    @classmethod
    def of(cls, texts: Mapping[str, str]) -> Lookups:
        """Build the set from names and their texts."""
        return cls(dict(texts))

    def __contains__(self, key: str) -> bool:
        return key in self._by_key

    def __len__(self) -> int:
        return len(self._by_key)

    @property
    def names(self) -> list[str]:
        """List the names as they were given."""
        return [name for name, _ in self._by_key.values()]

    def shown(self, key: str) -> str:
        """Give a lookup's name as its owner wrote it."""
        return self._by_key[key][0]

    def facts(self, key: str) -> LookupFacts | None:
        """Give what is known of a lookup, or None where there is none of that key."""
        return self._facts.get(key)

    def values(self, key: str) -> LookupValues:
        """Give a lookup's values, parsed."""
        return self._facts.values(key)

    def reachable(self, keys: Iterable[str]) -> dict[str, str]:
        """Give name and text of these lookups and of all that they use, in the order in which they are met."""
        waiting = [key for key in reversed(list(keys)) if key in self]
        found: dict[str, str] = {}
        seen: set[str] = set()
        while waiting:
            key = waiting.pop()
            if key in seen:
                continue
            seen.add(key)
            found.__setitem__(*self._by_key[key])
            waiting.extend(reversed(self._facts.uses(key)))
        return found
