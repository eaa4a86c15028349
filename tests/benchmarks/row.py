"""One line of the benchmark table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """What was measured, ours, the peer's or the limit, the ratio and what it should be at least."""

    name: str
    ours: str
    peer: str
    ratio: float
    aim: float = 1.0

    @property
    def reached(self) -> bool:
        return self.ratio >= self.aim

    def __str__(self) -> str:
        mark = "ok" if self.reached else "SHORT"
        return f"{self.name:52} {self.ours:>16} {self.peer:>28} {self.ratio:8.1f}× (aim {self.aim:g}×) {mark}"


def within(name: str, seconds: float, limit: float) -> Row:
    """Compare a time with the time it may take."""
    return Row(name, f"{seconds * 1000:,.1f} ms", f"limit {limit * 1000:,g} ms", limit / max(seconds, 1e-9))
