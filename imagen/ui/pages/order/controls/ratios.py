"""Which proportions a choice names, so that they can be drawn beside it: `16:9`, `portrait_4_3`, `1024x768`."""

from __future__ import annotations

import re

_SIDES = re.compile(r"(?<![\d.])(\d{1,5}(?:\.\d+)?)\s*[:x×_]\s*(\d{1,5}(?:\.\d+)?)(?![\d.])")
_SQUARE = re.compile(r"\bsquare\b|\bsquare_", re.IGNORECASE)
_UPRIGHT = re.compile(r"portrait", re.IGNORECASE)
_LARGEST = 21.0  # beyond this a drawing is a line


def ratio_of(value: str) -> float | None:
    """Give width divided by height; None where a choice names no proportions."""
    found = _SIDES.search(value)
    if found is None:
        return 1.0 if _SQUARE.search(value) else None
    width, height = float(found[1]), float(found[2])
    if not width or not height:
        return None
    if _UPRIGHT.search(value) and width > height:  # `portrait_16_9` stands upright all the same
        width, height = height, width
    ratio = width / height
    return ratio if 1 / _LARGEST <= ratio <= _LARGEST else None
