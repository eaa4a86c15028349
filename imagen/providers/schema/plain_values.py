"""Tell whether a JSON value is small and shallow enough to be kept as a default."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from imagen.providers.schema.wording import is_storable

_MOST = 500
_DEEPEST = 8
_LONGEST = 2000


def is_plain_and_small(value: Any) -> bool:
    """Look at no more of a value than may be kept of it."""
    waiting: list[tuple[Any, int]] = [(value, 0)]
    seen = 0
    while waiting:
        item, depth = waiting.pop()
        seen += 1
        if seen > _MOST or depth > _DEEPEST or not _is_plain(item):
            return False
        parts = _parts(item)
        if len(parts) > _MOST:
            return False
        waiting += [(part, depth + 1) for part in parts]
    return True


def _is_plain(item: Any) -> bool:
    if isinstance(item, str):
        return len(item) <= _LONGEST and is_storable(item)
    if isinstance(item, float):
        return math.isfinite(item)
    if isinstance(item, int):
        return abs(item) <= 2**64
    return item is None or isinstance(item, dict | list)


def _parts(item: Any) -> list[Any]:
    if isinstance(item, dict):
        return [*item.values(), *_some(item)]
    return item if isinstance(item, list) else []


def _some(item: dict[Any, Any]) -> Iterable[Any]:
    return item if len(item) <= _MOST else ()
