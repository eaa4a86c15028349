"""One open Order page: it joins form and stage, places orders, and answers what happens elsewhere."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from nicegui import background_tasks, ui

from imagen.domain.errors import Conflict, InvalidInput, NotFound, ProviderError, SpendingRefused
from imagen.services.consent import NOTHING_SAID, Consent
from imagen.services.order_request import OrderRequest
from imagen.services.reuse import ReuseWhat
from imagen.services.views import StripItem
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.components.keys import Keys
from imagen.ui.context import PageContext
from imagen.ui.pages.order.brought import FORGET, Brought
from imagen.ui.pages.order.form import OrderForm
from imagen.ui.pages.order.happenings import Batch, Happenings
from imagen.ui.pages.order.item_deeds import ItemDeeds
from imagen.ui.pages.order.known import Known
from imagen.ui.pages.order.planner import ShownPlan
from imagen.ui.pages.order.reusing import picture_of, take_up
from imagen.ui.pages.order.spending_question import ask_about_cost
from imagen.ui.pages.order.stage import Stage
from imagen.ui.pages.order.wording import made_by

SECOND_CLICK = 0.6  # seconds within which another press belongs to the same double click


class OrderPage:
    """Everything of one browser tab."""

    def __init__(
        self,
        context: PageContext,
        project_id: UUID | None,
        known: Known,
        keys: Keys,
        brought: Brought,
        *,
        first: bool,
        again: str = "",
    ) -> None:
        """`again` names what is put into the form at once, as `paths.reuse_path` writes it."""
        self._services = context.services
        self._project_id = project_id
        self._brought = brought
        self._again = again
        self._editor = uuid4().hex
        self._client = ui.context.client
        self._pressed_at = 0.0
        self._asking = False
        self._placed_last: OrderRequest | None = None
        self._turn = asyncio.Lock()
        self._said = d.text("", "sr-only")  # the strip shows it to everybody else
        self._said.props.update({"role": "status"})
        with d.node("div", "split order-page"):
            with d.node("div", "split-side"):
                self._hint = _first_hint() if first else None
                self.form = OrderForm(context, project_id, self._editor, known, self.order)
            with d.node("div", "split-main"):
                deeds = ItemDeeds(self._services, self.form, lambda: self.stage.current)
                self._deeds = deeds
                self.stage: Stage = Stage(context, project_id, deeds.acts, self._clicked, self.form.model_name)
        self._add_keys(keys)
        self._happenings = Happenings(context.bridge, project_id, self._editor, self._react)
        background_tasks.create(self._begin(), name="begin", context=self._client)

    def _add_keys(self, keys: Keys) -> None:
        keys.add("ArrowLeft", "Previous tile", lambda: self.stage.step(-1))
        keys.add("ArrowRight", "Next tile", lambda: self.stage.step(1))
        keys.add("g", "Strip or grid by choices", self.stage.toggle)
        keys.add("Ctrl+z", "Take back what was put into the form, or deleted", self.form.undo)
        keys.add("s", "Shuffle the random picks", self.form.shuffle)
        keys.list_only("Escape", "Follow the newest")
        for key, label in (("+", "Zoom in"), ("-", "Zoom out"), ("0", "Fit")):
            keys.list_only(key, label, group="In the display")

    async def _begin(self) -> None:
        await self.form.draft_changed()  # what was kept while this page was being made, as before a reload, told nobody
        if self._again:
            await take_up(self._services, self.form, self._project_id, self._again)
        came_from = self._brought.reuse or self._brought.use
        if self._again:
            came_from = await call(picture_of, self._services, self._again)
        await self.stage.load(came_from, empty=bool(self._again))
        await self.form.lookups_changed()
        self.stage.know(await self.form.notices.refresh())
        await self._take_brought()

    async def _take_brought(self) -> None:
        """Put what was brought along into the form, once."""
        reuse, use, missing = self._brought.reuse, self._brought.use, self._brought.missing
        if reuse is None and use is None and missing is None:
            return
        with self._client:
            ui.run_javascript(FORGET)
            try:
                if reuse is not None:
                    await self._deeds.take_over(reuse, self._brought.way)
                elif use is not None:
                    await self._deeds.use_product(use)
                elif missing is not None:
                    await self._deeds.fill_missing(missing)
            except (NotFound, InvalidInput) as gone:
                d.toast(str(gone), kind="danger")

    # ---- ordering ----

    async def order(self) -> None:
        """Place what the form says now; a double click is one order, and every other press waits its turn."""
        pressed, wanted = time.monotonic(), self.form.request
        if self._asking:
            return
        if self.form.taking_in:
            field = self.form.taking_in
            d.toast(f"Not ordered yet. A file is still on its way into {field}; order when it is there.", kind="danger")
            return
        async with self._turn:
            await self._place(uuid4().hex, pressed, wanted)

    async def _place(self, key: str, pressed: float, wanted: OrderRequest) -> None:
        shown = await self.form.ready(wanted)
        if shown is None or shown.view.errors:
            self._refuse(shown)
            return
        if self.form.problem:
            d.toast(
                f"Not ordered yet. {self.form.problem}",
                kind="danger",
                action=("Open Settings", lambda: ui.navigate.to(self.form.settings)),
            )
            return
        meant = replace(shown.request, seed=None)
        if meant == self._placed_last and pressed - self._pressed_at < SECOND_CLICK:
            return
        self._placed_last, self._pressed_at = meant, pressed
        consent = await self._consent(shown)
        if consent is None:
            self._placed_last = None
            return
        self.stage.expect_order()
        try:
            placed = await call(self._services.orders.place, shown.request, key, shown.view.count, consent)
        except (InvalidInput, Conflict, ProviderError, SpendingRefused) as refused:
            d.toast(str(refused), kind="danger")
            await self.form.lookups_changed()
            return
        self._placed(shown)
        self.stage.await_order(placed.id)

    async def _consent(self, shown: ShownPlan) -> Consent | None:
        """Ask what has to be asked about money; None when it is not to be ordered now."""
        if not shown.view.question:
            return NOTHING_SAID
        model = await call(self._services.models.get, shown.request.model_key)
        self._asking = True
        try:
            with self._client.layout:
                return await ask_about_cost(self._services, shown.view, model)
        finally:
            self._asking = False

    def _placed(self, shown: ShownPlan) -> None:
        self.form.ordered()
        if self._hint is not None:
            self._hint.delete()
            self._hint = None
        self._said.set_text(f"{made_by(shown.view)} ordered.")

    def _refuse(self, shown: ShownPlan | None) -> None:
        self.form.telling.insist()
        reason = shown.view.errors[0].message if shown else self.form.problem or "This cannot be ordered as it stands."
        d.toast(f"Not ordered yet. {reason}", kind="danger")

    # ---- products ----

    def _clicked(self, item: StripItem) -> Any:
        if item.generation is None:
            return
        fill = self._deeds.fill_from(item.generation.id, ReuseWhat.TEMPLATE, True, tell=False)
        background_tasks.create(fill, name="fill the form", context=self._client)

    # ---- elsewhere ----

    async def _react(self, batch: Batch) -> None:
        with self._client:
            await self.stage.react(batch)
            if batch.draft:
                await self.form.draft_changed()
            if batch.lookups:
                await self.form.lookups_changed()
            if batch.models or batch.providers:
                await self.form.models_changed(batch.models)
            if batch.spending or (batch.generations and self.form.telling.is_limited):
                self.form.plan_anew()
            if batch.queue:
                self.stage.know(await self.form.notices.refresh())


def _first_hint() -> ui.element:
    with d.node("div", "first-hint", role="note") as hint:
        d.icon("wand")
        with d.node("div", "grow stack gap-1"):
            d.text("Eight generations, one key press", "strong", tag="p")
            d.text(
                "Commas in brackets make one of each: two colours times four animals are eight generations, a picture "
                "each. A bar picks one at random. Press Ctrl + Enter to make them.",
                "muted small",
                tag="p",
            )
    return hint
