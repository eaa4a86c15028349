"""What lies in the Bin, a page of it at a time, with what is selected and the way back; kept in step with other windows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from nicegui import ui

from imagen.domain.binning import BinKind
from imagen.domain.events import (
    BinChanged,
    CollectionChanged,
    DomainEvent,
    LookupChanged,
    OrderDeleted,
    OrderRestored,
    ProductsDeleted,
    ProductsRemoved,
    ProductsRestored,
    ProjectChanged,
    SavedSearchChanged,
    TagChanged,
    TemplateChanged,
)
from imagen.services.bin import ALL
from imagen.services.keeping_views import BinItem
from imagen.services.naming import counted
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.components.card_walk import card_walk
from imagen.ui.components.reconciling import reconcile
from imagen.ui.components.undoing import UndoOf
from imagen.ui.context import PageContext
from imagen.ui.live import Live
from imagen.ui.pages.bin.card import BinActs, BinCard
from imagen.ui.pages.bin.toolbar import BinToolbar, PageTurner, ToolbarActs
from imagen.ui.pages.bin.wording import how_much
from imagen.ui.paths import ORDER, order_path
from imagen.ui.ticking import every

PAGE = 60
_CHANGING = (
    ProductsDeleted
    | ProductsRestored
    | ProductsRemoved
    | OrderDeleted
    | OrderRestored
    | ProjectChanged
    | CollectionChanged
    | TemplateChanged
    | TagChanged
    | LookupChanged
    | SavedSearchChanged
    | BinChanged
)
_PAUSE = 0.3
_MINUTE = 60.0
_TO_TOP = "document.getElementById('main').scrollTo(0, 0)"


class BinDesk(ui.element):
    """The body of the Bin."""

    def __init__(self, context: PageContext) -> None:
        super().__init__("div")
        self.classes("page")
        self._services = context.services
        self._page = 1
        self._kind: BinKind | None = None
        self._counts: dict[BinKind, int] = {}
        self._items: Sequence[BinItem] = ()
        self._cards: dict[UUID, BinCard] = {}
        self._selected: set[UUID] = set()
        self._last_picked: UUID | None = None
        self._acts = BinActs(self._pick, lambda item: self.restore([item.id]))
        self._models = {view.model.key: view.model.name for view in context.services.models.list()}
        with self:
            self._toolbar = BinToolbar(
                ToolbarActs(
                    self.select_all, self.select_none, self._restore_selected, self._remove_selected, self.show_kind
                )
            )
            self._empty = d.node("div")
            self._grid = d.node("div", "bin-grid")
            self._grid.on("keydown", js_handler=card_walk(".bin-card", ".bin-pick"))
            self._pages = PageTurner(self._turn)
            every(_MINUTE, self._tell_times)
        self._fill_empty()
        self._live = Live(context.bridge, self.refresh, _changes_the_bin, pause=_PAUSE, begin=False)

    async def refresh(self) -> None:
        """Show what lies in the Bin now; a page that is not there any more gives way to the last one."""
        wanted, kind = self._page, self._kind
        kinds = self._kinds()
        found = await call(self._services.bin.page, wanted, PAGE, kinds)
        last = max(1, -(-found.total // PAGE))
        if wanted > last:
            found = await call(self._services.bin.page, last, PAGE, kinds)
        counts = await call(self._services.bin.counts)
        still_there = self._selected
        if self._selected:
            still_there = self._selected & set(await call(self._services.bin.ids, kinds))
        if self.is_deleted or (wanted, kind) != (self._page, self._kind):
            return
        if kind is not None and not found.total:
            await self.show_kind(None)
            return
        self._page = min(wanted, last)
        self._items, self._counts = found.items, counts
        self._selected &= still_there
        self._reconcile()
        self._tell()

    async def show_kind(self, kind: BinKind | None) -> None:
        """Show one kind only, or all; what is selected of others is selected no more."""
        self._kind, self._page, self._last_picked = kind, 1, None
        await self.refresh()

    def _kinds(self) -> frozenset[BinKind]:
        return ALL if self._kind is None else frozenset({self._kind})

    def _shown_counts(self) -> dict[BinKind, int]:
        return {kind: count for kind, count in self._counts.items() if kind in self._kinds()}

    def focus_first(self) -> None:
        """Put the focus on the first of them."""
        ui.run_javascript("document.querySelector('.bin-pick')?.focus()")

    # ---- selecting ----

    async def select_all(self) -> None:
        """Select everything in the Bin, on all of its pages."""
        self._selected = set(await call(self._services.bin.ids, self._kinds()))
        self._tell()

    def select_none(self) -> None:
        """Select nothing."""
        self._selected.clear()
        self._tell()

    def _pick(self, item: BinItem, up_to_here: bool) -> None:
        """Turn the selection of one round; with Shift, all between it and the one before become the same."""
        selects = item.id not in self._selected
        picked = self._between(item.id) if up_to_here else [item.id]
        (self._selected.update if selects else self._selected.difference_update)(picked)
        self._last_picked = item.id
        self._tell()

    def _between(self, thing_id: UUID) -> Sequence[UUID]:
        shown = list(self._cards)
        if self._last_picked not in shown or thing_id not in shown:
            return [thing_id]
        first, last = sorted((shown.index(self._last_picked), shown.index(thing_id)))
        return shown[first : last + 1]

    # ---- acts ----

    async def restore(self, ids: Sequence[UUID]) -> None:
        """Put things back where they were, with a way to take that back."""
        known = {item.id: item for item in self._items}
        done = await call(self._services.bin.restore, ids)
        self._selected.difference_update(ids)
        only = known.get(ids[0]) if len(ids) == 1 else None
        with self:  # the card that asked may be gone by now
            if only is not None and only.kind is BinKind.PRODUCT:
                path = order_path(only.project_id) if only.project_id else ORDER
                d.toast(done.sentence, action=("Show", lambda: ui.navigate.to(path)))
            elif done.undo_id is not None:
                d.toast(done.sentence, undo=UndoOf(self._services.undo, done.undo_id, within=self))
            if done.kept:
                more = f" And {len(done.kept) - 1} more." if len(done.kept) > 1 else ""
                d.toast(f"{done.kept[0]} It stays in the Bin.{more}", kind="danger")
        self._live.request()

    async def _restore_selected(self) -> None:
        if self._selected:
            await self.restore(list(self._selected))

    async def _remove_selected(self) -> None:
        """Remove what is selected for good, or all that is shown, once the person has said so."""
        chosen = list(self._selected)
        much = counted(len(chosen), "thing") if chosen else f"all {how_much(self._shown_counts())}"
        with self:
            agreed = await d.confirm(
                f"Remove {much}?",
                "They leave the Bin for good, with the files that nothing else uses. This cannot be taken back.",
                action="Remove for good",
                otherwise="Keep",
                danger=True,
            )
        if not agreed:
            return
        removing = self._services.removing
        done = await (call(removing.remove, chosen) if chosen else call(removing.empty, self._kinds()))
        self._selected.clear()
        with self:
            d.toast(done.sentence, kind="danger" if done.kept else "info")
        self._live.request()

    async def _turn(self, page: int) -> None:
        self._page = page
        self._last_picked = None
        ui.run_javascript(_TO_TOP)
        await self.refresh()

    # ---- showing ----

    def _reconcile(self) -> None:
        there = {item.id: item for item in self._items}
        for anew in [key for key, card in self._cards.items() if key in there and _went_again(card, there[key])]:
            self._cards.pop(anew).delete()
        reconcile(self._grid, self._cards, there, self._card, BinCard.show_place)
        self._tell_times()

    def _card(self, item: BinItem) -> BinCard:
        return BinCard(item, self._models.get(item.model or "", item.model or ""), self._acts)

    def _tell(self) -> None:
        for thing_id, card in self._cards.items():
            card.show_selected(thing_id in self._selected)
        total = sum(self._shown_counts().values())
        self._empty.set_visibility(not self._counts)
        self._grid.set_visibility(bool(total))
        self._toolbar.show(self._counts, self._kind, len(self._selected))
        self._pages.show(self._page, total, PAGE)

    def _tell_times(self) -> None:
        now = datetime.now().astimezone()
        for card in self._cards.values():
            card.show_time(now)

    def _fill_empty(self) -> None:
        self._empty.set_visibility(False)
        explanation = (
            "What you delete waits here until you take it back: products and orders, projects, collections, templates, "
            "tags, lookups and saved searches. Nothing leaves the Bin by itself."
        )
        with self._empty, d.empty_state("The Bin is empty", explanation, icon="bin"):
            d.link_button("Back to work", "/")


def _changes_the_bin(event: DomainEvent) -> bool:
    return isinstance(event, _CHANGING)


def _went_again(card: BinCard, item: BinItem) -> bool:
    return card.item.deleted_at != item.deleted_at
