"""The list of what needs a person, by order: each with its sentence and what can be done, singly or for all at once."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from nicegui import background_tasks, ui

from imagen.domain.attention import Resolution
from imagen.domain.events import DomainEvent, GenerationChanged, GenerationCompleted, OrderChanged
from imagen.services.views import GenerationView, ProviderView
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.components.deciding import (
    ACTS,
    attention_title,
    decide,
    decide_all,
    decide_everything,
    provider_of,
    requests_link,
)
from imagen.ui.context import PageContext
from imagen.ui.live import Live
from imagen.ui.paths import order_path

_MOST = 60
_PAUSE = 0.4


class AttentionDialog:
    """A dialog that stays true while it is open; it closes when nothing is left to decide."""

    def __init__(self, context: PageContext) -> None:
        self._services = context.services
        self._client = ui.context.client
        self._shown: tuple[object, ...] = ()
        self._providers: Sequence[ProviderView] = ()
        with d.dialog("What needs you", size="wide") as self._dialog:
            self._body = d.stack(4, "attention")
        self._live = Live(context.bridge, self._refresh, self._concerns, pause=_PAUSE, begin=False)

    def open(self) -> None:
        """Show what needs a person now."""
        self._shown = ()
        self._dialog.open()
        self._live.request()

    def _concerns(self, event: DomainEvent) -> bool:
        return bool(self._dialog.value) and isinstance(event, GenerationChanged | GenerationCompleted | OrderChanged)

    async def _refresh(self) -> None:
        page = await call(lambda: self._services.generations.list(attention=True, limit=_MOST))
        self._providers = await call(self._services.models.providers)
        if self._body.is_deleted or not self._dialog.value:
            return
        if not page.items:
            self._body.clear()
            self._dialog.close()
            return
        needing = sorted(page.items, key=lambda one: (-one.order_number, one.position))
        shown = tuple((one.id, one.attention, one.attention_note) for one in needing)
        if shown != self._shown:  # what is being pressed stays where it is while nothing changed
            self._shown = shown
            self._fill(needing, page.total)

    def _fill(self, needing: Sequence[GenerationView], total: int) -> None:
        self._body.clear()
        with self._body:
            if len({one.order_id for one in needing}) > 1:
                self._everything(needing, total)
            for order_id, group in groupby(needing, key=lambda one: one.order_id):
                self._order(order_id, list(group), is_whole=total == len(needing))
            if total > len(needing):
                d.text(f"and {total - len(needing):,} more, shown when these are decided.", "muted small", tag="p")

    def _everything(self, needing: Sequence[GenerationView], total: int) -> None:
        """Offer to decide the same about all orders at once; nobody knows the cost of what is not shown."""
        costs = [one.expected_cost for one in needing] + [None] * (total - len(needing))
        with d.node("div", "spread attention-head"):
            d.text(f"{total:,} in all orders", "strong grow")
            with d.cluster(1):
                for act in ACTS:
                    words = act.words(*costs, several=True)
                    one = d.button(words, _everything(self, costs, act.resolution), small=True)
                    one.props["title"] = act.why

    def _order(self, order_id: UUID, needing: Sequence[GenerationView], *, is_whole: bool) -> None:
        first, count = needing[0], len(needing)
        costs = [one.expected_cost if is_whole else None for one in needing]
        with d.node("section", "attention-order stack gap-2"):
            with d.node("div", "spread attention-head"):
                with d.node("a", "strong", href=order_path(first.project_id)):
                    d.text(f"Order {first.order_number}")
                d.text(f"{count:,} need{'s' if count == 1 else ''} you · {_model(first)}", "muted small grow")
                requests_link(provider_of(first, self._providers))
                if count > 1:
                    with d.cluster(1):
                        for act in ACTS:
                            one = d.button(
                                act.words(*costs, several=True), _all(self, order_id, costs, act.resolution), small=True
                            )
                            one.props["title"] = act.why
            for generation in needing:
                self._generation(generation)

    def _generation(self, generation: GenerationView) -> None:
        with d.node("div", "attention-one"):
            d.icon("warning", "danger-text")
            with d.node("div", "grow stack gap-1"):
                d.text(generation.prompt_preview or "Without words", "clamp-2", tag="p")
                d.text(attention_title(generation.attention), "small strong", tag="p")
                if generation.attention_note:
                    d.text(generation.attention_note, "small muted", tag="p")
            with d.cluster(1, "attention-acts"):
                for act in ACTS:
                    one = d.button(
                        act.words(generation.expected_cost), _single(self, generation, act.resolution), small=True
                    )
                    one.props["title"] = act.why

    def decide(self, generation: GenerationView, resolution: Resolution) -> None:
        """Decide about one."""
        self._do(decide(self._services, generation, resolution))

    def decide_all(self, order_id: UUID, costs: Sequence[int | None], resolution: Resolution) -> None:
        """Decide the same about all of an order; `costs` are what each was expected to cost."""
        self._do(decide_all(self._services, order_id, costs, resolution))

    def decide_everything(self, costs: Sequence[int | None], resolution: Resolution) -> None:
        """Decide the same about everything."""
        self._do(decide_everything(self._services, costs, resolution))

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        # Not within the button's own slot: the list may be drawn anew before the answer is there.
        with self._client:
            background_tasks.create(work, name="decide", context=self._client)


def _single(dialog: AttentionDialog, generation: GenerationView, resolution: Resolution) -> Callable[[], None]:
    return lambda: dialog.decide(generation, resolution)


def _all(
    dialog: AttentionDialog, order_id: UUID, costs: Sequence[int | None], resolution: Resolution
) -> Callable[[], None]:
    return lambda: dialog.decide_all(order_id, costs, resolution)


def _everything(dialog: AttentionDialog, costs: Sequence[int | None], resolution: Resolution) -> Callable[[], None]:
    return lambda: dialog.decide_everything(costs, resolution)


def _model(generation: GenerationView) -> str:
    return generation.model.partition(":")[2] or generation.model
