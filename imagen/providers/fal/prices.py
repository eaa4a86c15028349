"""What endpoints cost, as fal's own price list tells: asked for when it is needed, and kept for an hour."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from imagen.providers.price import Price, Unit

if TYPE_CHECKING:
    from imagen.providers.fal.client import FalClient

_KEPT_SECONDS = 3600.0
_PAUSE_SECONDS = 60.0
_MOST_AT_ONCE = 50
_MOST_PAGES = 3
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
        self._learn_after = 0.0

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

    def has_none(self, endpoint: str) -> bool:
        """Tell whether fal was asked for this one and told no price that an estimate can be made with."""
        with self._lock:
            until, price = self._known.get(endpoint, (0.0, None))
        return until > 0 and (price is None or price.as_price() is None)

    def learn(self, endpoints: Iterable[str]) -> bool:
        """Ask for many prices at once, not again for as long as they are kept; tell whether any became known. May block.

        Those that the answer leaves out are asked for one by one when they are needed.
        """
        wanted = list(endpoints)
        with self._lock:
            if self._learn_after > time.monotonic():
                return False
            self._learn_after = time.monotonic() + _PAUSE_SECONDS
        learned = False
        for start in range(0, len(wanted), _MOST_AT_ONCE):
            learned = self._learn(wanted[start : start + _MOST_AT_ONCE]) or learned
        with self._lock:
            self._learn_after = time.monotonic() + _KEPT_SECONDS
        return learned

    def _learn(self, wanted: list[str]) -> bool:
        found: dict[str, UnitPrice] = {}
        for _, page in self._client.pages("/models/pricing", {"endpoint_id": wanted}, "prices", _MOST_PAGES):
            for told in page:
                price = _read(told) if isinstance(told, Mapping) else None
                if price is not None and told.get("endpoint_id") in wanted:
                    found[told["endpoint_id"]] = price
        until = time.monotonic() + _KEPT_SECONDS
        with self._lock:
            is_new = any(self._known.get(endpoint, (0.0, None))[1] != price for endpoint, price in found.items())
            self._known.update((endpoint, (until, price)) for endpoint, price in found.items())
        return is_new

    def _asked(self, endpoint: str) -> UnitPrice | None:
        listed = self._client.listed("/models/pricing", {"endpoint_id": endpoint}, "prices")
        told = (each for each in listed if isinstance(each, Mapping) and each.get("endpoint_id") == endpoint)
        return next((price for each in told if (price := _read(each)) is not None), None)


def _read(told: Mapping[str, Any]) -> UnitPrice | None:
    amount, unit, currency = told.get("unit_price"), told.get("unit"), told.get("currency")
    if isinstance(amount, bool) or not isinstance(amount, int | float) or not 0 <= amount <= _MOST_DOLLARS:
        return None
    return UnitPrice(float(amount), unit[:60]) if isinstance(unit, str) and currency in {None, "USD"} else None
