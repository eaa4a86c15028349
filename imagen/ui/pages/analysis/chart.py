"""Shares as bars with whiskers: how often each value is good, and between which bounds that lies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from nicegui import ui
from nicegui.events import EChartPointClickEventArguments

from imagen.domain.statistics import Verdict
from imagen.services.analysis_views import Finding
from imagen.ui.pages.analysis.wording import VERDICTS, between, percent

MOST_BARS = 12
_ROW = 30
_FRAME = 52
_FONT = "Inter Variable, system-ui, sans-serif"  # that of the page, by its name: the chart measures with it
_LONGEST = 26
_COLORS = {
    Verdict.MORE: "var(--chart-more)",
    Verdict.LESS: "var(--chart-less)",
    Verdict.UNCLEAR: "var(--chart-unclear)",
    Verdict.FEW: "var(--chart-few)",
}


class ShareChart(ui.echart):
    """A bar for each finding, the strongest on top; a click on one asks for it."""

    def __init__(self, findings: Sequence[Finding], share: float, on_pick: Callable[[Finding], Any]) -> None:
        self._shown = list(findings)[:MOST_BARS]
        super().__init__(_options(self._shown, share), renderer="svg")
        self.classes("share-chart").style(f"height: {_FRAME + _ROW * len(self._shown)}px")
        self.props["aria-hidden"] = "true"  # the table beside it says the same

        def picked(event: EChartPointClickEventArguments) -> Any:
            return on_pick(self._shown[event.data_index]) if 0 <= event.data_index < len(self._shown) else None

        self.on_point_click(picked)


def _options(findings: Sequence[Finding], share: float) -> dict[str, Any]:
    quiet = {"color": "var(--muted)", "fontFamily": _FONT, "fontSize": 12}
    line = {"lineStyle": {"color": "var(--line)"}}
    return {
        "animation": False,
        "grid": {"left": 168, "right": 28, "top": 26, "bottom": 24},
        "tooltip": {
            "trigger": "item",
            "backgroundColor": "var(--panel)",
            "borderColor": "var(--line)",
            "textStyle": {"color": "var(--text)", "fontFamily": _FONT, "fontSize": 12},
            "confine": True,
        },
        "xAxis": {
            "type": "value",
            "min": 0,
            "max": _top(findings, share),
            "interval": _top(findings, share) / 4,
            "axisLabel": {**quiet, "formatter": "{value} %", "hideOverlap": True},
            "splitLine": line,
        },
        "yAxis": {
            "type": "category",
            "inverse": True,
            "data": [_shortened(_name(finding)) for finding in findings],
            "axisLabel": {**quiet, "color": "var(--text)", "width": 160, "overflow": "truncate"},
            "axisLine": line,
            "axisTick": {"show": False},
        },
        "series": [
            {
                "type": "bar",
                "barWidth": 14,
                "cursor": "pointer",
                "emphasis": {"disabled": True},
                "data": [_bar(finding) for finding in findings],
                "markLine": {
                    "silent": True,
                    "symbol": "none",
                    "label": {"show": False},
                    "data": [*_whiskers(findings), _all(share)],
                },
            }
        ],
    }


def _bar(finding: Finding) -> dict[str, Any]:
    compared = finding.compared
    told = (
        f"{_plain(_name(finding))}: {compared.good:,} of {compared.count:,}, {percent(compared.share)} "
        f"({between(compared)}), {VERDICTS[finding.verdict]}"
    )
    return {
        "value": round(100 * compared.share, 2),
        "itemStyle": {"color": _COLORS[finding.verdict], "borderRadius": [0, 3, 3, 0]},
        "tooltip": {"formatter": told},
    }


def _whiskers(findings: Sequence[Finding]) -> list[list[dict[str, Any]]]:
    """Draw the interval of each share as a line with an end on both sides."""
    style = {"color": "var(--text)", "width": 1.5, "type": "solid"}
    ends = {"symbol": "rect", "symbolSize": [9, 1.5], "lineStyle": style}
    return [
        [
            {"coord": [round(100 * finding.compared.interval.low, 2), place], **ends},
            {"coord": [round(100 * finding.compared.interval.high, 2), place], **ends},
        ]
        for place, finding in enumerate(findings)
    ]


def _all(share: float) -> dict[str, Any]:
    """Draw where the share of all lies."""
    label = {"show": True, "position": "start", "formatter": f"all: {percent(share)}", "color": "var(--muted)"}
    return {
        "xAxis": round(100 * share, 2),
        "lineStyle": {"color": "var(--muted)", "type": "dashed", "width": 1},
        "label": {**label, "fontSize": 11, "fontFamily": _FONT},
    }


def _top(findings: Sequence[Finding], share: float) -> int:
    """Give the end of the axis in per cent, so that its quarters are round."""
    most = max([share, *(finding.compared.interval.high for finding in findings)])
    return min(100, 20 * (int(100 * most) // 20 + 1))


def _name(finding: Finding) -> str:
    return f"{finding.name.replace('_', ' ')}: {finding.label}" if finding.name else finding.label


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _plain(text: str) -> str:
    """Write what somebody named so that the chart takes none of it for markup."""
    for sign, word in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("{", "&#123;"), ("}", "&#125;")):
        text = text.replace(sign, word)
    return text
