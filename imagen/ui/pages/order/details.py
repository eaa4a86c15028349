"""Everything about one generation: its four parameter sets beside one another, inputs, submissions and what went wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from imagen.domain.attention import Resolution
from imagen.services.views import GenerationDetail
from imagen.ui import design as d
from imagen.ui.pages.order.wording import duration, money

_SETS = ("Ordered", "Expanded", "Sent", "Returned")
_RESOLUTIONS = (
    (Resolution.CHECK, "Ask the provider again"),
    (Resolution.SUBMIT, "Order it anew"),
    (Resolution.GIVE_UP, "Give it up"),
)


class DetailsSheet:
    """The sheet; it is filled each time it opens."""

    def __init__(self, on_resolve: Callable[[GenerationDetail, Resolution], Any]) -> None:
        self._on_resolve = on_resolve
        with d.sheet("Details") as self._sheet:
            self._body = d.stack(4, "details-body")

    def open(self, detail: GenerationDetail) -> None:
        """Show a generation."""
        self._body.clear()
        generation = detail.summary
        self._sheet.set_title(f"Order {detail.order.number}, generation {generation.position + 1}")
        with self._body:
            d.text(generation.prompt_preview, "strong", tag="p")
            took = generation.inference_time_ms
            facts = [
                str(generation.status),
                detail.order.model_key,
                duration(took / 1000) if took is not None else "",
                money(generation.cost) if generation.completed_at else "",
            ]
            d.text(" · ".join(filter(None, facts)), "muted small", tag="p")
            if generation.error_message:
                d.notice(generation.error_message, kind="danger")
            if generation.attention:
                self._attention(detail)
            _parameters(detail)
            _inputs(detail)
            _submissions(detail)
        self._sheet.open()

    def _attention(self, detail: GenerationDetail) -> None:
        d.notice(detail.summary.attention_note or "This generation waits for your decision.", kind="danger")
        with d.cluster(2):
            for resolution, label in _RESOLUTIONS:
                d.button(label, lambda resolution=resolution: self._resolve(detail, resolution), small=True)

    async def _resolve(self, detail: GenerationDetail, resolution: Resolution) -> None:
        self._sheet.close()
        await self._on_resolve(detail, resolution)


def _parameters(detail: GenerationDetail) -> None:
    sets = [
        detail.base_parameters,
        detail.generation_parameters,
        detail.actual_parameters,
        detail.return_parameters,
    ]
    names = dict.fromkeys(name for values in sets for name in values or ())
    d.text("Marked: what is another value than in the column before it.", "muted small", tag="p")
    with d.table(("Parameter", *_SETS), label="The four parameter sets", compact=True):
        for name in names:
            with d.row(name.replace("_", " ")):
                before: Any = None
                for values in sets:
                    value = (values or {}).get(name)
                    differs = before is not None and value is not None and value != before
                    with d.cell("set-differs" if differs else ""):
                        d.text(_written(value), "mono" if value is not None else "faint")
                    before = value if value is not None else before


def _inputs(detail: GenerationDetail) -> None:
    if not detail.inputs:
        return
    with d.panel("Inputs"), d.cluster(2):
        for given in detail.inputs:
            with d.node("a", "input-thumb", href=given.product.file_url, target="_blank") as link:
                link.props["aria-label"] = f"{given.parameter}: {given.product.name or given.product.type}"
                if given.product.thumbnail_url:
                    d.node("img", src=given.product.thumbnail_url, alt="")
                d.text(given.parameter.replace("_", " "), "faint small")


def _submissions(detail: GenerationDetail) -> None:
    if not detail.submissions:
        return
    with (
        d.panel("Submissions", padded=False),
        d.table(("#", "State", "Provider", "Receipt", "Cost"), label="Submissions", compact=True),
    ):
        for submission in detail.submissions:
            with d.row(str(submission.attempt), submission.state, submission.provider):
                with d.cell():
                    d.text(submission.provider_request_id or "–", "mono small")
                    if submission.error:
                        d.text(submission.error, "danger-text small", tag="p")
                with d.cell():
                    d.text(money(submission.cost))


def _written(value: Any) -> str:
    if value is None:
        return "–"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
