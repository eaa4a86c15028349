"""The Production page of one browser tab: it joins filters, list, open order and dialogs, and keeps them in step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from nicegui import background_tasks, ui

from imagen.domain.errors import ImagenError, InvalidInput, NotFound
from imagen.domain.events import DomainEvent, GenerationChanged, OrderChanged, OrderPlaced
from imagen.domain.production import Show, ShowGenerations
from imagen.services.production import OrderRow, OrdersPage
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.components.attention import AttentionDialog
from imagen.ui.components.keys import Keys
from imagen.ui.context import PageContext
from imagen.ui.live import Live
from imagen.ui.pages.production.deeds import GenerationDeeds, OrderDeeds
from imagen.ui.pages.production.drawn_rows import order_row
from imagen.ui.pages.production.filters import Filters
from imagen.ui.pages.production.generation_dialog import GenerationDialog
from imagen.ui.pages.production.happenings import Batch, Happenings
from imagen.ui.pages.production.names import Names
from imagen.ui.pages.production.notices import Notices
from imagen.ui.pages.production.order_list import OrderList
from imagen.ui.pages.production.order_pane import OrderPane
from imagen.ui.pages.production.view_state import ViewState
from imagen.ui.paths import order_path

PAGE = 30
_COUNT_PAUSE = 1.5  # seconds; all orders are counted, and nobody reads such numbers faster
_CHANGES_COUNTS = (OrderPlaced, OrderChanged, GenerationChanged)


class ProductionDesk:
    """Everything that is shown, by what the address says."""

    def __init__(self, context: PageContext, state: ViewState, keys: Keys) -> None:
        self._services = context.services
        self._reads = context.bridge.reads
        self._state = state
        self._client = ui.context.client
        self._rows: dict[UUID, OrderRow] = {}
        self._names = Names(context.services)
        self._cursor: str | None = None
        self._newest: UUID | None = None
        self._is_reading = False
        self._meanwhile: set[UUID] = set()  # what happens while the list is read is shown after it
        self._attention = AttentionDialog(context)
        self._deeds = OrderDeeds(self._services, self._attention.open)
        self._generation_deeds = GenerationDeeds(self._services)
        with d.node("div", "production") as self._place:
            with d.node("div", "production-top"):
                self._notices = Notices(self._services)
                with d.node("div", "production-bar"):
                    self._filters = Filters(state, self._filtered)
                    self._tools()
            with d.node("div", "production-body"):
                self._build_body()
        self._dialog = GenerationDialog(
            self._services, self._generation_deeds, on_close=self._generation_closed, on_step=self._step
        )
        self._add_keys(keys)
        Happenings(context.bridge, self._react)
        Live(context.bridge, self._count, _changes_counts, pause=_COUNT_PAUSE, begin=False)

    def _build_body(self) -> None:
        with d.node("div", "production-list"):
            self._list = OrderList(
                on_open=lambda order_id: self._open(UUID(order_id)),
                on_act=lambda act, order_id: self._deeds.act(act, UUID(order_id)),
                on_more=self._more,
                on_show=self.refresh,
                on_moved=self._moved,
                on_address=self._gone_back,
            )
            self._empty = d.node("div", "production-empty")
        self._pane = OrderPane(
            self._services,
            self._deeds,
            on_close=self._close,
            on_show=self._show_generations,
            on_open=self._open_generation,
            on_act=self._act_on_generation,
        )

    def _tools(self) -> None:
        with d.node("div", "production-tools"):
            self._pause = d.button("Pause queue", self._toggle_queue, icon="pause", small=True, key="P")
            self._pause.classes("narrow-icon")
            self._retry = d.button(
                "Retry failed", lambda: self._deeds.retry_shown(self._state.sought), icon="retry", small=True
            )
            self._retry.classes("narrow-icon")
            d.icon_button("download", "Export this list as CSV", self._export, framed=True, small=True)

    def _add_keys(self, keys: Keys) -> None:
        keys.add("/", "Search orders", self._filters.search)
        keys.list_only("ArrowDown", "Next order or generation")
        keys.list_only("ArrowUp", "Order or generation before")
        keys.add("Escape", "Close the order", self._close)
        keys.list_only("Enter", "Open the order or generation")
        keys.list_only("Delete", "Cancel the order or generation")
        keys.list_only("r", "Retry what failed of it")
        keys.list_only("Alt+ArrowUp", "Make an active order earlier")
        keys.list_only("Alt+ArrowDown", "Make an active order later")

    # ---- the list ----

    async def begin(self) -> None:
        """Show what the address says."""
        await self._names.load()
        self._filters.offer(self._names.models, self._names.projects)
        await self.refresh()
        await self._notices.refresh()
        self._tell_queue()
        if self._state.order is not None:
            await self._open_numbered(self._state)

    async def refresh(self) -> None:
        """Read the list from its beginning."""
        state = self._state
        self._meanwhile.clear()
        page = await call(lambda: self._services.production.page(state.sought, limit=PAGE))
        if self._place.is_deleted or state is not self._state:
            return
        self._rows = {}
        self._newest = page.newest
        self._take(page)
        self._list.set_rows(
            [self._drawn(row) for row in page.rows], more=page.cursor is not None, movable=state.show is Show.ACTIVE
        )
        self._list.show(str(self._pane.row.order.id) if self._pane.row else None)
        self._tell_empty(page.total)
        await self._update(list(self._meanwhile & self._rows.keys()), self._opened)
        await self._count()

    async def _more(self) -> None:
        state, cursor = self._state, self._cursor
        if cursor is None or self._is_reading:
            return
        self._is_reading = True
        try:
            page = await call(lambda: self._services.production.page(state.sought, cursor=cursor, limit=PAGE))
        except InvalidInput:
            return
        finally:
            self._is_reading = False
        if not self._place.is_deleted and state.sought == self._state.sought:
            self._take(page)
            self._list.add_rows([self._drawn(row) for row in page.rows], more=page.cursor is not None)

    def _take(self, page: OrdersPage) -> None:
        self._cursor = page.cursor
        self._rows |= {row.order.id: row for row in page.rows}

    def _drawn(self, row: OrderRow) -> dict[str, Any]:
        href = replace(self._state, order=row.order.number, generation=None, generations=ShowGenerations.ALL).path
        return order_row(row, self._names.model(row.order), self._names.project(row.order), href)

    async def _count(self) -> None:
        sought, count = self._state.sought, self._services.production.counts
        counts = await self._reads.read(("production counts", sought), lambda: count(sought))
        if self._place.is_deleted:
            return
        self._filters.count(counts)
        self._retry.set_visibility(counts[Show.FAILED] > 0)

    def _tell_empty(self, total: int) -> None:
        self._list.set_visibility(total > 0)
        self._empty.clear()
        self._empty.set_visibility(total == 0)
        if total:
            return
        with self._empty:
            _nothing_here(self._state, self._filters)

    # ---- what a person chooses ----

    async def _filtered(self, state: ViewState) -> None:
        self._go(replace(state, order=self._state.order, generations=self._state.generations), replaces=True)
        await self.refresh()

    def _go(self, state: ViewState, *, replaces: bool = False) -> None:
        """Have the address say what is shown."""
        if state.path != self._state.path:
            (ui.navigate.history.replace if replaces else ui.navigate.history.push)(state.path)
        self._state = state

    async def _gone_back(self, query: str) -> None:
        """Show what an address says that a person went back to."""
        before, self._state = self._state, ViewState.read(query)
        self._filters.show(self._state)
        if self._state.sought != before.sought:
            await self.refresh()
        if self._state.order is None:
            self._pane.close()
            self._mark(None)
        elif (self._state.order, self._state.generations) != (before.order, before.generations):
            await self._open_numbered(self._state)

    async def _open(self, order_id: UUID) -> None:
        found = await call(self._services.production.rows, [order_id])
        if not found:
            d.toast("That order is not there any more.", kind="danger")
            return
        self._go(replace(self._state, order=found[0].order.number, generations=ShowGenerations.ALL, generation=None))
        await self._show_order(found[0])

    async def _open_numbered(self, state: ViewState) -> None:
        assert state.order is not None
        try:
            row = await call(self._services.production.numbered, state.order)
        except NotFound as gone:
            d.toast(str(gone), kind="danger")
            self._go(replace(state, order=None, generation=None), replaces=True)
            return
        at = None if state.generation is None else state.generation - 1
        await self._show_order(row, at)
        if at is not None:
            page = await call(lambda: self._services.production.generations(row.order.id, offset=at, limit=1))
            if page.rows:
                await self._dialog.open(page.rows[0].generation.id)

    async def _show_order(self, row: OrderRow, at: int | None = None) -> None:
        self._list.upsert([self._drawn(row)])
        self._mark(row)
        await self._pane.open(
            row, self._names.model(row.order), self._names.project(row.order), self._state.generations, at
        )

    def _mark(self, row: OrderRow | None) -> None:
        self._place.classes(add="opened" if row else "", remove="" if row else "opened")
        self._list.show(str(row.order.id) if row else None)

    def _close(self) -> None:
        if self._pane.row is None:
            return
        self._pane.close()
        self._mark(None)
        self._go(replace(self._state, order=None, generations=ShowGenerations.ALL, generation=None))

    async def _show_generations(self, show: ShowGenerations) -> None:
        self._go(replace(self._state, generations=show, generation=None), replaces=True)
        if self._pane.row is not None:
            await self._show_order(self._pane.row)

    async def _open_generation(self, generation_id: UUID) -> None:
        position = await self._dialog.open(generation_id)
        if position is not None:
            self._go(replace(self._state, generation=position + 1), replaces=True)

    def _generation_closed(self) -> None:
        self._go(replace(self._state, generation=None), replaces=True)

    def _step(self, generation_id: UUID, step: int) -> None:
        self._pane.list.neighbour(str(generation_id), step)

    async def _act_on_generation(self, act: str, generation_id: UUID) -> None:
        detail = await call(self._services.generations.get, generation_id)
        generation, deeds = detail.summary, self._generation_deeds
        if act == "cancel":
            await deeds.cancel(generation)
        elif act == "retry":
            await deeds.retry(generation)
        elif act in {"edit", "like"}:
            deeds.edit(generation)
        elif act == "decide":
            await self._open_generation(generation_id)

    async def _moved(self, order_id: str, before: str | None, behind: str | None) -> None:
        self._list.put(order_id, before)
        beside = [self._rows.get(UUID(one)) if one else None for one in (before, behind)]
        orders = [row.order if row else None for row in beside]
        try:
            await self._deeds.move(UUID(order_id), *orders)
        except ImagenError as refused:
            d.toast(str(refused), kind="danger")
            await self.refresh()

    async def _toggle_queue(self) -> None:
        if self._notices.is_paused:
            await call(self._services.queue.resume)
        else:
            await call(self._services.queue.pause)
            d.toast("Paused. What runs goes on; nothing new is begun.")

    def _tell_queue(self) -> None:
        self._pause.set_text("Resume queue" if self._notices.is_paused else "Pause queue")
        self._pause.classes(
            add="primary" if self._notices.is_paused else "", remove="" if self._notices.is_paused else "primary"
        )

    def _export(self) -> None:
        query = self._state.api_query
        ui.download.from_url(f"/api/orders.csv{f'?{query}' if query else ''}")

    # ---- what happens ----

    async def _react(self, batch: Batch) -> None:
        with self._client:
            await self._follow(batch)

    async def _follow(self, batch: Batch) -> None:
        opened = self._opened
        self._meanwhile |= batch.orders
        if batch.progress:
            self._pane.progress(batch.progress)
        if batch.projects:
            await self._names.load()
            self._filters.offer(self._names.models, self._names.projects)
        if batch.queue:
            await self._notices.refresh()
            self._tell_queue()
        everything = batch.queue or batch.products or batch.projects
        known = {*self._rows, *([opened] if opened else [])}
        await self._update(list(known if everything else known & batch.orders), opened)
        if opened and batch.generations:
            await self._pane.changed([one for one, order_id in batch.generations.items() if order_id == opened])
        if self._dialog.generation_id in batch.generations:
            await self._dialog.refresh()
        if batch.placed:
            await self._tell_arrived()

    @property
    def _opened(self) -> UUID | None:
        return self._pane.row.order.id if self._pane.row else None

    async def _update(self, order_ids: Sequence[UUID], opened: UUID | None) -> None:
        if not order_ids:
            return
        rows = await call(self._services.production.rows, order_ids)
        if self._place.is_deleted:
            return
        fresh: Mapping[UUID, OrderRow] = {row.order.id: row for row in rows}
        self._rows |= {order_id: row for order_id, row in fresh.items() if order_id in self._rows}
        self._list.upsert([self._drawn(row) for order_id, row in fresh.items() if order_id in self._rows])
        now = fresh.get(opened) if opened else None
        if now is not None and self._pane.row is not None and self._pane.row.order.id == opened:
            self._pane.update(now, self._names.model(now.order), self._names.project(now.order))

    async def _tell_arrived(self) -> None:
        if not self._rows:
            await self.refresh()
            return
        count = await call(self._services.production.arrived, self._state.sought, self._newest)
        if not self._place.is_deleted:
            self._list.tell(f"{count:,} new order{'' if count == 1 else 's'}" if count else "")


def _nothing_here(state: ViewState, filters: Filters) -> None:
    if state.is_narrowed:
        with d.empty_state("Nothing like that", "No order has these words, model, project and date.", icon="search"):
            d.button("Show all orders", filters.clear, kind="primary")
        return
    teach = {
        Show.ALL: (
            "Nothing was ordered yet",
            "What you order stands here while it is made: how far it is, what it costs, "
            "what it waits for, and what went wrong with what to do about it.",
        ),
        Show.ACTIVE: (
            "Nothing is being made",
            "Orders stand here from the moment they are placed until all of them is made.",
        ),
        Show.DONE: ("Nothing is done yet", "Orders of which all is made, failed or cancelled stand here."),
        Show.FAILED: (
            "Nothing failed",
            "Orders with failures stand here, with what went wrong and a way to try again.",
        ),
        Show.ATTENTION: ("Nothing needs you", "When nobody can tell whether something was bought, you are asked here."),
    }
    with d.empty_state(*teach[state.show], icon="production"):
        d.link_button("Order something", order_path(None), kind="primary", icon="order")


def _changes_counts(event: DomainEvent) -> bool:
    return isinstance(event, _CHANGES_COUNTS)


def start(desk: ProductionDesk) -> None:
    """Begin when the page is there, so that it shows at once."""
    background_tasks.create(desk.begin(), name="production", context=ui.context.client)
