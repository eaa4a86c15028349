"""Divide the values of a numeric parameter into a few ranges that hold about as many each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

MOST_SINGLE = 8
RANGES = 5


@dataclass(frozen=True, slots=True)
class FigureRange:
    """Values from `low` to `high`, both of which occur."""

    low: float
    high: float

    def __contains__(self, value: object) -> bool:
        return isinstance(value, int | float) and self.low <= value <= self.high


def ranges_of(counts: Mapping[float, int]) -> list[FigureRange]:
    """Give each value alone where there are few, else ranges of neighbouring values."""
    values = sorted(counts)
    if len(values) <= MOST_SINGLE:
        return [FigureRange(value, value) for value in values]
    total = sum(counts.values())
    found: list[FigureRange] = []
    first, held, passed = values[0], 0, 0
    for place, value in enumerate(values):
        held += counts[value]
        left = RANGES - len(found)
        if place == len(values) - 1 or (left > 1 and held * left >= total - passed):
            found.append(FigureRange(first, value))
            passed, held = passed + held, 0
            if place + 1 < len(values):
                first = values[place + 1]
    return found
