"""What endpoints cost, as fal's own price list tells: asked for when it is needed, and kept for an hour."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from imagen.providers.price import Price, Unit

if TYPE_CHECKING:
    from imagen.providers.fal.client import FalClient

_KEPT_SECONDS = 3600.0
_SOURCE = "fal.ai's price list"
_MILLION = 1_000_000
_MOST_DOLLARS = 1_000_000  # nothing costs more, so a larger number is a mistake
_UNITS = {
    **dict.fromkeys(("image", "output", "picture"), (Unit.OUTPUT, 1.0)),
    **dict.fromkeys(("generation", "request", "run", "call", "video", "audio", "song"), (Unit.RUN, 1.0)),
    **dict.fromkeys(("megapixel", "mp"), (Unit.MEGAPIXEL, 1.0)),
    "second": (Unit.SECOND, 1.0),
    "minute": (Unit.SECOND, 60.0),
}
_COMPUTING = re.compile(r"\b(compute|gpu|inference|processing)\b")


@dataclass(frozen=True)
class UnitPrice:
    """Dollars for a unit, in fal's word for it."""

    dollars: float
    unit: str

    def cost_of(self, units: float) -> int:
        """Give micro-dollars for so many units."""
        return round(self.dollars * units * _MILLION)

    def as_price(self) -> Price | None:
        """Give it as a price that estimates are made with; None for units that only fal counts, such as characters."""
        words = self.unit.casefold().replace("_", " ").split()
        last = words[-1] if words else ""
        found = _UNITS.get(last) or _UNITS.get(last.removesuffix("s"))
        if found is None or re.match(r"\d", self.unit):
            return None
        unit, divisor = found
        if unit is Unit.SECOND and _COMPUTING.search(" ".join(words)):
            unit = Unit.COMPUTE_SECOND
        return Price(round(self.dollars * _MILLION / divisor), unit, _SOURCE, datetime.now(UTC).date())


class Prices:
    """Knows the prices that were asked for lately."""

    def __init__(self, client: FalClient) -> None:
        self._client = client
        self._lock = threading.Lock()
        self._known: dict[str, tuple[float, UnitPrice | None]] = {}

    def known(self, endpoint: str) -> UnitPrice | None:
        """Give a price without asking anybody."""
        with self._lock:
            return self._known.get(endpoint, (0.0, None))[1]

    def ask(self, endpoint: str) -> UnitPrice | None:
        """Give a price as it is now; None when fal has none for it. May block."""
        with self._lock:
            until, price = self._known.get(endpoint, (0.0, None))
        if until > time.monotonic():
            return price
        price = self._asked(endpoint)
        with self._lock:
            self._known[endpoint] = (time.monotonic() + _KEPT_SECONDS, price)
        return price

    def _asked(self, endpoint: str) -> UnitPrice | None:
        listed = self._client.listed("/models/pricing", {"endpoint_id": endpoint}, "prices")
        told = (each for each in listed if isinstance(each, Mapping) and each.get("endpoint_id") == endpoint)
        return next((price for each in told if (price := _read(each)) is not None), None)


def _read(told: Mapping[str, Any]) -> UnitPrice | None:
    amount, unit, currency = told.get("unit_price"), told.get("unit"), told.get("currency")
    if isinstance(amount, bool) or not isinstance(amount, int | float) or not 0 <= amount <= _MOST_DOLLARS:
        return None
    return UnitPrice(float(amount), unit[:60]) if isinstance(unit, str) and currency in {None, "USD"} else None
