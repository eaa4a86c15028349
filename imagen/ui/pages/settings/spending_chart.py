"""What each of the last days cost, as bars with what they say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from imagen.domain.money import MILLION, dollars
from imagen.ui import design as d

_CENT = MILLION // 100
_WEEK = 7
_STEPS = (1, 2, 5)


class SpendingChart:
    """A bar for each day, the last of them today; not there while nothing was spent."""

    def __init__(self) -> None:
        self._days: Sequence[tuple[date, int]] = ()
        with d.node("div", "spending-chart") as self._place:
            self._most = d.text("", "spending-scale num")
            self._half = d.text("", "spending-scale half num")
            self._bars = d.node("ul", aria_label="Spent on each of the last 30 days")

    def show(self, days: Sequence[tuple[date, int]]) -> None:
        """Show other days, or other amounts."""
        if days == self._days:
            return
        self._days = days
        most = round_above(max((amount for _, amount in days), default=0))
        self._place.set_visibility(most > 0)
        if not most:
            return
        self._most.set_text(dollars(most))
        self._half.set_text(dollars(most // 2))
        self._bars.clear()
        with self._bars:
            for place, (day, amount) in enumerate(days):
                _bar(day, amount, amount / most, ago=len(days) - 1 - place)


def _bar(day: date, amount: int, part: float, *, ago: int) -> None:
    name = "Today" if ago == 0 else f"{day:%d %b}".lstrip("0")
    with d.node("li", data_day=name if ago % _WEEK == 0 else None):
        d.node("span", "spending-bar").style(f"--part: {part:.4f}").classes("none" if not amount else "")
        d.text(f"{name}: {dollars(amount)}", "spending-tip num")


def round_above(micros: int) -> int:
    """Give the next amount in round steps (1, 2, 5, 10 …) of at least a cent: the top of a scale; 0 for nothing."""
    if micros <= 0:
        return 0
    power = _CENT
    while True:
        for step in _STEPS:
            if step * power >= micros:
                return step * power
        power *= 10
