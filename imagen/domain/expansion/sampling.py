"""Draw different numbers evenly from any range, however large."""

from __future__ import annotations

from random import Random

_BITS = 192


def sample(count: int, n: int, seed: int) -> list[int]:
    """Draw n different numbers below `count`, evenly and in ascending order (Floyd's method); all where n is not less."""
    if n >= count:
        return list(range(count))
    random = Random(f"imagen-sample-1:{seed}")
    drawn: set[int] = set()
    for last in range(count - max(n, 0), count):
        number = random.getrandbits(_BITS) % (last + 1)
        drawn.add(last if number in drawn else number)
    return sorted(drawn)
