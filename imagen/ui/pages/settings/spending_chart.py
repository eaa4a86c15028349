"""What each of the last days cost, as bars."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from nicegui import ui

from imagen.domain.money import MILLION
from imagen.ui import design as d


class SpendingChart:
    """Thirty bars; not there while nothing was spent."""

    def __init__(self) -> None:
        self._days: Sequence[tuple[date, int]] = ()
        self._place = d.node("div", "spending-chart")
        self._chart: ui.echart | None = None

    def show(self, days: Sequence[tuple[date, int]]) -> None:
        """Show other days, or other amounts."""
        if days == self._days:
            return
        self._days = days
        self._place.set_visibility(any(amount for _, amount in days))
        if self._chart is None and any(amount for _, amount in days):
            with self._place:
                self._chart = ui.echart(_options(days))
                self._chart.props["aria-label"] = "Spent a day, in the last thirty days"
        elif self._chart is not None:
            self._chart.options.update(_options(days))
            self._chart.update()


def _options(days: Sequence[tuple[date, int]]) -> dict[str, object]:
    grey = "#8a8f98"
    return {
        "animation": False,
        "grid": {"left": 44, "right": 4, "top": 8, "bottom": 22},
        "tooltip": {"trigger": "axis", ":valueFormatter": "value => '$' + Number(value).toFixed(2)"},
        "xAxis": {
            "type": "category",
            "data": [f"{day:%d %b}".lstrip("0") for day, _ in days],
            "axisTick": {"show": False},
            "axisLine": {"lineStyle": {"color": grey, "opacity": 0.4}},
            "axisLabel": {"color": grey, "fontSize": 11},
        },
        "yAxis": {
            "type": "value",
            "minInterval": 0.01,
            "splitNumber": 2,
            "axisLabel": {"color": grey, "fontSize": 11, "formatter": "${value}"},
            "splitLine": {"lineStyle": {"color": grey, "opacity": 0.15}},
        },
        "series": [{"type": "bar", "barMaxWidth": 14, "data": [amount / MILLION for _, amount in days], "color": grey}],
    }
