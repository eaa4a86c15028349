"""The cards of all collections, found and sorted, kept in step with what happens."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from nicegui import ui

from imagen.domain.events import (
    BinChanged,
    CollectionChanged,
    ProductChanged,
    ProductsDeleted,
    ProductsRemoved,
    ProductsRestored,
    TagChanged,
)
from imagen.domain.tagging import TaggedKind
from imagen.services.exporting import What
from imagen.services.keeping_views import CollectionView
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.components.export_dialog import ExportDialog
from imagen.ui.components.kept_desk import KeptDesk, KeptKind
from imagen.ui.components.later import Later
from imagen.ui.components.reconciling import reconcile
from imagen.ui.components.thing_tags import edit_tags
from imagen.ui.components.undoing import UndoOf
from imagen.ui.context import PageContext
from imagen.ui.pages.collections.card import CollectionActs, CollectionCard
from imagen.ui.pages.collections.dialog import CollectionDialog
from imagen.ui.pages.collections.listing import SORTS, listed
from imagen.ui.paths import GALLERY, TAGS

_KIND = KeptKind(
    noun="collection",
    sorts=SORTS,
    sort="newest",
    shown=60,
    entry=".project-card",
    opener=".project-open",
    changing=(
        CollectionChanged,
        TagChanged,
        ProductChanged,
        ProductsDeleted,
        ProductsRestored,
        ProductsRemoved,
        BinChanged,
    ),
)
_TEACHES = (
    "A collection keeps products together by hand, in an order of your own: a series, a shortlist, what a client is "
    "to see. Select products in the Gallery and press B, or make one here and fill it later."
)


class CollectionDesk(KeptDesk[CollectionView]):
    """The body of the Collections page."""

    def __init__(self, context: PageContext) -> None:
        self._cards: dict[UUID, CollectionCard] = {}
        self._acts = CollectionActs(self.edit, self._tag, self._export, self._delete)
        self._dialog = CollectionDialog(context.services.collections)
        super().__init__(context, _KIND)
        self._exporting = Later(lambda: ExportDialog(context), within=self)

    def _add_tools(self) -> None:
        with self.toolbar.acts:
            d.link_button("Tags", TAGS, icon="tag")
            d.button("New collection", self.make, kind="primary", icon="plus", key="N").opens_field()

    def _make_list(self) -> ui.element:
        return d.node("div", "grid-cards project-shelf")

    def _read(self) -> Sequence[CollectionView]:
        return self._services.collections.list()

    def _found(self, everything: Sequence[CollectionView]) -> Sequence[CollectionView]:
        return listed(everything, self.toolbar.sought, self.toolbar.sort)

    def _draw(self, found: Sequence[CollectionView]) -> None:
        by_id = {one.id: one for one in found}
        reconcile(self._list, self._cards, by_id, lambda one: CollectionCard(one, self._acts), CollectionCard.show)

    def _teach(self) -> None:
        with d.empty_state("Keep what belongs together", _TEACHES, icon="collections"):
            d.button("New collection", self.make, kind="primary", icon="plus")
            d.link_button("Open the Gallery", GALLERY, icon="gallery")

    # ---- acts ----

    async def make(self) -> None:
        """Make a collection, and say how it is filled."""
        made = await self._dialog.ask()
        if made is not None:
            with self:
                d.toast(
                    f"Made {made.name}. Select products in the Gallery to put them into it.",
                    kind="done",
                    action=("Open the Gallery", lambda: ui.navigate.to(GALLERY)),
                )

    async def edit(self, collection: CollectionView) -> None:
        """Rename and describe a collection."""
        await self._dialog.ask(collection)

    async def _tag(self, collection: CollectionView) -> None:
        await edit_tags(self._services, TaggedKind.COLLECTION, collection.id, collection.name)

    def _export(self, collection: CollectionView) -> None:
        self._exporting().open(f"Export {collection.name}", What(collection_id=collection.id))

    async def _delete(self, collection: CollectionView) -> None:
        done = await call(self._services.collections.delete, collection.id)
        stay = " Its products stay in the Gallery." if collection.count else ""
        with self:  # the card that asked may be gone by now
            if done.undo_id is not None:
                d.toast(f"{done.sentence}{stay}", undo=UndoOf(self._services.undo, done.undo_id, within=self))
