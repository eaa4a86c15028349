"""Names bound on top of what was bound before: an option adds a layer, so nothing is copied however many options are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, TypeVar

T = TypeVar("T")


class Layer(Generic[T]):
    """A mapping that sees through to the one below; layers lie no deeper than brackets nest."""

    __slots__ = ("below", "own")

    def __init__(self, below: Layer[T] | None = None, own: dict[str, T] | None = None) -> None:
        self.below = below
        self.own: dict[str, T] = {} if own is None else own

    def get(self, key: str) -> T | None:
        """Give what a name stands for, or None where it is not bound."""
        layer: Layer[T] | None = self
        while layer is not None:
            if key in layer.own:
                return layer.own[key]
            layer = layer.below
        return None

    def set(self, key: str, value: T) -> None:
        """Bind a name in this layer."""
        self.own[key] = value


def changed(layers: Iterable[Layer[T]]) -> dict[str, list[T]]:
    """Give for each name that any of these layers binds what those that do bind it to."""
    found: dict[str, list[T]] = {}
    for layer in layers:
        for key, value in layer.own.items():
            found.setdefault(key, []).append(value)
    return found
