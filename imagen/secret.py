"""A text that nobody is to see."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Secret:
    """A text that is never shown by accident; `reveal()` is the one way to read it."""

    _value: str = field(repr=False)

    def reveal(self) -> str:
        """Return the secret itself."""
        return self._value

    def __str__(self) -> str:
        return "••••••"

    def __repr__(self) -> str:
        return "Secret(••••••)"
