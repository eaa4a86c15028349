"""What a model costs, as its provider publishes it: an amount for each of something."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any


class Unit(StrEnum):
    """What an amount is asked for."""

    RUN = "run"
    OUTPUT = "output"
    MEGAPIXEL = "megapixel"
    SECOND = "second"  # of the video or audio that is made
    COMPUTE_SECOND = "compute_second"


@dataclass(frozen=True)
class Price:
    """An amount in micro-dollars for each unit; `source` says who told it, `as_of` when."""

    amount: int
    unit: Unit
    source: str = ""
    as_of: date | None = None

    def write(self) -> dict[str, Any]:
        """Give the price as JSON."""
        as_of = self.as_of.isoformat() if self.as_of else None
        return {"amount": self.amount, "unit": str(self.unit), "source": self.source, "as_of": as_of}

    @classmethod
    def read(cls, written: Mapping[str, Any]) -> Price:
        """Make a price from JSON of our own."""
        as_of = written.get("as_of")
        return cls(
            amount=int(written["amount"]),
            unit=Unit(written["unit"]),
            source=str(written.get("source") or ""),
            as_of=date.fromisoformat(as_of) if as_of else None,
        )

    def of(self, *, outputs: int = 1, megapixels: float | None = None, seconds: float | None = None) -> int | None:
        """Give the cost of one generation in micro-dollars; None where the price hangs on something unknown."""
        if self.unit is Unit.RUN:
            return self.amount
        if self.unit is Unit.OUTPUT:
            return self.amount * outputs
        if self.unit is Unit.MEGAPIXEL:
            return None if megapixels is None else round(self.amount * megapixels * outputs)
        if self.unit is Unit.SECOND:
            return None if seconds is None else round(self.amount * seconds * outputs)
        return None
