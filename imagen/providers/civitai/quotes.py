"""Prices that civitai told lately, by what they depend on: words and seeds are no part of that."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

from imagen.domain.parameters import ParameterSetSpec
from imagen.providers.estimating import counted_names

KEPT_SECONDS = 600.0
_MOST = 500


class Quotes:
    """Remembers prices of one model for some minutes, so that an order of hundreds asks once."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._known: dict[str, tuple[float, int]] = {}

    def find(self, key: str) -> int | None:
        """Give a price in millionths of a Buzz that was told lately."""
        with self._lock:
            until, price = self._known.get(key, (0.0, 0))
        return price if until > self._now() else None

    def keep(self, key: str, price: int) -> None:
        with self._lock:
            while len(self._known) >= _MOST:
                self._known.pop(next(iter(self._known)))
            self._known[key] = (self._now() + KEPT_SECONDS, price)


def key_of(spec: ParameterSetSpec, values: Mapping[str, Any]) -> str:
    """Name what a price depends on: everything but prompts and seeds."""
    names = counted_names(spec)
    counted = {name: value for name, value in values.items() if name in names and value is not None}
    return json.dumps(counted, sort_keys=True, separators=(",", ":"), default=str)
