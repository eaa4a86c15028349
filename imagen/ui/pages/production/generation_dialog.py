"""Everything about one generation: its parameter sets side by side, its times, what went wrong and what to do, its attempts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from imagen.domain.attention import Resolution
from imagen.domain.errors import ModelGone, NotFound
from imagen.domain.lifecycle import GenerationStatus
from imagen.domain.parameters import ParameterSetSpec
from imagen.services.all import Services
from imagen.services.production import times
from imagen.services.views import GenerationDetail, GenerationView, ModelView, ProviderView
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.components.deciding import ACTS, attention_title, decide, provider_of, requests_link
from imagen.ui.components.wording import money
from imagen.ui.pages.order.details import show_attempts, show_sets, tell_what_is_missing
from imagen.ui.pages.production.deeds import GenerationDeeds
from imagen.ui.pages.production.drawn_rows import thumb
from imagen.ui.pages.production.wording import span, status_words, what_to_do
from imagen.ui.paths import view_path

_DONE_WITH = {GenerationStatus.FAILED, GenerationStatus.CANCELLED}
_UNFINISHED = {GenerationStatus.PENDING, GenerationStatus.GENERATING}


class GenerationDialog:
    """Stays true while it is open: it is filled anew when its generation has changed."""

    def __init__(
        self,
        services: Services,
        deeds: GenerationDeeds,
        *,
        on_close: Callable[[], Any],
        on_step: Callable[[UUID, int], Any],
    ) -> None:
        """`on_step(generation_id, step)` opens the one before or behind."""
        self._services = services
        self._deeds = deeds
        self.detail: GenerationDetail | None = None
        self._on_step = on_step
        with d.dialog("Generation", size="wide") as self._dialog:
            self._body = d.stack(4, "pd-body")
        with self._dialog.foot:
            d.icon_button("chevron-left", "The one before", lambda: self._step(-1), key="ArrowLeft", framed=True)
            d.icon_button("chevron-right", "The next one", lambda: self._step(1), key="ArrowRight", framed=True)
            d.node("span", "grow")
            self._cancel = d.button("Cancel", self._act(deeds.cancel), icon="stop")
            self._retry = d.button("Retry", self._act(deeds.retry), icon="retry", kind="primary")
            self._edit = d.button("Edit and retry", self._act(deeds.edit), icon="edit")
        self._dialog.on_value_change(lambda event: None if event.value else self._closed(on_close))

    @property
    def generation_id(self) -> UUID | None:
        """Tell which generation is open."""
        return self.detail.summary.id if self.detail is not None else None

    async def open(self, generation_id: UUID) -> int | None:
        """Show a generation and give its position; None when it is gone."""
        try:
            read = await call(self._read, generation_id)
        except NotFound as gone:
            d.toast(str(gone), kind="danger")
            return None
        self.detail = read[0]
        self._fill(*read)
        self._dialog.open()
        return self.detail.summary.position

    async def refresh(self) -> None:
        """Show the open generation as it is now."""
        if self.generation_id is None:
            return
        read = await call(self._read, self.generation_id)
        if self.detail is not None and read[0].summary.id == self.detail.summary.id and read[0] != self.detail:
            self.detail = read[0]
            self._fill(*read)

    def _read(
        self, generation_id: UUID
    ) -> tuple[GenerationDetail, ModelView | None, ParameterSetSpec | None, ProviderView | None]:
        detail = self._services.generations.get(generation_id)
        provider = provider_of(detail.summary, self._services.models.providers())
        key = detail.order.model_key
        try:
            return detail, self._services.models.get(key), self._services.models.spec(key), provider
        except ModelGone:
            return detail, None, None, provider

    def _closed(self, on_close: Callable[[], Any]) -> Any:
        self.detail = None
        return on_close()

    def _step(self, step: int) -> None:
        if self.generation_id is not None:
            self._on_step(self.generation_id, step)

    def _act(self, deed: Callable[[GenerationView], Any]) -> Callable[[], Any]:
        return lambda: deed(self.detail.summary) if self.detail is not None else None

    # ---- filling ----

    def _fill(
        self,
        detail: GenerationDetail,
        model: ModelView | None,
        spec: ParameterSetSpec | None,
        provider: ProviderView | None,
    ) -> None:
        one = detail.summary
        self._dialog.set_title(f"Order {detail.order.number}, generation {one.position + 1}")
        self._cancel.set_visibility(one.status in _UNFINISHED and not one.attention)
        self._cancel.set_text("Stop" if one.status is GenerationStatus.GENERATING else "Cancel")
        self._retry.set_visibility(one.status in _DONE_WITH)
        self._edit.set_text("Edit and retry" if one.status in _DONE_WITH else "Make like this")
        self._body.clear()
        with self._body:
            self._head(detail, model)
            self._trouble(one, provider)
            tell_what_is_missing(detail)
            show_sets(detail, spec)
            show_attempts(detail)

    def _head(self, detail: GenerationDetail, model: ModelView | None) -> None:
        one = detail.summary
        with d.node("div", "pd-head"):
            if one.products:
                self._products(one)
            with d.node("div", "grow stack gap-2"):
                d.text(one.prompt_preview or "Without words", "strong", tag="p")
                with d.cluster(2):
                    dot, kind, word, _ = status_words(one)
                    d.pill(word, dot=dot, classes=kind)  # type: ignore[arg-type]
                    d.text(model.model.name if model else one.model, "muted small")
                    if one.completed_at is not None:
                        d.text(money(one.cost), "muted small num")
                _times(one)

    def _products(self, one: GenerationView) -> None:
        with d.node("div", "pd-products"):
            for product in one.products[:4]:
                drawn = thumb(product)
                link = d.node("a", "po-thumb large", href=view_path(product.id, order=one.order_number))
                link.props["aria-label"] = "Show it large"
                with link:
                    if drawn["url"]:
                        d.node("img", src=drawn["url"], alt="")
                    else:
                        d.node("span", f"icon {drawn['icon']}", aria_hidden="true")

    def _trouble(self, one: GenerationView, provider: ProviderView | None) -> None:
        if one.error_message and one.status is GenerationStatus.FAILED:
            d.notice(f"{one.error_message} {what_to_do(one)}", kind="danger")
        elif one.error_message and one.status in _UNFINISHED:
            d.notice(f"The attempt before failed: {one.error_message}")
        if not one.attention:
            return
        d.notice(f"{attention_title(one.attention)}. {one.attention_note or ''}".strip(), kind="danger")
        with d.cluster(2):
            for act in ACTS:
                made = d.button(act.words(one.expected_cost), self._decision(one, act.resolution), small=True)
                made.props["title"] = act.why
            requests_link(provider)

    def _decision(self, one: GenerationView, resolution: Resolution) -> Callable[[], Any]:
        return lambda: decide(self._services, one, resolution)


def _times(one: GenerationView) -> None:
    """Say how long it waited for its turn, ran at the provider, and took to be fetched and stored."""
    waited, ran, stored = times(one)
    told = (("Waited", waited), ("Ran", ran), ("Fetched and stored", stored))
    with d.node("dl", "pd-times"):
        for name, value in told:
            with d.node("div"):
                d.text(name, "faint small", tag="dt")
                d.text(span(value), "num", tag="dd")
        for name, moment in (("Ordered", one.created_at), ("Begun", one.started_at), ("Ended", one.completed_at)):
            if moment is not None:
                with d.node("div"):
                    d.text(name, "faint small", tag="dt")
                    d.text(f"{moment.astimezone():%d %b, %H:%M:%S}", "num", tag="dd")
