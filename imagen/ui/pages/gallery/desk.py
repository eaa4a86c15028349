"""One open gallery: it joins the search line, the facets, the grid, the bar and the details."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from secrets import randbelow
from typing import Literal
from uuid import UUID

from nicegui import background_tasks, ui

from imagen.domain.expansion.names import name_key
from imagen.domain.search import parse
from imagen.domain.search.keys import RATINGS
from imagen.services.gallery_views import Asked
from imagen.services.import_progress import FileOutcome, ImportedFileNote
from imagen.services.keeping_views import Done, SavedSearchView
from imagen.services.naming import counted
from imagen.ui import design as d
from imagen.ui.calls import call
from imagen.ui.components.facets import Facets, Picked
from imagen.ui.components.gallery_grid import GalleryGrid, GridEvents, Listed, Selection
from imagen.ui.components.import_dialog import ImportDialog
from imagen.ui.components.intake import Intake
from imagen.ui.components.keys import Keys
from imagen.ui.components.later import Later
from imagen.ui.components.search_line import SearchLine
from imagen.ui.components.undoing import undo_keys
from imagen.ui.components.viewer import Viewer
from imagen.ui.context import PageContext
from imagen.ui.frame import side_panel
from imagen.ui.pages.gallery import facet_terms
from imagen.ui.pages.gallery.acts import Act, GalleryActs
from imagen.ui.pages.gallery.asking import (
    BY_TIME,
    MOST_SEEDS,
    PERIODS,
    chips,
    collection_in,
    listed,
    shown_problems,
    without_place,
)
from imagen.ui.pages.gallery.details import DetailsPanel
from imagen.ui.pages.gallery.facts import Fact, shared_facts
from imagen.ui.pages.gallery.happenings import Batch, Happenings
from imagen.ui.pages.gallery.one_product import OneProduct
from imagen.ui.pages.gallery.preferences import keep_look, kept_look
from imagen.ui.pages.gallery.saved import SavedSearches
from imagen.ui.pages.gallery.selection_bar import SelectionBar
from imagen.ui.pages.gallery.states import GalleryStates
from imagen.ui.pages.gallery.toolbar import GalleryToolbar
from imagen.ui.paths import analysis_path, grid_path

# How the details are shown is the browser's own matter: a column where there is room, else a sheet that is called for.
_TURN = """((wanted) => {
    const panel = document.querySelector('.gallery-details');
    const on = wanted ?? getComputedStyle(panel).display === 'none';
    document.documentElement.dataset.galleryDetails = on ? 'on' : 'off';
    try { localStorage.setItem('imagen-gallery-details', on ? 'on' : 'off'); } catch {}
})(%s)"""
_KEPT = """(() => {
    const root = document.documentElement;
    try { if (localStorage.getItem('imagen-gallery-details') === 'off') root.dataset.galleryDetails = 'off'; } catch {}
    const close = document.querySelector('.gallery-details .side-panel-close');
    close?.addEventListener('click', () => { root.dataset.galleryDetails = 'off'; });
})()"""
_CHOSEN = "What is selected"
_EDGES = ("first", "last")
_HINT = "Search: words, model:flux, liked, rating:>=good, -tag:draft …"
_SHORT_HINT = "Search: words, liked, tag:draft"


class GalleryDesk(ui.element):
    """The body of the gallery."""

    _chosen_ids: Sequence[UUID] = ()

    def __init__(self, context: PageContext, first: Listed, viewed: UUID | None = None) -> None:
        """`viewed` is looked at first, over what is listed."""
        super().__init__("div")
        self.classes("gallery-page fill")
        self._context = context
        self._services = context.services
        self._listed = first
        self._total = 0
        self._colors: dict[UUID, str] | None = None
        self._collection_of: str | None = None
        self._acts = GalleryActs(context)
        self._importing = Later(lambda: ImportDialog(context, on_taken=self._imported))
        look = kept_look()
        with self:
            with side_panel("Filters", "gallery-filters") as self._filters:
                saved_place = d.node("section", "facet saved-list", aria_label="Saved searches")
                saved_place.set_visibility(False)
                self._facets = Facets(self._picked, self._dropped_on)
            with d.node("div", "gallery-main"):
                with d.node("div", "gallery-search"):
                    self._search = SearchLine(
                        first.q,
                        placeholder=_HINT,
                        short=_SHORT_HINT,
                        on_typed=self._typed,
                        on_dropped=self._dropped,
                        chips=chips(parse(first.q)),
                    )
                    self._saved = SavedSearches(
                        context.services.saved_searches,
                        self._acts.tell,
                        take=self._take_saved,
                        listed=lambda: self._listed,
                    )
                    self._saved.list_in(saved_place)
                    self._has_read_saved = False
                Intake(lambda: self._importing().expect(), lambda text: self._importing().fetch(text))
                self._toolbar = GalleryToolbar(
                    first,
                    look,
                    sort=self._sort,
                    group=self._group,
                    size=self._size,
                    fit=self._fit,
                    bring_in=self._bring_in,
                )
                self._toolbar.add_filters_button(self._filters)
                with d.node("div", "gallery-stage"):
                    events = GridEvents(
                        self._cursor,
                        self._chosen,
                        self._opened,
                        self._answer,
                        self._went,
                        self._sized,
                        self._viewed,
                        self._acts.arrange,
                    )
                    self._grid = GalleryGrid(first, events, size=look.size, fitted=look.fitted)
                    self._states = GalleryStates(self.search, self._bring_in)
            self._bar = Later(self._make_bar, within=self)
            self._details = DetailsPanel(context.services, self._make_one, self.search)
            with self._toolbar.more:
                further = d.icon_button("more", "More of what is found", framed=True)
                d.MenuWhenPressed(further, self._fill_further)
                self._details_button = d.icon_button("info", "Details", self._turn_details, key="I", framed=True)
        self._in_address: UUID | None = viewed
        self._viewer = Viewer(context, on_shown=self._note_viewed, on_close=self._closed)
        self._undoing = context.services.undo
        if viewed is not None:
            self.on("vnodeMounted", lambda: self._viewed(viewed), [])
        ui.run_javascript(_KEPT)
        self._happenings = Happenings(context.bridge, self._react)
        self._reading_of: str | None = None
        self._counted_of: str | None = None

    def _make_bar(self) -> SelectionBar:
        return SelectionBar(
            self._acts.table,
            self._do,
            rate=self._rate,
            select_all=self._grid.select_all,
            select_none=self._grid.select_none,
        )

    def _make_one(self) -> OneProduct:
        return OneProduct(self._context, self._acts.table, self._do, self._acts.tell, self.search)

    def _fill_further(self) -> None:
        d.menu_item("Import…", self._bring_in, icon="upload").classes("phone-only")
        d.menu_item("Select…", self._grid.begin_choosing, icon="check")
        for act in self._acts.table:
            if act.name in _EDGES and self._can_order:
                d.menu_item(act.label, lambda act=act: self._do(act), icon=act.icon)
        d.menu_line()
        d.menu_item("As a grid of two choices", self._to_grid, icon="grid")
        d.menu_item("What is liked of it", self._to_analysis, icon="analytics")

    @property
    def _can_order(self) -> bool:
        """Tell whether a collection is shown in the order that was given it by hand."""
        return self._acts.collection_id is not None and self._acts.is_by_hand

    def _bring_in(self) -> None:
        self._importing().open()

    def add_keys(self, keys: Keys) -> None:
        """Register the keys of the page."""
        for act in self._acts.table:
            if act.key:
                keys.add(act.key, act.label, lambda act=act: self._do(act), group=_CHOSEN, opens_field=act.asks)
        for number in range(1, 6):
            keys.add(str(number), f"Rate {RATINGS[number - 1]}", lambda n=number: self._rate(n - 1), group=_CHOSEN)
        keys.add("0", "Take the rating away", lambda: self._rate(None), group=_CHOSEN)
        undo_keys(keys, self._undoing, within=self)
        for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"):
            keys.hand_over(key, "Walk the products", self._grid, group="In the grid")
        keys.add("Ctrl+a", "Select all that match", self._grid.select_all, group="In the grid")
        keys.add("Escape", "Select nothing", self._grid.select_none, group="In the grid")
        for key, label in (
            (" ", "Select, or leave out"),
            ("Enter", "Look at it"),
            ("Shift+ArrowRight", "Select on"),
            ("Ctrl++", "Larger pictures"),
            ("Ctrl+-", "Smaller pictures"),
            ("Alt+ArrowRight", "Move it on, in a collection ordered by hand"),
        ):
            keys.list_only(key, label, group="In the grid")
        keys.list_only("/", "Search")

    # ---- asking ----

    async def search(self, text: str) -> None:
        """Search for something else."""
        await self._ask(self._like_now(text), "push")

    async def _take_saved(self, search: SavedSearchView) -> None:
        await self._ask(listed(search.query, search.sort or "newest", search.grouping, self._new_seed()), "push")

    async def _typed(self, text: str, first: bool) -> None:
        if text != self._listed.q:
            await self._ask(self._like_now(text), "push" if first else "replace")

    def _like_now(self, text: str) -> Listed:
        """Search in the same order; that of a collection ends with the search for it."""
        now = self._listed
        if now.sort == "by-hand" and collection_in(now.q) and not collection_in(text):
            return listed(text, "newest", "")
        return listed(text, now.sort, now.by, now.seed)

    async def _dropped(self, start: int, end: int) -> None:
        await self.search(without_place(self._listed.q, start, end))

    async def _picked(self, facet: str, term: str, how: Picked) -> None:
        await self.search(facet_terms.picked(self._listed.q.rstrip(), facet, term, how))

    async def _sort(self, sort: str) -> None:
        by = self._listed.by
        if sort not in BY_TIME and by in PERIODS:
            by = "none"
        await self._ask(listed(self._listed.q, sort, by, self._new_seed()), "push")

    def _new_seed(self) -> int:
        """Draw another shuffled order; 0 is the one that an address without a seed means."""
        return 1 + randbelow(MOST_SEEDS - 1)

    async def _group(self, by: str) -> None:
        await self._ask(replace(self._listed, by=by), "push")

    async def _went(self, there: Listed) -> None:
        await self._ask(listed(there.q, there.sort, there.by, there.seed), "went")

    def _to_grid(self) -> None:
        ui.navigate.to(grid_path(q=self._listed.q))

    def _to_analysis(self) -> None:
        ui.navigate.to(analysis_path(self._listed.q))

    async def _ask(self, wanted: Listed, how: Literal["push", "replace", "went"]) -> None:
        self._listed = wanted
        self._grid.ask(wanted, how)
        self._toolbar.show(wanted)
        self._search.set_text(wanted.q)
        self._saved.show()
        await self._read()

    async def _read(self) -> None:
        """Say what the search was read as, and count what it finds."""
        wanted = self._listed
        if self._reading_of != wanted.q:
            self._reading_of = wanted.q
            reading = await call(self._services.gallery.read, wanted.q)
            if self.is_deleted or wanted.q != self._listed.q:
                return
            self._search.show_reading(wanted.q, shown_problems(reading.problems), chips(parse(wanted.q)))
        await self._find_collection()
        await self._count()

    async def _find_collection(self, *, anew: bool = False) -> None:
        """Find out whether one collection is shown, out of which things can be taken and in which they can be moved."""
        named = collection_in(self._listed.q)
        if named == self._collection_of and not anew:
            self._show_by_hand()
            return
        self._collection_of = named
        found = None
        if named:
            there = await call(self._services.collections.list)
            found = next(
                (one.id for one in there if str(one.id) == named or name_key(one.name) == name_key(named)), None
            )
        if self.is_deleted or named != self._collection_of:
            return
        self._acts.collection_id = found
        self._show_by_hand()

    def _show_by_hand(self) -> None:
        """Offer what orders a collection where it is shown in that order, and say how it is done."""
        self._acts.is_by_hand = self._listed.sort == "by-hand" and self._listed.by == "none"
        self._grid.set_by_hand(self._acts.collection_id is not None)
        self._toolbar.show_by_hand(self._can_order)
        if self._bar.built:
            self._bar.built.show_again()

    async def _count(self, *, anew: bool = False) -> None:
        wanted = self._listed
        if wanted.q == self._counted_of and not anew:
            return
        self._counted_of = wanted.q
        if self._colors is None:
            self._colors = {tag.id: tag.color for tag in await call(self._services.tags.list)}
        found = await call(self._services.gallery.facets, Asked(wanted.q))
        if not self.is_deleted and wanted.q == self._listed.q:
            self._facets.show(facet_terms.parts(wanted.q, found, self._colors))
        if not self._has_read_saved:
            self._has_read_saved = True
            await self._saved.refresh()

    # ---- the grid tells ----

    async def _answer(self, total: int) -> None:
        self._total = total
        self._toolbar.show_count(total)
        text = self._listed.q
        meant = await call(self._services.gallery.meant, text) if not total and text.strip() else ()
        if not self.is_deleted and text == self._listed.q:
            self._states.show(total, text, meant)
        await self._read()

    async def _cursor(self, product_id: UUID | None, _index: int) -> None:
        await self._details.show(product_id, anew=True)

    def _chosen(self, count: int, everything: bool, picking: bool, ids: Sequence[UUID]) -> None:
        if count or picking or self._bar.built:
            self._bar().show(count, everything, self._total, picking=picking)
        self._details.show_many(count)
        if ids or self._chosen_ids:
            self._chosen_ids = ids
            background_tasks.create(self._tell_chosen(), name="what is selected", context=self.client)

    async def _tell_chosen(self) -> None:
        """Say what is true of all that are selected, where they are not too many to be read whenever they change."""
        ids = self._chosen_ids
        facts, all_liked = await call(self._read_shared, ids) if ids else ((), False)
        if self.is_deleted or ids != self._chosen_ids:
            return
        self._details.show_shared(facts)
        if self._bar.built:
            self._bar.built.show_liked(all_liked)

    def _read_shared(self, ids: Sequence[UUID]) -> tuple[Sequence[Fact], bool]:
        tiles = self._services.gallery.tiles(ids)
        tags = {tag.id: tag.name for tag in self._services.tags.list()} if tiles else {}
        return shared_facts(tiles, tags), bool(tiles) and all(tile.liked for tile in tiles)

    async def _opened(self, product_id: UUID, newest: int | None) -> None:
        """Look at a product large; the viewer walks what is listed."""
        now = self._listed
        by = "" if now.by == "none" else now.by
        await self._viewer.open(product_id, Asked(now.q, now.sort, newest, by, now.seed))

    async def _viewed(self, product_id: UUID | None) -> None:
        """Follow the address, which Back and Forward have changed, or a reload has brought back."""
        self._in_address = product_id
        if product_id is None:
            if self._viewer.is_open:
                self._viewer.close()
        elif not self._viewer.is_open:
            await self._opened(product_id, None)

    def _closed(self, product_id: UUID) -> None:
        """Go on in the grid where the viewer had come to."""
        self._note_viewed(None)
        if product_id != self._details.product_id:
            self._grid.show(product_id)

    def _note_viewed(self, product_id: UUID | None) -> None:
        """Have the address follow, unless it is what led here: noted late it would undo a quick Back or Forward."""
        if product_id != self._in_address:
            self._in_address = product_id
            self._grid.note_viewed(product_id)

    # ---- looks ----

    def _size(self, edge: int) -> None:
        self._grid.set_size(edge)
        self._sized(edge)

    def _sized(self, edge: int) -> None:
        keep_look(size=edge)
        self._toolbar.show_size(edge)

    def _fit(self, fitted: bool) -> None:
        keep_look(fitted=fitted)
        self._grid.set_fitted(fitted)

    def _turn_details(self, shown: bool | None = None) -> None:
        """Show or hide the details; the browser knows which of both they are."""
        ui.run_javascript(_TURN % {None: "undefined", True: "true", False: "false"}[shown])

    # ---- acts ----

    async def _rate(self, rating: int | None) -> None:
        await self._acts.rate(await self._grid.selection(), rating)

    async def _do(self, act: Act) -> None:
        selection = await self._grid.selection()
        if selection.count < act.least:
            return
        if not act.offered():
            d.toast(f"{act.label} works where one collection is shown: choose one among the filters.")
            return
        if not act.takes(selection.count):
            d.toast(f"{act.label} takes {'one product' if act.most == 1 else f'{act.most} products'}; select fewer.")
            return
        await act.deed(selection)

    async def _dropped_on(self, facet: str, thing_id: UUID, name: str, only: UUID | None) -> None:
        selection = await self._grid.selection() if only is None else Selection((only,), count=1)
        await self._acts.put_into(selection, facet, name, thing_id)

    def _imported(self, notes: Sequence[ImportedFileNote]) -> None:
        """Say what became of files that were given, with a way back."""
        taken = [note.product_id for note in notes if note.outcome is FileOutcome.TAKEN and note.product_id is not None]
        there = sum(note.outcome in (FileOutcome.ALREADY_THERE, FileOutcome.IN_BIN) for note in notes)
        refused = sum(note.outcome is FileOutcome.REFUSED for note in notes)
        parts = [f"Imported {counted(len(taken), 'file')}"] if taken or not (there or refused) else []
        parts += [f"{there:,} {'was' if there == 1 else 'were'} there already"] if there else []
        parts += [f"{refused:,} refused"] if refused else []

        async def take_back() -> Done:
            return await call(self._services.keeping.delete, taken)

        with self:
            d.toast(", ".join(parts) + ".", undo=take_back if taken else None, kind="info" if taken else "danger")

    # ---- elsewhere ----

    async def _react(self, batch: Batch) -> None:
        with self:
            if batch.gone:
                self._grid.gone(batch.gone)
            if batch.back:
                self._grid.back()
            if batch.tags:
                self._colors = None
            if batch.collections:
                await self._find_collection(anew=True)
            if batch.searches:
                await self._saved.refresh()
            if batch.changed or batch.projects or batch.tags or batch.collections:
                self._grid.changed(batch.changed)
            if self._acts.collection_id in batch.collections or (batch.collections and self._listed.by == "collection"):
                self._grid.back()
            if batch.arrived or batch.back:
                self._grid.happened()
            if batch.tags or not batch.changed.isdisjoint(self._chosen_ids):
                await self._tell_chosen()
            shown = self._details.product_id
            if shown in batch.changed or (shown is not None and (batch.tags or batch.collections)):
                await self._details.show(shown, anew=True)
            await self._count(anew=True)
