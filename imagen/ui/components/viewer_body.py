"""The viewer itself, wherever it stands: the stage, the acts on what is shown, and the panel of all that is known of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from nicegui import background_tasks, ui

from imagen.domain.edits import Edit, Frame
from imagen.domain.errors import ImagenError, ModelGone, NotFound
from imagen.domain.events import (
    CollectionChanged,
    DomainEvent,
    ProductChanged,
    ProductsChanged,
    ProductsChecked,
    ProductsDeleted,
    ProductsRestored,
    TagChanged,
)
from imagen.services.viewing import ShownProduct, ViewedProduct
from imagen.services.views import GenerationDetail
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.components.kept import KeptActs
from imagen.ui.components.viewer_bar import BarActs, ViewerBar
from imagen.ui.components.viewer_deeds import ViewerDeeds
from imagen.ui.components.viewer_panel import PanelActs, ViewerPanel
from imagen.ui.components.viewer_stage import StageActs, ViewerStage, stage_item
from imagen.ui.components.walking import Given, Walk
from imagen.ui.context import PageContext
from imagen.ui.frame import side_panel
from imagen.ui.live import Live

_REACH = 6


@dataclass(frozen=True)
class Window:
    """The products around one, ready for the stage; `position` is counted from 0, None where it is in no list."""

    items: Sequence[ShownProduct]
    at: int
    position: int | None
    total: int

    def drawn(self) -> list[dict[str, Any]]:
        return [stage_item(shown) for shown in self.items]


@dataclass(frozen=True)
class ViewerHooks:
    """What the place that a viewer stands in does: close it, note in the address what is shown, compare."""

    close: Callable[[], Any]
    moved: Callable[[UUID], Any]
    compare: Callable[[Sequence[UUID]], Any]


def read_window(context: PageContext, walk: Walk, product_id: UUID) -> Window:
    """Read a product and its neighbours. Raises NotFound."""
    viewing = context.services.viewing
    before, behind = walk.around(product_id, _REACH)
    shown = viewing.shown([*before, product_id, *behind])
    at = next((place for place, one in enumerate(shown) if one.product.id == product_id), None)
    if at is None:
        raise NotFound("There is no such product.", "It may have been removed for good.")
    position, total = walk.place(product_id)
    return Window(shown, at, position, total)


class ViewerBody:
    """Made with what is already read; everything else comes while the picture is seen."""

    def __init__(self, context: PageContext, walk: Walk, window: Window, hooks: ViewerHooks) -> None:
        self._context = context
        self._services = context.services
        self._walk = walk
        self._hooks = hooks
        self._client = ui.context.client
        self._current = window.items[window.at].product.id
        self._window = window
        self._view: ViewedProduct | None = None
        self._trail: list[tuple[Walk, UUID]] = []
        self._deleting: UUID | None = None
        self._deeds = ViewerDeeds(self._services, self._viewed, self._gone)
        with d.node("div", "viewer") as self.element:
            with d.node("div", "viewer-main"):
                self._stage = ViewerStage(window.drawn(), window.at, self._stage_acts())
                self._bar = ViewerBar(self._bar_acts())
            with side_panel("About it", "viewer-side-panel") as panel:
                self._panel = ViewerPanel(context, self._panel_acts())
        self._bar.offer_panel(panel)
        self._live = Live(context.bridge, self._refresh, self._concerns, begin=False)
        self._bar.say(window.position, window.total)
        background_tasks.create(self._settle(), name="viewer", context=self._client)

    @property
    def current(self) -> UUID:
        """What is shown."""
        return self._current

    def _stage_acts(self) -> StageActs:
        return StageActs(
            walked=self._walked,
            close=self._hooks.close,
            edit=self._edit,
            frame=self._frame,
            masked=self._masked,
            failed=lambda message: d.toast(message, kind="danger"),
            again=lambda _id: self._settle(),
            mode=self._mode,
        )

    def _bar_acts(self) -> BarActs:
        deeds = self._deeds
        return BarActs(
            close=self._hooks.close,
            back=self._back,
            like=self._like,
            rate=self._rate,
            reuse=deeds.reuse,
            save=deeds.save_as_template,
            use=deeds.use,
            edit=lambda: self._stage.enter("edit"),
            mask=lambda: self._stage.enter("mask"),
            compare=self._compare,
            download=deeds.download,
            delete=self._delete,
            undo=deeds.undo,
            redo=deeds.redo,
        )

    def _panel_acts(self) -> PanelActs:
        deeds = self._deeds
        return PanelActs(
            walk_to=self._walk_to,
            kept=KeptActs(
                tag=deeds.tag,
                untag=deeds.untag,
                collect=deeds.collect,
                collect_anew=deeds.collect_anew,
                uncollect=deeds.uncollect,
                note=deeds.note,
                tags=deeds.known_tags,
                collections=deeds.known_collections,
            ),
            copy=deeds.copy,
            sets=self._sets,
            remove=lambda _id: self._delete(),
        )

    def _mode(self, mode: str) -> None:
        self._bar.set_mode(mode)

    # ---- walking ----

    def _walked(self, product_id: UUID) -> None:
        self._current = product_id
        self._hooks.moved(product_id)
        background_tasks.create(self._settle(), name="viewer", context=self._client)

    async def _settle(self) -> None:
        """Read what is known of the product that is shown, and more of the list; dropped when another is shown meanwhile."""
        wanted = self._current
        try:
            view, detail, model = await call(self._read, wanted)
            window = await call(read_window, self._context, self._walk, wanted)
        except NotFound as gone:
            if wanted == self._current and not self._client.is_deleted:
                d.toast(str(gone), kind="danger")
            return
        if wanted != self._current or self._is_over:
            return
        is_other = self._view is None or self._view.product.id != wanted
        self._view, self._window = view, window
        with self.element:
            if is_other:
                self._panel.show(view, detail, model)
            else:
                self._panel.keep(view)
        self._bar.show(view)
        self._bar.say(window.position, window.total)
        self._stage.set_items(window.drawn(), window.at)
        self._stage.update_item(stage_item(view.shown))

    @property
    def _is_over(self) -> bool:
        return self._client.is_deleted or self.element.is_deleted

    def _read(self, product_id: UUID) -> tuple[ViewedProduct, GenerationDetail | None, str]:
        """Read what is known of a product, how it was made if it was made here, and its model's name as people know it."""
        view = self._services.viewing.view(product_id)
        detail, model = None, view.model.partition(":")[2] or view.model
        with suppress(NotFound):
            if view.product.generation_id is not None:
                detail = self._services.generations.get(view.product.generation_id)
        with suppress(ModelGone):
            model = self._services.models.get(view.model).model.name
        return view, detail, model

    async def _show(self, walk: Walk, product_id: UUID) -> None:
        """Show a product of a list, wherever it stands."""
        try:
            window = await call(read_window, self._context, walk, product_id)
        except NotFound as gone:
            d.toast(str(gone), kind="danger")
            return
        self._walk, self._current = walk, product_id
        self._stage.show(window.drawn(), window.at)
        self._hooks.moved(product_id)
        await self._settle()

    async def _walk_to(self, product_id: UUID) -> None:
        """Follow the lineage; its steps can be gone back."""
        self._trail.append((self._walk, self._current))
        self._bar.set_trail(len(self._trail))
        if await call(lambda: self._walk.place(product_id)[0]) is None:
            await self._show(Given([product_id]), product_id)
        else:
            await self._show(self._walk, product_id)

    async def _back(self) -> None:
        """Show what the last step along the lineage was made from; close where there was none."""
        if not self._trail:
            self._hooks.close()
            return
        walk, product_id = self._trail.pop()
        self._bar.set_trail(len(self._trail))
        await self._show(walk, product_id)

    # ---- acts that change what is shown ----

    async def _viewed(self) -> ViewedProduct | None:
        """Read what is shown now: right after a step, what is known is still of the product before."""
        wanted, known = self._current, self._view
        if known is not None and known.product.id == wanted:
            return known
        try:
            return await call(self._services.viewing.view, wanted)
        except NotFound as gone:
            d.toast(str(gone), kind="danger")
            return None

    async def _like(self) -> None:
        await self._deeds.like(self._current, liked=not self._bar.liked)

    async def _rate(self, rating: int | None) -> None:
        await self._deeds.rate(self._current, rating)

    async def _delete(self) -> None:
        going = self._deleting = self._current
        before, behind = await call(self._walk.around, going, 1)
        await self._deeds.delete(going)
        await self._go_on_from(going, [*behind, *reversed(before)])

    async def _go_on_from(self, gone: UUID, others: Sequence[UUID]) -> None:
        """Show the first of the others in the place of one that is not in the list any more."""
        self._walk.without(gone)
        if others:
            await self._show(self._walk, others[0])
        else:
            await self._back()

    async def _edit(self, product_id: UUID, edits: tuple[Edit, ...]) -> None:
        try:
            made = await call(self._services.editing.edit, product_id, edits)
        except ImagenError as refused:
            self._stage.saved(done=False)
            d.toast(str(refused), kind="danger")
            return
        self._stage.saved(done=True)
        d.toast(
            "Saved as a new product; the original stays as it is.",
            kind="done",
            action=("Show it", lambda: self._walk_to(made.id)),
        )
        await self._settle()

    async def _frame(self, product_id: UUID, at_ms: int) -> None:
        made = await call(self._services.editing.edit, product_id, [Frame(at_ms)])
        d.toast(
            "The frame is a picture of its own now.", kind="done", action=("Show it", lambda: self._walk_to(made.id))
        )

    async def _masked(self, product_id: UUID) -> None:
        d.toast(
            "The mask is kept. It can be used as an input now.",
            kind="done",
            action=("Use it", lambda: self._deeds.use_product(product_id)),
        )
        await self._settle()

    async def _compare(self) -> None:
        """Compare with what it was made from, else with the next in the list."""
        view = await self._viewed()
        source = view.lineage.made_from if view is not None else None
        items = self._window.items
        at = next((place for place, one in enumerate(items) if one.product.id == self._current), 0)
        beside = items[at + 1 : at + 2] or items[max(0, at - 1) : at]
        other = source.id if source is not None else beside[0].product.id if beside else None
        if other is None or other == self._current:
            d.toast("There is nothing beside it to compare it with.")
            return
        self._hooks.compare([other, self._current] if source is not None else [self._current, other])

    async def _sets(self) -> None:
        view = await self._viewed()
        if view is not None and view.product.generation_id is not None:
            await self._deeds.sets(view.product.generation_id)

    async def _gone(self) -> None:
        """Read anew after an act that nobody told of by an event."""
        await self._settle()

    # ---- what happens elsewhere ----

    def _concerns(self, event: DomainEvent) -> bool:
        match event:
            case ProductChanged(product_id=product_id):
                return product_id == self._current or self._window.total != len(self._window.items)
            case (
                ProductsChanged(product_ids=ids)
                | ProductsChecked(product_ids=ids)
                | ProductsDeleted(product_ids=ids)
                | ProductsRestored(product_ids=ids)
            ):
                near = {one.product.id for one in self._window.items} | {self._current}
                return not near.isdisjoint(ids)
            case TagChanged() | CollectionChanged():
                return True
        return False

    async def _refresh(self) -> None:
        if self._is_over:
            return
        gone, shown = self._current, self._view
        if gone != self._deleting and shown is not None and shown.product.deleted_at is None:
            left = await call(self._left_beside, gone)
            if left is not None and gone == self._current:
                d.toast("What was shown here is in the Bin now: it was deleted in another window.")
                await self._go_on_from(gone, left)
                return
        await self._settle()

    def _left_beside(self, product_id: UUID) -> Sequence[UUID] | None:
        """Give what is left of the list around a product that was deleted, the nearest behind it first; None when it was not."""
        ids = [one.product.id for one in self._window.items]
        there = {one.product.id for one in self._services.viewing.shown(ids) if one.product.deleted_at is None}
        if product_id in there or product_id not in ids:
            return None
        at = ids.index(product_id)
        return [one for one in [*ids[at + 1 :], *reversed(ids[:at])] if one in there]
