"""Everything about one generation: its four parameter sets beside one another, inputs, submissions and what went wrong."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from imagen.domain.attention import Resolution
from imagen.domain.lifecycle import GenerationStatus
from imagen.domain.parameters import ParameterSetSpec
from imagen.domain.product import ProductState
from imagen.services.views import GenerationDetail, GenerationView, ModelView, ProviderView
from imagen.ui import design as d
from imagen.ui.components.deciding import ACTS, attention_title, requests_link
from imagen.ui.components.wording import ago, duration, money
from imagen.ui.pages.order.set_words import SetWords
from imagen.ui.pages.order.wording import changed_since

_STATUSES = {
    GenerationStatus.PENDING: "Waits",
    GenerationStatus.GENERATING: "Is being made",
    GenerationStatus.COMPLETE: "Made",
    GenerationStatus.FAILED: "Failed",
    GenerationStatus.CANCELLED: "Cancelled",
}
_STATES = {
    "intent": "being sent",
    "accepted": "accepted",
    "unknown": "unclear",
    "done": "done",
    "refused": "refused",
    "abandoned": "given up",
}
_WHY_BLOCKED = ("blocked", "withheld")
_SETS = ("Ordered", "Expanded", "Sent", "Returned")


class DetailsSheet:
    """The sheet; it is filled each time it opens."""

    def __init__(self, on_resolve: Callable[[GenerationView, Resolution], Any]) -> None:
        self._on_resolve = on_resolve
        with d.sheet("Details") as self._sheet:
            self._body = d.stack(4, "details-body")

    def open(
        self,
        detail: GenerationDetail,
        model: ModelView | None,
        spec: ParameterSetSpec | None,
        provider: ProviderView | None,
    ) -> None:
        """Show a generation, with what is known of its model, its form and its provider now; None what is not there any more."""
        self._body.clear()
        generation = detail.summary
        self._sheet.set_title(f"Order {detail.order.number}, generation {generation.position + 1}")
        with self._body:
            if generation.prompt_preview:
                d.text(generation.prompt_preview, "strong", tag="p")
            d.text(_effort(detail), "muted small num", tag="p")
            _model_line(detail, model)
            if generation.error_message:
                d.notice(generation.error_message, kind="danger")
            tell_what_is_missing(detail)
            if generation.attention:
                self._attention(detail, provider)
            show_sets(detail, spec)
            show_attempts(detail)
        self._sheet.open()

    def _attention(self, detail: GenerationDetail, provider: ProviderView | None) -> None:
        note = f"{attention_title(detail.summary.attention)}. {detail.summary.attention_note or ''}"
        d.notice(note.strip(), kind="danger")
        with d.cluster(2):
            for act in ACTS:
                words = act.words(detail.summary.expected_cost)
                one = d.button(words, lambda act=act: self._resolve(detail, act.resolution), small=True)
                one.props["title"] = act.why
            requests_link(provider)

    async def _resolve(self, detail: GenerationDetail, resolution: Resolution) -> None:
        self._sheet.close()
        await self._on_resolve(detail.summary, resolution)


def show_sets(detail: GenerationDetail, spec: ParameterSetSpec | None) -> None:
    """Show the four parameter sets beside one another, and what went in; `spec` names the parameters where it is known."""
    words = SetWords(spec, detail.inputs)
    _parameters(detail, words)
    _inputs(detail, words)


def tell_what_is_missing(detail: GenerationDetail) -> None:
    """Say what of the result the provider withheld, and what was not kept."""
    _blocked(detail)
    _left_out(detail)


def _parameters(detail: GenerationDetail, words: SetWords) -> None:
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
            with d.row(words.label(name)):
                before = ""
                for values in sets:
                    value = (values or {}).get(name)
                    written = words.value(value)
                    differs = bool(before) and value is not None and written != before
                    with d.cell("set-differs" if differs else ""):
                        d.text(written, "mono" if value is not None else "faint")
                    before = written if value is not None else before


def _inputs(detail: GenerationDetail, words: SetWords) -> None:
    if not detail.inputs:
        return
    with d.panel("Inputs"), d.cluster(2):
        for given in detail.inputs:
            with d.node("a", "input-thumb", href=given.product.file_url, target="_blank") as link:
                link.props["aria-label"] = f"{words.label(given.parameter)}: {given.product.name or given.product.type}"
                if given.product.thumbnail_url:
                    d.node("img", src=given.product.thumbnail_url, alt="")
                d.text(words.label(given.parameter), "faint small")


def show_attempts(detail: GenerationDetail) -> None:
    """Fold away how it was bought: each attempt with the provider's own id, and what else the provider reported."""
    if not detail.submissions and not detail.facts:
        return
    many = len(detail.submissions)
    with d.fold(f"How it was bought · {many:,} {'attempt' if many == 1 else 'attempts'}", opened=many > 1), d.stack(3):
        with d.table(("#", "When", "State", "Request at the provider", "Cost"), label="Attempts", compact=True):
            for submission in detail.submissions:
                when = f"{submission.created_at.astimezone():%d %b %Y, %H:%M:%S}"
                with d.row(str(submission.attempt), when, _STATES.get(submission.state, submission.state)):
                    with d.cell():
                        d.text(submission.provider_request_id or "none", "mono small")
                        if submission.error:
                            d.text(submission.error, "danger-text small", tag="p")
                    with d.cell():
                        d.text(money(submission.cost))
        for name, value in detail.facts.items():
            with d.node("div", "fact"):
                d.text(name.replace("_", " "), "faint small")
                d.text(_written(value), "mono small")


def _effort(detail: GenerationDetail) -> str:
    """Say how it ended, how long it took and what it cost, in the provider's own money too where it has one."""
    generation = detail.summary
    took, buzz = generation.inference_time_ms, detail.facts.get("buzz")
    facts = [
        _STATUSES[generation.status],
        duration(took / 1000) if took is not None else "",
        money(generation.cost) if generation.completed_at else "",
        f"{buzz:,} Buzz" if isinstance(buzz, int | float) else "",
        f"ordered {ago(detail.order.created_at)}",
    ]
    return " · ".join(filter(None, facts))


def _model_line(detail: GenerationDetail, model: ModelView | None) -> None:
    key = detail.order.model_key
    with d.node("p", "muted small"):
        if model is None:
            d.text(
                f"{key.partition(':')[2] or key}, a model that is not there any more. What is kept of it stands below."
            )
            return
        d.text(f"{model.model.name} · {model.provider_label}")
        if model.page:
            d.text(" · ")
            link = d.text(f"its page at {model.provider_label}", tag="a")
            link.props.update({"href": model.page, "target": "_blank", "rel": "noopener noreferrer"})
    if model.gone_at is not None and model.problem:
        d.text(model.problem, "muted small", tag="p")
    elif model.changed_at is not None and model.changed_at > detail.order.created_at:
        d.text(changed_since(model), "muted small", tag="p")


def _blocked(detail: GenerationDetail) -> None:
    blocked = sum(1 for product in detail.summary.products if product.state is ProductState.BLOCKED)
    if not blocked:
        return
    told = [str(reason) for name in _WHY_BLOCKED for reason in _list(detail.facts.get(name)) if isinstance(reason, str)]
    why = f" It told: {', '.join(dict.fromkeys(told))}." if told else " It gave no reason."
    which = "the picture" if blocked == len(detail.summary.products) else f"{blocked:,} of the pictures"
    d.notice(f"The provider's safety filter withheld {which}.{why}")


def _left_out(detail: GenerationDetail) -> None:
    """Say which files of the result were not kept, and why."""
    why = [str(reason) for reason in _list(detail.facts.get("left_out"))]
    if why:
        d.notice(f"Not kept of what was made: {' '.join(why)}")


def _list(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list | tuple) else () if value is None else (value,)


def _written(value: Any) -> str:
    if value is None:
        return "–"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
