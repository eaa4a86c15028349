"""The numbers that products are found by: made of an id's time, so that they sort as ids do and tell when."""

from __future__ import annotations

from datetime import datetime

_BITS_BELOW = 20
_MILLISECONDS = (1 << 43) - 1


def number_at(moment: datetime) -> int:
    """Give the smallest number that a product of this moment can have."""
    milliseconds = round(moment.timestamp() * 1000)
    return max(0, min(milliseconds, _MILLISECONDS)) << _BITS_BELOW


def milliseconds_of(number: int) -> int:
    """Give the time of a number, in milliseconds since 1970."""
    return number >> _BITS_BELOW
