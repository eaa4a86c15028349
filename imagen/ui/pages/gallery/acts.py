"""The table of what can be done with what is selected: an act is one entry here, shown in the bar and pressed by its key."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from nicegui import ui

from imagen.services.exporting import What
from imagen.services.gallery_views import Asked
from imagen.services.naming import counted
from imagen.services.views import ProductView
from imagen.ui.calls import call
from imagen.ui.components.comparison import FEWEST, MOST, Comparison
from imagen.ui.components.culling import Culling
from imagen.ui.components.export_dialog import ExportDialog
from imagen.ui.components.gallery_grid import Selection
from imagen.ui.components.later import Later
from imagen.ui.components.reusing import open_in_order
from imagen.ui.components.template_saving import save_product_as_template
from imagen.ui.context import PageContext
from imagen.ui.pages.gallery.filing import Filing
from imagen.ui.pages.gallery.telling import teller
from imagen.ui.paths import order_path

Deed = Callable[[Selection], Awaitable[None]]


@dataclass(frozen=True)
class Act:
    """Something to do with a selection of `least` to `most` products; `key` presses it also when the bar is not shown.

    `brief` is its word under the icon on a phone, where the label is too long for that; `asks` tells that a dialog
    comes with a field.
    """

    name: str
    label: str
    icon: str
    deed: Deed
    key: str | None = None
    least: int = 1
    most: int | None = None
    danger: bool = False
    brief: str = ""
    asks: bool = False
    offered: Callable[[], bool] = lambda: True

    def takes(self, count: int) -> bool:
        """Tell whether so many products can be acted on here."""
        return self.offered() and count >= self.least and (self.most is None or count <= self.most)


class GalleryActs:
    """Carries out acts; `table` lists them in the order of the bar. `collection_id` is the one that is shown, if any.

    `is_by_hand` tells that it is shown in the order that a person gives it.
    """

    def __init__(self, context: PageContext) -> None:
        self._services = context.services
        self.collection_id: UUID | None = None
        self.is_by_hand = False
        self.tell = teller(context.services.undo)
        self._filing = Filing(context.services, self.tell)
        self._exporting = Later(lambda: ExportDialog(context))
        self._comparison = Later(lambda: Comparison(context))
        self._culling = Later(lambda: Culling(context))

    @property
    def table(self) -> Sequence[Act]:
        """Give all acts."""
        return (
            Act("like", "Like", "heart", self.like, "L"),
            Act("tag", "Tag", "tag", self.tag, "T", asks=True),
            Act("collect", "Collect", "collections", self.collect, "B", asks=True),
            Act("uncollect", "Take out", "minus", self.uncollect, "Shift+B", offered=self._is_in_collection),
            Act("first", "Move to the front", "arrow-up", self.to_front, brief="Front", offered=self._orders_by_hand),
            Act("last", "Move to the end", "arrow-down", self.to_end, brief="End", offered=self._orders_by_hand),
            Act("move", "Move", "projects", self.move, "P", asks=True),
            Act("reuse", "Reuse", "reuse", self.reuse, "R", most=1),
            Act("use", "Use as input", "image", self.use, "U", most=1, brief="Use"),
            Act(
                "template",
                "Save as template",
                "templates",
                self.save_as_template,
                "Shift+T",
                most=1,
                brief="Template",
                asks=True,
            ),
            Act("compare", "Compare", "compare", self.compare, "C", least=FEWEST, most=MOST),
            Act("cull", "Cull", "rate", self.cull, "K", least=2),
            Act("export", "Export", "download", self.export, "X"),
            Act("delete", "Delete", "bin", self.delete, "Delete", danger=True),
        )

    async def ids_of(self, selection: Selection) -> Sequence[UUID]:
        """Give the products that a selection means, now."""
        if not selection.all:
            return selection.ids
        excluded = set(selection.excluded)
        return [one for one in await call(self._services.gallery.ids, asked(selection)) if one not in excluded]

    async def like(self, selection: Selection) -> None:
        """Like what is selected; where all of it is liked already, take that back."""
        ids = await self.ids_of(selection)
        if ids:
            liked = not await call(self._all_liked, ids)
            done = await call(self._services.keeping.like, ids, liked)
            if len(ids) > 1:
                self.tell(done)

    async def rate(self, selection: Selection, rating: int | None) -> None:
        """Rate what is selected, from 0 to 4; None takes its rating away."""
        ids = await self.ids_of(selection)
        if ids:
            done = await call(self._services.keeping.rate, ids, rating)
            if len(ids) > 1:
                self.tell(done)

    async def tag(self, selection: Selection) -> None:
        """Put tags on what is selected, or take them off."""
        ids = await self.ids_of(selection)
        if ids:
            await self._filing.tag(selection, ids)

    async def collect(self, selection: Selection) -> None:
        """Put what is selected into a collection."""
        ids = await self.ids_of(selection)
        if ids:
            await self._filing.collect(ids)

    async def uncollect(self, selection: Selection) -> None:
        """Take what is selected out of the collection that is shown."""
        ids = await self.ids_of(selection)
        if ids and self.collection_id is not None:
            self.tell(await call(self._services.keeping.uncollect, ids, self.collection_id))

    async def move(self, selection: Selection) -> None:
        """Move what is selected to another project."""
        ids = await self.ids_of(selection)
        if ids:
            await self._filing.move(ids)

    async def export(self, selection: Selection) -> None:
        """Export what is selected; all that match are named by their search."""
        if selection.all and not selection.excluded:
            self._exporting().open("Export all that match", What(asked=asked(selection)))
            return
        ids = await self.ids_of(selection)
        if ids:
            self._exporting().open(f"Export {counted(len(ids), 'product')}", What(ids=tuple(ids)))

    async def put_into(self, selection: Selection, facet: str, name: str, thing_id: UUID) -> None:
        """Put what was dragged on a tag or a collection there."""
        ids = await self.ids_of(selection)
        if not ids:
            return
        if facet == "tag":
            self.tell(await call(self._services.keeping.tag, ids, [name]))
        else:
            self.tell(await call(self._services.keeping.collect, ids, thing_id))

    async def arrange(self, ids: Sequence[UUID], before: UUID | None, after: UUID | None) -> None:
        """Put products before or after another one of the collection that is shown, in the order they are named in."""
        moving = [one for one in ids if one not in (before, after)]
        if moving and self.collection_id is not None:
            done = await call(self._services.collections.move, self.collection_id, moving, before, after)
            if len(moving) > 1:
                self.tell(done)

    async def to_front(self, selection: Selection) -> None:
        """Put what is selected before all others of the collection that is shown."""
        await self._to_edge(selection, first=True)

    async def to_end(self, selection: Selection) -> None:
        """Put what is selected after all others of the collection that is shown."""
        await self._to_edge(selection, first=False)

    async def _to_edge(self, selection: Selection, *, first: bool) -> None:
        ids, collection_id = await self.ids_of(selection), self.collection_id
        if ids and collection_id is not None:
            self.tell(await call(lambda: self._services.collections.move_to_edge(collection_id, ids, first=first)))

    async def delete(self, selection: Selection) -> None:
        """Put what is selected into the Bin, with a way back."""
        ids = await self.ids_of(selection)
        if ids:
            self.tell(await call(self._services.keeping.delete, ids))

    async def reuse(self, selection: Selection) -> None:
        """Open the Order page with what made a product."""
        product = await self._only(selection)
        if product is not None:
            await open_in_order(self._services, product)

    async def use(self, selection: Selection) -> None:
        """Open the Order page with a product as an input."""
        product = await self._only(selection)
        if product is not None:
            ui.navigate.to(order_path(product.project_id, use=product.id))

    async def save_as_template(self, selection: Selection) -> None:
        """Keep what made a product as a template."""
        product = await self._only(selection)
        if product is not None:
            await save_product_as_template(self._services, product.id)

    async def compare(self, selection: Selection) -> None:
        """Lay two to four products beside one another."""
        self._comparison().open(await self.ids_of(selection))

    async def cull(self, selection: Selection) -> None:
        """Decide about one after the other."""
        await self._culling().open(asked(selection) if selection.all else list(selection.ids))

    async def _only(self, selection: Selection) -> ProductView | None:
        ids = await self.ids_of(selection)
        return await call(self._services.products.get, ids[0]) if ids else None

    def _is_in_collection(self) -> bool:
        return self.collection_id is not None

    def _orders_by_hand(self) -> bool:
        return self.is_by_hand and self.collection_id is not None

    def _all_liked(self, ids: Sequence[UUID]) -> bool:
        parts = (ids[at : at + _LOOKED_AT] for at in range(0, len(ids), _LOOKED_AT))
        return all(tile.liked for part in parts for tile in self._services.gallery.tiles(part))


def asked(selection: Selection) -> Asked:
    """Give the search that a selection of all that match stands for."""
    return Asked(selection.q, newest=selection.newest)


_LOOKED_AT = 500  # at a time
