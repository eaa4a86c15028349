"""The right side of the Order page: the display with its caption, and the strip or the grid by choices below it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any
from uuid import UUID

from nicegui import background_tasks, ui

from imagen.domain.errors import NotFound
from imagen.services.views import QueueView, StripItem, StripView
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.components.display import Display
from imagen.ui.components.live_words import LiveWords
from imagen.ui.components.strip import Strip
from imagen.ui.components.viewer import Viewer
from imagen.ui.context import PageContext
from imagen.ui.pages.order.caption import Caption, ItemActs
from imagen.ui.pages.order.choice_view import ChoiceView
from imagen.ui.pages.order.happenings import Batch
from imagen.ui.pages.order.stopping import Stopping
from imagen.ui.pages.order.tiles import (
    WAITING_TILE,
    coming,
    held_words,
    in_order,
    kind,
    liveliness,
    newest,
    same_generation,
    shown,
    tile_id,
)
from imagen.ui.pages.order.work import Change, Work

_FIRST = 200
_MORE = 100
_FEW_MARKED = 50
_NOTHING = ""  # the id of no tile: nothing is shown until something is chosen or ordered
# On a phone the form stands above the pictures: who orders wants to see them come.
_INTO_SIGHT = """
    const stage = document.querySelector(".split-main");
    if (stage && matchMedia("(max-width: 699px)").matches) stage.scrollIntoView({block: "start"});
"""
_EMPTY = "What you order appears here at once, and fills in while it is made."


class Stage:
    """Follows what was just ordered, and else the newest product, until one is selected.

    `on_click(item)` is called when a person clicks one, `model_name(key)` gives the name of a model.
    """

    def __init__(
        self,
        context: PageContext,
        project_id: UUID | None,
        acts: ItemActs,
        on_click: Callable[[StripItem], Any],
        model_name: Callable[[str], str],
    ) -> None:
        services = context.services
        self._services = services
        self._reads = context.bridge.reads
        self._project_id = project_id
        self._on_click = on_click
        self._model_name = model_name
        self._client = ui.context.client
        self._work = Work(services.started_at)
        self._selected: str | None = None
        self._to_front = False
        self._awaited: UUID | None = None
        self._current: StripItem | None = None
        self._held: QueueView | None = None
        with d.node("div", "stage-display"):
            self._display = Display(
                empty_title="Your pictures appear here",
                empty_text="Press Ctrl + Enter, and watch them come.",
            )
        self._caption = Caption(acts, self.hold, self.open_viewer)
        with d.node("div", "stage-foot"):
            self._foot()
        self._caption.show(None)
        self._viewer = Viewer(context, on_close=self._viewed)

    def _foot(self) -> None:
        with d.node("div", "stage-bar"):
            self._mode = d.segmented(
                {"strip": "Strip", "grid": "By choices"},
                "strip",
                label="How to lay out",
                on_change=self._lay_out,
                icons={"strip": "strip", "grid": "grid"},
            )
            self._state = LiveWords(classes="muted small num grow ellipsis")
            self._stop = Stopping(self._services, self._project_id)
            self._follow = d.button("Follow the newest", self.follow, kind="ghost", small=True, key="Escape")
            self._follow.set_visibility(False)
        with d.node("div", "strip-place") as self._strip_place:
            self._strip = Strip(
                label="Products, the newest first",
                empty=_EMPTY,
                divider="earlier",
                on_select=self._select,
                on_open=self._open_one,
                on_more=self._load_more,
            )
        self._grid = ChoiceView(self._services, self._project_id, self._select_in_grid)
        self._grid.element.set_visibility(False)

    @property
    def current(self) -> StripItem | None:
        """What is displayed."""
        return self._current

    # ---- what a person does ----

    async def open_viewer(self) -> None:
        """Show what is displayed in the viewer, which walks the strip."""
        item = self._current
        if item is None or item.product is None or self._viewer.is_open:
            return
        listed = in_order(self._work.items.values())
        await self._viewer.open_among(item.product.id, listed if item.product.id in listed else [item.product.id])

    async def _open_one(self, item_id: str) -> None:
        self._select(item_id, "key")
        await self.open_viewer()

    def _viewed(self, product_id: UUID) -> None:
        """Go on with what was seen last in the viewer."""
        if str(product_id) in self._work.items:
            self._select(str(product_id), "key")

    def step(self, by: int) -> None:
        """Walk to the next or the previous tile."""
        self._strip.step(by)

    def follow(self) -> None:
        """Show the newest product again, and every newer one as it comes."""
        self._selected = None
        self._show_newest()
        self._strip.select(tile_id(self._current) if self._current else None, reveal=True)

    def hold(self) -> None:
        """Stay with what is displayed while something is chosen for it."""
        if self._current is not None:
            self._selected = tile_id(self._current)
            self._mark()

    def expect_order(self) -> None:
        """Follow, and bring what was just ordered into sight as soon as it is there."""
        self._to_front = True
        self._selected = None
        self._show_newest()
        ui.run_javascript(_INTO_SIGHT)

    def await_order(self, order_id: UUID) -> None:
        """Show what was just ordered from its beginning on, rather than what was made before."""
        self._awaited = order_id
        if self._selected is None and not self._client.is_deleted:
            self._show_newest()

    def toggle(self) -> None:
        """Change between strip and grid."""
        mode = "strip" if self._mode.value == "grid" else "grid"
        self._mode.set_value(mode)
        self._lay_out(mode)

    def _lay_out(self, mode: str) -> None:
        is_grid = mode == "grid"
        self._strip_place.set_visibility(not is_grid)
        self._grid.element.set_visibility(is_grid)
        if is_grid:
            self._grid.open(self._order_of(self._current) or self._newest_order())

    def _select(self, item_id: str, by: str) -> None:
        item = self._work.items.get(item_id)
        if item is None:
            if item_id == WAITING_TILE:
                self.follow()
            return
        self._hold_to(item, by)

    async def _select_in_grid(self, item_id: str, by: str) -> None:
        item = self._work.items.get(item_id) or await self._grid.find(item_id)
        if item is not None and not self._client.is_deleted:
            self._hold_to(item, by)

    def _hold_to(self, item: StripItem, by: str) -> None:
        self._selected = tile_id(item)
        self._show(item)
        if by == "click":
            self._on_click(item)

    # ---- what happens ----

    async def load(self, looked_at: UUID | None = None, *, empty: bool = False) -> None:
        """Read the strip for the first time; show a product that somebody came from, `empty` nothing, else the newest."""
        view = await call(self._services.generations.strip, self._project_id, None, _FIRST)
        if self._client.is_deleted:
            return
        change = self._work.begin(view)
        self._strip.set_items(change.tiles, more=self._work.cursor is not None)
        item = await self._item(looked_at) if looked_at is not None else None
        if self._client.is_deleted:
            return
        if item is not None:
            self._hold_to(item, "brought")
        elif empty:
            self._selected = _NOTHING
            self._show(None)
        else:
            self._show_newest()
        self._say(view)

    async def _item(self, product_id: UUID) -> StripItem | None:
        """Give a product as the strip would show it, also one of another project."""
        return self._work.items.get(str(product_id)) or await call(self._read_item, product_id)

    def _read_item(self, product_id: UUID) -> StripItem | None:
        try:
            product = self._services.products.get(product_id)
        except NotFound:
            return None
        with suppress(NotFound):
            if product.generation_id is not None:
                return StripItem(self._services.generations.get(product.generation_id).summary, product)
        return StripItem(None, product)

    def know(self, state: QueueView) -> None:
        """Know what holds production up, so that what waits can say for what."""
        self._held = state
        if not self._client.is_deleted:
            self._caption.know(state.providers)
        if self._current is not None and self._current.product is None and not self._client.is_deleted:
            self._display.show(self._shown(self._current))

    async def react(self, batch: Batch) -> None:
        """Draw what has happened."""
        if batch.deleted:
            self._move_away_from({str(product_id) for product_id in batch.deleted})
            self._apply(self._work.remove(batch.deleted))
        generations = set(batch.generations)
        for product_id in batch.changed | batch.restored | self._marked(batch.marked):
            await self._put(product_id)
        if generations or batch.orders:
            asked = generations | self._work.unfinished()
            view = await self._changed(asked)
            if self._client.is_deleted:
                return
            self._apply(self._work.update(view, asked))
            self._say(view)
            if batch.orders and self._mode.value == "grid":
                self._refresh_grid()
        for generation_id, (fraction, note) in batch.progress.items():
            self._show_progress(str(generation_id), fraction, note)

    def _show_progress(self, generation_id: str, fraction: float | None, note: str) -> None:
        self._strip.set_progress(generation_id, fraction, note)
        if self._mode.value == "grid":
            self._grid.set_progress(generation_id, fraction, note)
        if self._current is not None and tile_id(self._current) == generation_id:
            self._display.set_progress(generation_id, fraction, note)

    async def _changed(self, asked: set[UUID]) -> StripView:
        """Read what waits, what runs and what became of some generations, together with every page in the same state."""
        project_id, read = self._project_id, self._services.generations.changed
        question = ("changed", project_id, frozenset(asked))
        return await self._reads.read(question, lambda: read(project_id, list(asked)))

    def _move_away_from(self, gone: set[str]) -> None:
        """Select the neighbour of a selected product that is being deleted."""
        if self._selected in gone:
            beside = self._work.beside(self._selected, gone)
            self._selected = beside
            if beside is not None:
                self._show(self._work.items[beside])

    def _marked(self, product_ids: set[UUID]) -> set[UUID]:
        """Choose what is looked at of what people marked or moved: all of a few, of many only what is shown."""
        if len(product_ids) <= _FEW_MARKED:
            return product_ids
        return {product_id for product_id in product_ids if str(product_id) in self._work.items}

    async def _put(self, product_id: UUID) -> None:
        try:
            product = await call(self._services.products.get, product_id)
        except NotFound:
            return
        if product.project_id != self._project_id or product.deleted_at is not None:
            self._move_away_from({str(product_id)} & set(self._work.items))
            self._apply(self._work.remove([product_id]))
            return
        if product.generation_id is not None and str(product_id) not in self._work.items:
            view = await call(self._services.generations.changed, self._project_id, [product.generation_id])
            self._apply(self._work.update(view, [product.generation_id]))
        else:
            self._apply(self._work.put(product))

    def _apply(self, change: Change) -> None:
        selected, current = self._selected, self._current
        if change.tiles or change.gone:
            self._strip.upsert(change.tiles, remove=change.gone, more=self._work.cursor is not None)
            self._grid.update(change, self._work)
        self._go_to_front(change)
        if selected is None:
            self._show_newest()
        elif selected in change.gone:
            self._replace(current)
        elif selected in {drawn["id"] for drawn in change.tiles}:
            self._show(self._work.items[selected])

    def _go_to_front(self, change: Change) -> None:
        """Bring a new order into sight, once."""
        front = self._work.front()
        if self._to_front and front is not None and front in {drawn["id"] for drawn in change.tiles}:
            self._to_front = False
            self._strip.select(front, reveal=True)
            self._mark()

    def _replace(self, before: StripItem | None) -> None:
        """Go on from a selected tile that is gone: to what its generation made, else to the newest."""
        made = [i for i in self._work.items.values() if same_generation(i, before) and i.product is not None]
        if before is not None and before.product is None and made:
            self._selected = tile_id(made[0])
            self._show(made[0])
        else:
            self.follow()

    def _load_more(self) -> None:
        background_tasks.create(self._more(), name="older products", context=self._client)

    async def _more(self) -> None:
        cursor = self._work.cursor
        if cursor is None:
            self._strip.upsert([], more=False)
            return
        view = await call(self._services.generations.strip, self._project_id, cursor, _MORE)
        if not self._client.is_deleted and cursor == self._work.cursor:
            change = self._work.older(view)
            self._strip.upsert(change.tiles, more=self._work.cursor is not None)

    # ---- showing ----

    def _show_newest(self) -> None:
        items = self._work.items.values()
        item = coming(items, self._awaited) or newest(items) or max(items, key=liveliness, default=None)
        self._show(item)

    def _show(self, item: StripItem | None) -> None:
        other = item is None or self._current is None or tile_id(item) != tile_id(self._current)
        if not other and item == self._current:
            self._mark()
            return
        self._current = item
        if other or (item is not None and item.product is None):
            self._display.show(self._shown(item) if item else None)
        self._caption.show(item)
        self._mark()
        if item is not None and item.generation is not None:
            background_tasks.create(self._look_up(item), name="caption", context=self._client)

    def _shown(self, item: StripItem) -> dict[str, Any]:
        """Describe an item for the display; what waits for more than its turn says so."""
        made = shown(item, self._model_name)
        why = held_words(self._held, item) if self._held is not None else ""
        return made | {"hint": why} if why else made

    def _mark(self) -> None:
        item_id = tile_id(self._current) if self._current is not None else None
        self._strip.select(item_id, reveal=self._selected is not None)
        self._grid.select(item_id)
        self._follow.set_visibility(self._selected is not None)

    async def _look_up(self, item: StripItem) -> None:
        assert item.generation is not None
        generation_id, read = item.generation.id, self._services.generations.get
        try:
            detail = await self._reads.read(("caption", generation_id), lambda: read(generation_id))
        except NotFound:
            return
        if self._current is item and not self._client.is_deleted:
            self._caption.detail(item, detail)

    def _say(self, view: StripView) -> None:
        waiting = view.waiting
        running = sum(1 for i in self._work.items.values() if kind(i) == "running")
        parts = [f"{running:,} running" if running else "", f"{waiting:,} waiting" if waiting else ""]
        self._state.say(" · ".join(filter(None, parts)))
        self._stop.show(view.orders)

    def _refresh_grid(self) -> None:
        newest_order = self._newest_order()
        if self._selected is None and self._grid.chosen is None and newest_order != self._grid.order_id:
            self._grid.open(newest_order)
        else:
            self._grid.reload(newest_order)

    def _order_of(self, item: StripItem | None) -> UUID | None:
        chosen = self._selected is not None and item is not None and item.generation is not None
        return item.generation.order_id if chosen and item is not None and item.generation is not None else None

    def _newest_order(self) -> UUID | None:
        orders = {i.generation.order_id for i in self._work.items.values() if i.generation is not None}
        return max(orders, default=None)
