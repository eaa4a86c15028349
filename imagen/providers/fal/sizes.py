"""How many pixels the sizes have that fal knows by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from imagen.domain.parameters import read_size

_NAMED = {
    "square_hd": (1024, 1024),
    "square": (512, 512),
    "portrait_4_3": (768, 1024),
    "portrait_16_9": (576, 1024),
    "landscape_4_3": (1024, 768),
    "landscape_16_9": (1024, 576),
}


def megapixels_of(values: Mapping[str, Any]) -> float | None:
    """Give the megapixels of each picture; None where only the model knows."""
    size = values.get("image_size")
    sides = _NAMED.get(size) if isinstance(size, str) else None
    sides = sides or read_size(size) or read_size(f"{values.get('width')}x{values.get('height')}")
    return sides[0] * sides[1] / 1_000_000 if sides else None
