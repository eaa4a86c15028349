"""Culling: one key decides about a product and brings the next one; at the end stands what became of them all."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from nicegui import ui

from imagen.domain.errors import NotFound
from imagen.services.all import Services
from imagen.services.gallery_views import Asked
from imagen.services.viewing import ShownProduct
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.components.cull_decisions import Decision, Decisions, Verdict
from imagen.ui.components.live_words import LiveWords
from imagen.ui.components.rating import WORDS, RatingButtons
from imagen.ui.components.viewer_stage import StageActs, ViewerStage, stage_item
from imagen.ui.context import PageContext

_AHEAD = 4
READ_FIRST = 6 * _AHEAD  # keys come faster than a page is read


_TITLES = {
    Verdict.KEPT: "Kept",
    Verdict.REJECTED: "Rejected",
    Verdict.RATED: "Only rated",
    Verdict.SKIPPED: "Skipped",
}


class CullingBody:
    """Shows one after the other. What is rejected goes into the Bin only at the end, when a person says so."""

    def __init__(
        self, context: PageContext, shown: Mapping[UUID, ShownProduct], ids: Sequence[UUID], done: Callable[[], Any]
    ) -> None:
        self._context = context
        self._services: Services = context.services
        self._shown = dict(shown)
        self._decisions = Decisions(ids)
        self._done = done
        self._client = ui.context.client
        self._turn = asyncio.Lock()
        self._staged = self._decisions.current
        with d.node("div", "cull") as self.element:
            with d.node("div", "viewer-head"):
                d.icon_button("close", "Leave", done, key="Escape")
                self._place = LiveWords(classes="viewer-place num")
                with d.node("div", "cull-progress"):
                    self._progress = d.progress("Decided", 0.0)
                self._last = LiveWords(classes="cull-last")
                d.node("span", "grow")
                self._back = d.button("Step back", self.step_back, icon="undo", key="Ctrl+z", small=True)
            self._stage = ViewerStage(self._items(), 0, _no_acts(done), walks=False)
            with d.node("div", "cull-bar", role="toolbar", aria_label="Decide") as self._bar:
                d.button("Reject", lambda: self.decide(Verdict.REJECTED), kind="danger", icon="close", key="x")
                self._rating = RatingButtons(self._rate)
                d.button("Skip", lambda: self.decide(Verdict.SKIPPED), kind="ghost", icon="arrow-right", key="s")
                d.button("Keep", lambda: self.decide(Verdict.KEPT), kind="primary", icon="heart", key="k")
            self._summary = d.node("div", "cull-summary")
        self._tell()

    # ---- deciding ----

    def _rate(self, rating: int | None) -> Awaitable[None]:
        self._rating.set_value(None)  # at once: the next press is meant for the next product
        return self.decide(Verdict.RATED, rating)

    async def decide(self, verdict: Verdict, rating: int | None = None) -> None:
        """Decide about what is shown; the next one is shown at once, and the decision kept meanwhile."""
        decision = self._decisions.decide(verdict, rating)
        if decision is None:
            return
        self._go_on()
        async with self._turn:
            await self._keep(decision)
            await self._look_ahead()

    async def _keep(self, decision: Decision) -> None:
        ids = [decision.product_id]
        try:
            before = (await call(self._services.viewing.shown, ids))[0]
            decision.stood = before.product.liked, before.rating
            if decision.verdict is Verdict.KEPT:
                await call(self._services.keeping.like, ids, True)
            elif decision.verdict is Verdict.RATED:
                await call(self._services.keeping.rate, ids, decision.rating)
        except (NotFound, IndexError):
            with self._client:
                d.toast("One of them is not there any more, and was passed over.")

    async def step_back(self) -> None:
        """Take the last decision back and show the product again; what was kept of it is undone after its turn."""
        decision = self._decisions.take_back()
        if decision is None:
            d.toast("This is the first one.")
            return
        self._go_on()
        async with self._turn:
            await self._undo(decision)
            await self._look_ahead()

    async def _undo(self, decision: Decision) -> None:
        if decision.stood is None:  # it could not be kept
            return
        ids, (was_liked, rating) = [decision.product_id], decision.stood
        try:
            if decision.verdict is Verdict.KEPT and not was_liked:
                await call(self._services.keeping.like, ids, False)
            elif decision.verdict is Verdict.RATED:
                await call(self._services.keeping.rate, ids, rating)
        except NotFound:
            with self._client:
                d.toast("It is not there any more.", kind="danger")

    def _go_on(self) -> None:
        """Show what is current; what is not read yet is read by `_look_ahead`."""
        items = self._items()
        if items and self._decisions.current in self._shown:
            self._stage.show(items, 0)
            self._staged = self._decisions.current
        self._tell()

    def _items(self) -> list[dict[str, Any]]:
        coming = [self._shown[one] for one in self._decisions.coming(_AHEAD) if one in self._shown]
        return [stage_item(one) for one in coming]

    async def _look_ahead(self) -> None:
        wanted = [one for one in self._decisions.coming(READ_FIRST) if one not in self._shown]
        if wanted:
            for shown in await call(self._services.viewing.shown, wanted):
                self._shown[shown.product.id] = shown
        if self._decisions.current not in (None, self._staged) and not self.element.is_deleted:
            self._go_on()

    # ---- telling ----

    def _tell(self) -> None:
        decided, total = len(self._decisions.made), len(self._decisions.ids)
        at_end = self._decisions.current is None
        self._place.say(f"{min(decided + 1, total):,} of {total:,}" if not at_end else f"{total:,} of {total:,}")
        self._progress.set(decided / total if total else 1.0)
        last = self._decisions.made[-1] if self._decisions.made else None
        self._last.say(_said(last))
        for part in (self._stage, self._bar):
            part.set_visibility(not at_end)
        self._summary.set_visibility(at_end)
        if at_end:
            self._summarise()

    def _summarise(self) -> None:
        self._summary.clear()
        with self._summary:
            d.text("All decided" if self._decisions.ids else "Nothing to decide", "large", tag="h2")
            for verdict, title in _TITLES.items():
                ids = self._decisions.of(verdict)
                if ids:
                    self._heap(verdict, title, ids)
            with d.cluster(2):
                d.button("Done", self._done, kind="primary", key="Enter")
                again = self._decisions.of(Verdict.SKIPPED)
                if again:
                    d.button(f"Go through the {len(again):,} skipped", self._resume_skipped, key="s")

    def _heap(self, verdict: Verdict, title: str, ids: Sequence[UUID]) -> None:
        with d.panel(f"{title} · {len(ids):,}"), d.stack(3):
            with d.node("div", "cull-heap"):
                for one in ids[:60]:
                    address = self._shown[one].product.thumbnail_url if one in self._shown else None
                    if address:
                        d.node("img", "compare-thumb", src=address, alt="", loading="lazy")
            if verdict is Verdict.REJECTED:
                with d.cluster(2):
                    d.button(
                        f"Delete the {len(ids):,} rejected",
                        self._delete_rejected,
                        kind="danger",
                        icon="bin",
                        key="Delete",
                    )
                    d.text("They stay where they are until you do. The Bin keeps them.", "muted small")
            elif verdict is Verdict.KEPT:
                with d.cluster(2):
                    self._collecting(ids)

    def _collecting(self, ids: Sequence[UUID]) -> None:
        name = d.text_input("", placeholder="Name of a collection", label="Collection for the kept")

        async def collect() -> None:
            wanted = (name.value or "").strip()
            if not wanted:
                return
            known = await call(self._services.collections.list)
            found = next((one for one in known if one.name.casefold() == wanted.casefold()), None)
            if found is None:
                found = await call(self._services.collections.create, wanted)
            done = await call(self._services.keeping.collect, ids, found.id)
            d.toast(done.sentence, kind="done")

        d.button("Collect the kept", collect, icon="collections")

    async def _delete_rejected(self) -> None:
        async with self._turn:  # after all that was decided has been kept
            ids = self._decisions.of(Verdict.REJECTED)
            if not ids:  # pressed twice
                return
            done = await call(self._services.keeping.delete, ids)
            self._decisions.leave_out(ids)

        async def restore() -> None:
            await call(self._services.keeping.restore, ids)

        with self._client:  # the button that was pressed may be gone by now
            d.toast(done.sentence, undo=restore)
        if not self.element.is_deleted:
            self._go_on()

    def _resume_skipped(self) -> None:
        self._decisions.resume_skipped()
        self._go_on()


class Culling:
    """Culling as an overlay of a page."""

    def __init__(self, context: PageContext, *, on_close: Callable[[], Any] | None = None) -> None:
        self._context = context
        self._client = ui.context.client
        self._on_close = on_close
        with ui.dialog().props("maximized no-esc-dismiss no-route-dismiss transition-duration=120") as self._dialog:
            self._place = d.node("div", "viewer-over", role="document", aria_label="Cull")
        self._dialog.props["aria-label"] = "Cull"
        self._dialog.on("hide", self._closed, [])

    async def open(self, what: Asked | Sequence[UUID]) -> None:
        """Decide about all that was asked for in its order, or about a selection."""
        services = self._context.services
        ids = await call(ids_of, services, what)
        first = await call(services.viewing.shown, ids[:READ_FIRST])
        if not ids:
            d.toast("There is nothing to decide about.")
            return
        self._place.clear()
        with self._place:
            CullingBody(self._context, {one.product.id: one for one in first}, ids, self._dialog.close)
        self._dialog.open()

    def _closed(self) -> None:
        self._place.clear()
        if self._on_close is not None:
            self._on_close()


def ids_of(services: Services, what: Asked | Sequence[UUID], most: int = 5_000) -> list[UUID]:
    """Give the products that are meant in the order in which they are shown, no more than `most`."""
    if not isinstance(what, Asked):
        return list(what)[:most]
    ids: list[UUID] = []
    while len(ids) < most:
        page = services.gallery.page(what, offset=len(ids), limit=min(1000, most - len(ids)))
        ids += [tile.id for tile in page.tiles]
        if not page.tiles or len(ids) >= page.total:
            break
        what = replace(what, newest=page.newest)
    return ids


def _said(decision: Decision | None) -> str:
    if decision is None:
        return ""
    if decision.verdict is Verdict.RATED and decision.rating is not None:
        return WORDS[decision.rating]
    return _TITLES[decision.verdict]


def _no_acts(done: Callable[[], Any]) -> StageActs:
    def nothing(*_: Any) -> None:
        return None

    return StageActs(nothing, done, nothing, nothing, nothing, nothing, nothing, nothing)
