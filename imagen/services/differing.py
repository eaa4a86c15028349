"""In what the generations of an order differ: a column for each choice with more than one option, a value for each generation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from imagen.domain.expansion.outcome import REPEAT_KEY
from imagen.services.views import GenerationView, OrderView


@dataclass(frozen=True)
class Difference:
    """One choice; `labels` are the first of its options, `kind` tells how it came to be."""

    key: str
    parameter: str
    name: str
    kind: str
    labels: tuple[str, ...]

    def value(self, generation: GenerationView, parameters: Mapping[str, Any] | None = None) -> str | None:
        """Give what a generation took; None where the choice was not met on its way."""
        if self.key == REPEAT_KEY:
            return str(generation.repeat + 1)
        if self.kind == "split":
            return str(parameters[self.parameter]) if parameters and self.parameter in parameters else None
        taken = next((choice for choice in generation.choices if choice["key"] == self.key), None)
        return str(taken["text"]) if taken is not None else None


def differences(order: OrderView) -> Sequence[Difference]:
    """Give the choices in which the generations of an order differ."""
    return [
        Difference(
            str(factor["key"]),
            str(factor["parameter"]),
            str(factor.get("name") or ""),
            str(factor["kind"]),
            tuple(str(label) for label in factor["labels"]),
        )
        for factor in order.factors
        if factor.get("options", len(factor["labels"])) > 1 or factor["kind"] == "split"
    ]
