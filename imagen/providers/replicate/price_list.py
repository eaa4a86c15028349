"""What models cost at Replicate, which tells prices on its pages only, not by its API: the few that are known for sure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from imagen.providers.price import Price, Unit

_PAGE = "replicate.com/pricing"
_REPORTED = "replicate.com, as users report it"
_SEEN = date(2026, 10, 7)


def _dollars(amount: float, unit: Unit, source: str = _REPORTED, as_of: date | None = None) -> Price:
    return Price(round(amount * 1_000_000), unit, source, as_of)


PRICES: Mapping[str, Price] = {
    "black-forest-labs/flux-schnell": _dollars(0.003, Unit.OUTPUT, _PAGE, _SEEN),
    "black-forest-labs/flux-dev": _dollars(0.025, Unit.OUTPUT, _PAGE, _SEEN),
    "black-forest-labs/flux-1.1-pro": _dollars(0.04, Unit.OUTPUT, _PAGE, _SEEN),
    "luma/photon": _dollars(0.03, Unit.OUTPUT, "replicate.com/luma/photon"),
    "black-forest-labs/flux-kontext-pro": _dollars(0.04, Unit.OUTPUT),
    "recraft-ai/recraft-v3": _dollars(0.04, Unit.OUTPUT),
    "minimax/video-01": _dollars(0.5, Unit.OUTPUT),
    "minimax/video-01-live": _dollars(0.5, Unit.OUTPUT),
    "kwaivgi/kling-v2.5-turbo-pro": _dollars(0.07, Unit.SECOND),
    "google/veo-3.1": _dollars(0.4, Unit.SECOND),
}
