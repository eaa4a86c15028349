"""What lies in the Bin, a page of it at a time, with what is selected and the way back; kept in step with other windows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from nicegui import ui

from imagen.domain.events import DomainEvent, ProductsDeleted, ProductsRestored, ProjectChanged
from imagen.services.views import BinItem
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.context import PageContext
from imagen.ui.live import Live
from imagen.ui.pages.bin.card import BinActs, BinCard
from imagen.ui.pages.bin.toolbar import BinToolbar, PageTurner
from imagen.ui.pages.bin.wording import and_projects, products
from imagen.ui.paths import ORDER, order_path

PAGE = 60
_PAUSE = 0.3
_MINUTE = 60.0
_WALK = """(event) => {
  const all = [...event.currentTarget.querySelectorAll('.bin-pick')], at = all.indexOf(document.activeElement);
  if (at < 0 || event.ctrlKey || event.altKey || event.metaKey) return;
  const top = (one) => one.closest('.bin-card').offsetTop;
  const columns = Math.max(1, all.filter((one) => top(one) === top(all[0])).length);
  const step = {ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns}[event.key];
  if (!step) return;
  event.preventDefault();
  all[Math.min(all.length - 1, Math.max(0, at + step))].focus();
}"""
_TO_TOP = "document.getElementById('main').scrollTo(0, 0)"


class BinDesk(ui.element):
    """The body of the Bin."""

    def __init__(self, context: PageContext) -> None:
        super().__init__("div")
        self.classes("page")
        self._services = context.services
        self._page = 1
        self._total = 0
        self._items: Sequence[BinItem] = ()
        self._cards: dict[UUID, BinCard] = {}
        self._selected: set[UUID] = set()
        self._last_picked: UUID | None = None
        self._acts = BinActs(self._pick, lambda item: self.restore([item.product.id]))
        self._models = {view.model.key: view.model.name for view in context.services.models.list()}
        with self:
            self._toolbar = BinToolbar(self.select_all, self.select_none, self._restore_selected)
            self._empty = d.node("div")
            self._grid = d.node("div", "bin-grid")
            self._grid.on("keydown", js_handler=_WALK)
            self._pages = PageTurner(self._turn)
            ui.timer(_MINUTE, self._tell_times)
        self._fill_empty()
        self._live = Live(context.bridge, self.refresh, _changes_the_bin, pause=_PAUSE, begin=False)

    async def refresh(self) -> None:
        """Show what lies in the Bin now; a page that is not there any more gives way to the last one."""
        wanted = self._page
        found = await call(self._services.products.bin, wanted, PAGE)
        last = max(1, -(-found.total // PAGE))
        if wanted > last:
            found = await call(self._services.products.bin, last, PAGE)
        still_there = self._selected
        if self._selected:
            still_there = self._selected & set(await call(self._services.products.ids_in_bin))
        if self.is_deleted or wanted != self._page:
            return
        self._page = min(wanted, last)
        self._items, self._total = found.items, found.total
        self._selected &= still_there
        self._reconcile()
        self._tell()

    def focus_first(self) -> None:
        """Put the focus on the first of them."""
        ui.run_javascript("document.querySelector('.bin-pick')?.focus()")

    # ---- selecting ----

    async def select_all(self) -> None:
        """Select everything in the Bin, on all of its pages."""
        self._selected = set(await call(self._services.products.ids_in_bin))
        self._tell()

    def select_none(self) -> None:
        """Select nothing."""
        self._selected.clear()
        self._tell()

    def _pick(self, item: BinItem, up_to_here: bool) -> None:
        """Turn the selection of one round; with Shift, all between it and the one before become the same."""
        product_id = item.product.id
        selects = product_id not in self._selected
        picked = self._between(product_id) if up_to_here else [product_id]
        (self._selected.update if selects else self._selected.difference_update)(picked)
        self._last_picked = product_id
        self._tell()

    def _between(self, product_id: UUID) -> Sequence[UUID]:
        shown = list(self._cards)
        if self._last_picked not in shown or product_id not in shown:
            return [product_id]
        first, last = sorted((shown.index(self._last_picked), shown.index(product_id)))
        return shown[first : last + 1]

    # ---- acts ----

    async def restore(self, product_ids: Sequence[UUID]) -> None:
        """Put products back where they were, with a way to take that back."""
        known = {item.product.id: item for item in self._items}
        projects = await call(self._services.products.restore, product_ids)
        self._selected.difference_update(product_ids)
        only = known.get(product_ids[0]) if len(product_ids) == 1 else None
        message = f"Restored {products(len(product_ids))}{and_projects(projects)}."

        def back() -> object:
            return call(self._services.products.delete, product_ids)

        with self:  # the card that asked may be gone by now
            if only is not None:
                path = order_path(only.project_id) if only.project_id else ORDER
                d.toast(message, action=("Show", lambda: ui.navigate.to(path)))
            else:
                d.toast(message, undo=back)
        self._live.request()

    async def _restore_selected(self) -> None:
        if self._selected:
            await self.restore(list(self._selected))

    async def _turn(self, page: int) -> None:
        self._page = page
        self._last_picked = None
        ui.run_javascript(_TO_TOP)
        await self.refresh()

    # ---- showing ----

    def _reconcile(self) -> None:
        there = {item.product.id: item for item in self._items}
        for gone in [product_id for product_id in self._cards if product_id not in there]:
            self._cards.pop(gone).delete()
        ordered: dict[UUID, BinCard] = {}
        for place, (product_id, item) in enumerate(there.items()):
            card = self._cards.get(product_id)
            if card is not None and card.item.deleted_at != item.deleted_at:
                card.delete()
                card = None
            if card is None:
                with self._grid:
                    card = BinCard(item, self._models.get(item.model or "", item.model or ""), self._acts)
            else:
                card.show_place(item)
            if self._grid.default_slot.children[place] is not card:
                card.move(target_index=place)
            ordered[product_id] = card
        self._cards = ordered
        self._tell_times()

    def _tell(self) -> None:
        for product_id, card in self._cards.items():
            card.show_selected(product_id in self._selected)
        self._empty.set_visibility(not self._total)
        self._grid.set_visibility(bool(self._total))
        self._toolbar.show(self._total, len(self._selected))
        self._pages.show(self._page, self._total, PAGE)

    def _tell_times(self) -> None:
        now = datetime.now().astimezone()
        for card in self._cards.values():
            card.show_time(now)

    def _fill_empty(self) -> None:
        self._empty.set_visibility(False)
        explanation = (
            "What you delete waits here, with its prompt and its project, until you take it back. "
            "Nothing leaves the Bin by itself."
        )
        with self._empty, d.empty_state("The Bin is empty", explanation, icon="bin"):
            d.link_button("Back to work", "/")


def _changes_the_bin(event: DomainEvent) -> bool:
    return isinstance(event, ProductsDeleted | ProductsRestored | ProjectChanged)
