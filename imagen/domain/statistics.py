"""What counts can tell: how sure a share is, whether two shares differ, and which of many differences are no accident."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import erfc, sqrt

Z95 = 1.959963984540054
"""Of 95 % confidence."""

ENOUGH = 10
"""With fewer on either side nothing is said about a difference."""


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high`."""

    low: float
    high: float

    @property
    def beyond_zero(self) -> float:
        """Give the end nearer to zero, which is the least that there is; 0 where zero lies inside."""
        return self.low if self.low > 0 else self.high if self.high < 0 else 0.0


class Verdict(StrEnum):
    """What a comparison of two shares says."""

    MORE = "more"
    LESS = "less"
    UNCLEAR = "unclear"
    FEW = "few"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A share among those with a property, with its interval, beside the share among the others.

    `difference` is the interval of how much the first is above the second; `chance` how likely one as great comes about
    where there is none. Where there are too few to compare, the difference is anything and the chance 1.
    """

    count: int
    good: int
    share: float
    interval: Interval
    other_share: float | None
    difference: Interval
    chance: float

    @property
    def is_enough(self) -> bool:
        """Whether there are enough of both to compare."""
        return self.difference != _ANYTHING


_ANYTHING = Interval(-1.0, 1.0)


def wilson(good: int, count: int, z: float = Z95) -> Interval:
    """Give the score interval of a share, after Wilson; of nothing it is everything."""
    if count <= 0:
        return Interval(0.0, 1.0)
    share, spread = good / count, z * z / count
    middle = share + spread / 2
    reach = z * sqrt((share * (1 - share) + spread / 4) / count)
    low, high = (middle - reach) / (1 + spread), (middle + reach) / (1 + spread)
    return Interval(0.0 if good == 0 else max(0.0, low), 1.0 if good == count else min(1.0, high))


def difference(good: int, count: int, other_good: int, other_count: int, z: float = Z95) -> Interval:
    """Give the interval of the difference of two shares, after Newcombe: from the score intervals of both."""
    if count <= 0 or other_count <= 0:
        return _ANYTHING
    first, second = good / count, other_good / other_count
    own, others = wilson(good, count, z), wilson(other_good, other_count, z)
    below = sqrt((first - own.low) ** 2 + (others.high - second) ** 2)
    above = sqrt((own.high - first) ** 2 + (second - others.low) ** 2)
    return Interval(first - second - below, first - second + above)


def chance_of(good: int, count: int, other_good: int, other_count: int) -> float:
    """Give the two-sided probability of shares that lie as far apart where there is no difference."""
    if count <= 0 or other_count <= 0:
        return 1.0
    pooled = (good + other_good) / (count + other_count)
    spread = sqrt(pooled * (1 - pooled) * (1 / count + 1 / other_count))
    if spread == 0:
        return 1.0
    return erfc(abs(good / count - other_good / other_count) / spread / sqrt(2))


def compare(good: int, count: int, all_good: int, all_count: int) -> Comparison:
    """Compare those with a property to the others among all, where there are enough of both."""
    other_good, others = all_good - good, all_count - count
    is_enough = count >= ENOUGH and others >= ENOUGH
    return Comparison(
        count,
        good,
        good / count if count else 0.0,
        wilson(good, count),
        other_good / others if others else None,
        difference(good, count, other_good, others) if is_enough else _ANYTHING,
        chance_of(good, count, other_good, others) if is_enough else 1.0,
    )


def no_accidents(chances: Sequence[float], rate: float = 0.05) -> list[bool]:
    """Tell which of many findings stand, so that at most this part of them is expected to be false (Benjamini, Hochberg)."""
    ordered = sorted(range(len(chances)), key=lambda place: chances[place])
    last = 0
    for rank, place in enumerate(ordered, 1):
        if chances[place] <= rate * rank / len(chances):
            last = rank
    standing = set(ordered[:last])
    return [place in standing for place in range(len(chances))]


def verdicts(comparisons: Sequence[Comparison]) -> list[Verdict]:
    """Say of each comparison what it shows, being careful since many were made."""
    standing = no_accidents([each.chance for each in comparisons if each.is_enough])
    said = iter(standing)
    return [_verdict(each, next(said)) if each.is_enough else Verdict.FEW for each in comparisons]


def _verdict(compared: Comparison, stands: bool) -> Verdict:
    least = compared.difference.beyond_zero
    if not stands or least == 0:
        return Verdict.UNCLEAR
    return Verdict.MORE if least > 0 else Verdict.LESS
