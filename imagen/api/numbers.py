"""Numbers in JSON: those that a browser could not hold exactly travel as decimal strings."""

from __future__ import annotations

EXACT = 2**53 - 1


def exact(number: int) -> int | str:
    """Give a whole number as JSON carries it: as a string above 2^53 − 1."""
    return number if -EXACT <= number <= EXACT else str(number)
