"""The order that is open: how it stands, what can be done with it, and its generations."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from typing import Any
from uuid import UUID

from nicegui import ui

from imagen.domain.errors import ModelGone
from imagen.domain.lifecycle import ENDED_ORDERS
from imagen.domain.ordering import Priority
from imagen.domain.production import ShowGenerations
from imagen.services.all import Services
from imagen.services.library_merging import HELD as TAKEN_IN
from imagen.services.production import GenerationsPage, OrderRow
from imagen.services.views import OrderView
from imagen.services.waiting import PAUSED_BY_HAND
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.components.live_words import LiveWords, Words
from imagen.ui.components.wording import ago
from imagen.ui.pages.production.deeds import OrderDeeds
from imagen.ui.pages.production.drawn_rows import difference_names, generation_row, shares
from imagen.ui.pages.production.generation_list import GenerationList
from imagen.ui.pages.production.wording import GENERATION_WORDS, cost_words, count_words, running_word
from imagen.ui.paths import grid_path, order_products_path, reuse_path

PAGE = 100
_BEFORE = 2  # rows above the first one that is being made


class OrderPane:
    """Stands beside the list; what happens changes it in place."""

    def __init__(
        self,
        services: Services,
        deeds: OrderDeeds,
        *,
        on_close: Callable[[], Any],
        on_show: Callable[[ShowGenerations], Any],
        on_open: Callable[[UUID], Any],
        on_act: Callable[[str, UUID], Any],
    ) -> None:
        """`on_open(generation_id)`, `on_act(name, generation_id)`; `on_show` is told which generations are wanted."""
        self._services = services
        self._deeds = deeds
        self._on_show = on_show
        self.row: OrderRow | None = None
        self.show = ShowGenerations.ALL
        self._total = 0
        with d.node("section", "po-pane", aria_label="Order") as self._place:
            with d.node("header", "pp-head"):
                self._head(on_close)
            with d.node(
                "div", "pf-pills pp-pills fades", role="group", aria_label="Which generations"
            ) as self._choices:
                self._pills = {show: self._pill(show) for show in ShowGenerations}
            self.list = GenerationList(
                on_need=self._need,
                on_open=lambda generation_id: on_open(UUID(generation_id)),
                on_act=lambda act, generation_id: on_act(act, UUID(generation_id)),
                on_again=self._again,
            )
        self._place.set_visibility(False)

    # ---- building ----

    def _head(self, on_close: Callable[[], Any]) -> None:
        with d.node("div", "spread pp-line"):
            back = d.icon_button("arrow-left", "Back to the orders", on_close)
            back.classes("pp-back")
            self._title = d.text("", "pp-title ellipsis grow", tag="h2")
            close = d.icon_button("close", "Close the order", on_close)
            close.classes("pp-close")
        self._facts = LiveWords(classes="pp-facts muted small")
        self._bar = d.progress("Order")
        self._words = LiveWords(classes="po-words num")
        self._waits = LiveWords(classes="pp-waits")
        with d.cluster(2, "pp-acts"):
            self._lasting_acts()
            self._menu()
            self._passing_acts()

    def _passing_acts(self) -> None:
        """Make what comes and goes, behind what stays: nothing that is paid for takes its place under a pointer."""
        self._decide = d.button("Decide…", self._do("decide"), kind="danger", small=True)
        self._raise = d.button("Let it go on…", self._do("raise"), small=True)
        self._let_go = d.button("Let it go on…", self._do("let_go"), small=True, icon="play")
        self._resume = d.button("Resume", self._do("resume"), small=True, icon="play")
        self._cancel = d.button("Cancel", self._do("cancel"), small=True, icon="stop")
        self._retry = d.button("Retry failed", self._do("retry"), small=True, icon="retry")

    def _lasting_acts(self) -> None:
        d.brief(d.button("Order again", self._do("again"), small=True, icon="redo"), "Again")
        self._edit = d.brief(d.link_button("Edit and order", "#", small=True, icon="edit"), "Edit")
        self._products = d.brief(d.link_button("In the gallery", "#", small=True, icon="gallery"), "Gallery")
        self._grid = d.brief(d.link_button("As a grid", "#", small=True, icon="grid"), "Grid")

    def _menu(self) -> None:
        more = d.brief(d.icon_button("more", "More about this order", framed=True, small=True), "More")
        with d.menu(more):
            self._keep = d.menu_item("Cancel all but what runs", self._of(self._deeds.cancel_waiting), icon="stop")
            self._retry_all = d.menu_item("Retry failed and cancelled", self._of(self._deeds.retry_all), icon="retry")
            self._pause = d.menu_item("Pause this order", self._of(self._deeds.pause), icon="pause")
            self._next = d.menu_item("Make it next", self._of(self._deeds.make_next), icon="arrow-up")
            self._last = d.menu_item("Make it last", self._of(self._deeds.make_last), icon="arrow-down")
            self._background = d.menu_item(
                "Make it in the background", self._classed(Priority.BACKGROUND), icon="clock"
            )
            self._in_turn = d.menu_item("Make it in its turn", self._classed(Priority.INTERACTIVE), icon="clock")
            self._line = d.menu_line()
            d.menu_item("Rename…", self._rename, icon="edit")
            d.menu_item("Tags…", self._of(self._deeds.tag), icon="tag")
            d.menu_item("Save as a template…", self._of(self._deeds.save_as_template), icon="templates")
            d.menu_item("Generations as CSV", self._export, icon="download")

    def _pill(self, show: ShowGenerations) -> tuple[d.Labelled, d.Text]:
        made = d.pill(GENERATION_WORDS[show], on_click=lambda: self._on_show(show), on=False)
        with made:
            count = d.text("", "num pf-count")
        return made, count

    def _do(self, act: str) -> Callable[[], Any]:
        return lambda: self._deeds.act(act, self._order.id)

    def _of(self, deed: Callable[[UUID], Any]) -> Callable[[], Any]:
        return lambda: deed(self._order.id)

    def _classed(self, priority: Priority) -> Callable[[], Any]:
        return lambda: self._deeds.set_priority(self._order.id, priority)

    @property
    def _order(self) -> OrderView:
        assert self.row is not None
        return self.row.order

    # ---- showing ----

    def close(self) -> None:
        """Show no order."""
        self.row = None
        self._place.set_visibility(False)

    async def open(self, row: OrderRow, model: str, project: str, show: ShowGenerations, at: int | None = None) -> None:
        """Show an order with some of its generations, from the one that is being made on or from a position."""
        self.row, self.show = row, show
        order_id = row.order.id
        first = at
        if first is None and show is ShowGenerations.ALL:
            found = await call(self._services.production.first_unfinished, order_id)
            first = max(0, (found or 0) - _BEFORE)
        offset = (first or 0) // PAGE * PAGE
        page = await call(lambda: self._services.production.generations(order_id, show, offset=offset, limit=PAGE))
        if self._place.is_deleted or self.row is None or self.row.order.id != order_id:
            return
        self.update(row, model, project)
        self._place.set_visibility(True)
        self._total = page.total
        names = difference_names(page.differences, partial(self._label, row.order.model_key))
        self.list.begin(page.total, names, self._drawn(page), offset, first or 0)

    def _label(self, model_key: str, parameter: str) -> str:
        """Name a parameter as the form does, where its model is there still."""
        with suppress(ModelGone):
            known = self._services.models.spec(model_key).get(parameter)
            if known is not None:
                return known.label
        return parameter.replace("_", " ")

    def update(self, row: OrderRow, model: str, project: str) -> None:
        """Show how the order stands now."""
        self.row = row
        order = row.order
        self._title.set_text(order.name)
        self._title.props["title"] = order.name
        self._place.props["aria-label"] = f"Order {order.number}"
        spent, expected = cost_words(order)
        background = "in the background" if order.priority is Priority.BACKGROUND else ""
        facts = [
            f"#{order.number}",
            model,
            project,
            f"ordered {ago(order.created_at)}",
            background,
            f"{spent} {expected}",
        ]
        self._facts.say(" · ".join(fact.strip() for fact in facts if fact.strip()))
        parts = shares(order)
        self._bar.set(parts.pop("done"), **parts)
        self._words.show(*(Words(text=text, classes=tone) for text, tone in count_words(order)))
        self._waits.say(row.waits)
        self._waits.set_visibility(bool(row.waits))
        self._offer(order)
        self._count(order)

    def _offer(self, order: OrderView) -> None:
        progress, over = order.progress, order.status in ENDED_ORDERS
        paused = order.held_reason == PAUSED_BY_HAND
        left = progress.pending + progress.generating
        self._decide.set_visibility(progress.attention > 0)
        self._raise.set_visibility(bool(order.held_for) and not over)
        taken_in = order.held_reason == TAKEN_IN
        self._let_go.set_visibility(taken_in and not over)
        self._resume.set_visibility(paused and not over)
        self._retry.set_visibility(progress.failed > 0)
        self._retry.set_text(f"Retry {progress.failed:,} failed")
        self._cancel.set_visibility(left > 0 or progress.failed > 0)  # it does not come where “Retry” was pressed
        self._cancel.set_enabled(left > 0)
        self._edit.props["href"] = reuse_path(order.project_id, "order", order.id)
        self._products.props["href"] = order_products_path(order.number)
        self._grid.props["href"] = grid_path(order=order.number)
        self._grid.set_visibility(any(len(factor["labels"]) > 1 for factor in order.factors))
        self._products.set_visibility(progress.complete > 0)
        self._keep.set_visibility(progress.pending > 0 and progress.generating > 0 and not over)
        self._retry_all.set_visibility(progress.cancelled > 0)
        self._pause.set_visibility(not over and not paused and not taken_in)
        for entry in (self._next, self._last):
            entry.set_visibility(not over)
        self._background.set_visibility(not over and order.priority is Priority.INTERACTIVE)
        self._in_turn.set_visibility(not over and order.priority is Priority.BACKGROUND)
        self._line.set_visibility(not over or self._keep.visible or self._retry_all.visible)

    def _count(self, order: OrderView) -> None:
        counts = _counts(order)
        self._choices.set_visibility(self.show is not ShowGenerations.ALL or _differ(counts))
        for show, (pill, count) in self._pills.items():
            count.set_text(f"{counts[show]:,}")
            pill.set_visibility(show in {ShowGenerations.ALL, self.show} or counts[show] > 0)
            pill.props["aria-pressed"] = "true" if show is self.show else "false"
        if self.show is ShowGenerations.ALL:
            if counts[self.show] != self._total:
                self._total = counts[self.show]
                self.list.grow(self._total)
        elif counts[self.show] != self._total:
            self.list.tell(f"Now {counts[self.show]:,}: show them")
        else:
            self.list.tell("")

    def _drawn(self, page: GenerationsPage) -> list[dict[str, Any]]:
        waits = self.row.waits if self.row else ""
        return [generation_row(row, waits) for row in page.rows]

    async def _need(self, turn: int, offset: int) -> None:
        if self.row is None:
            return
        order_id, show = self._order.id, self.show
        page = await call(lambda: self._services.production.generations(order_id, show, offset=offset, limit=PAGE))
        if not self._place.is_deleted:
            self.list.take(turn, self._drawn(page), offset)

    def _again(self) -> Any:
        return self._on_show(self.show)

    async def changed(self, generation_ids: list[UUID]) -> None:
        """Show some generations as they are now, where they are listed."""
        wanted = [one for one in generation_ids if str(one) in self.list.rows]
        if self.row is None or not wanted:
            return
        rows = await call(self._services.production.some_generations, self._order.id, wanted)
        if not self._place.is_deleted and self.row is not None:
            self.list.upsert([generation_row(row, self.row.waits) for row in rows])

    def progress(self, progress: Mapping[UUID, tuple[float | None, str]]) -> None:
        """Show how far running ones are."""
        words = {str(one): running_word(*told) for one, told in progress.items() if str(one) in self.list.rows}
        if words:
            self.list.progress(words)

    # ---- acts ----

    async def _rename(self) -> None:
        order = self._order
        with ui.context.client.layout:
            with d.dialog(f"Rename order {order.number}", size="narrow") as asked, d.field("Name") as field:
                name = d.text_input(order.name, label="Name").props("autofocus maxlength=200")

            async def store() -> None:
                if not str(name.value or "").strip():
                    field.set_error("Give it a name.")
                    return
                await call(self._services.orders.rename, order.id, str(name.value))
                asked.close()

            name.on("keydown.enter", store, [])
            with asked.foot:
                d.button("Not now", asked.close)
                d.button("Rename", store, kind="primary")
            await asked
            asked.delete()

    def _export(self) -> None:
        ui.download.from_url(f"/api/orders/{self._order.id}/generations.csv?show={self.show}")


def _differ(counts: Mapping[ShowGenerations, int]) -> bool:
    """Tell whether there is anything to choose: where all stand alike, each choice would list the same."""
    return sum(count > 0 for show, count in counts.items() if show is not ShowGenerations.ALL) > 1


def _counts(order: OrderView) -> Mapping[ShowGenerations, int]:
    progress = order.progress
    return {
        ShowGenerations.ALL: order.written,
        ShowGenerations.RUNNING: progress.generating,
        ShowGenerations.WAITING: progress.pending - (progress.planned - order.written),
        ShowGenerations.DONE: progress.complete,
        ShowGenerations.FAILED: progress.failed,
        ShowGenerations.CANCELLED: progress.cancelled,
        ShowGenerations.ATTENTION: progress.attention,
    }
