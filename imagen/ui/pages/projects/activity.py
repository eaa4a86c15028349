"""The products of the last days as small bars."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from nicegui import ui

from imagen.ui import design as d

_HEIGHT = 10.0
_LEAST = 1.4
_WIDTH = 0.7


class ActivityBars(ui.element):
    """A bar for each day, the last of them today; what they show is also said in words."""

    def __init__(self) -> None:
        super().__init__("div")
        self.classes("project-days").props["role"] = "img"
        self._days: Sequence[tuple[date, int]] = ()
        with self, d.node("svg", preserveAspectRatio="none", aria_hidden="true") as self._drawing:
            self._bars = d.node("path")

    def show(self, days: Sequence[tuple[date, int]], words: str) -> None:
        """Show other days, or other counts."""
        if self.props.get("title") != words:
            self.props["title"] = self.props["aria-label"] = words
        if days != self._days:
            self._days = days
            self._drawing.props["viewBox"] = f"0 0 {max(len(days), 1)} {_HEIGHT:g}"
            self._bars.props["d"] = bars([count for _, count in days])


def bars(counts: Sequence[int]) -> str:
    """Draw a bar for each count as one path, the highest of them over the whole height; nothing where all are 0."""
    most = max(counts, default=0)
    heights = [max(_HEIGHT * count / most, _LEAST) if count else 0.0 for count in counts]
    return "".join(
        f"M{place + (1 - _WIDTH) / 2:g} {_HEIGHT:g}v-{height:.4g}h{_WIDTH:g}v{height:.4g}z"
        for place, height in enumerate(heights)
        if height
    )
