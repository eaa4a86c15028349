"""Acts of keeping on a database of their own, in any order, with undo and redo between."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from imagen.data.database import Database
from imagen.data.models import Order, Product
from imagen.data.unit_of_work import UnitOfWorkFactory
from imagen.domain.errors import ImagenError
from imagen.domain.lifecycle import OrderStatus
from imagen.domain.product import ProductOrigin, ProductType
from imagen.domain.tagging import TaggedKind
from imagen.services.acts import Acts
from imagen.services.bin import BinService
from imagen.services.collections import CollectionService
from imagen.services.keeping import KeepingService, ProductEdit
from imagen.services.keeping_views import Done
from imagen.services.lookups import LookupService
from imagen.services.projects import ProjectService
from imagen.services.saved_searches import SavedSearchService, SearchWording
from imagen.services.tags import TagService
from imagen.services.undoing import UndoService
from imagen.services.whom import Finding
from tests.services.indexing import index_now
from tests.warm import empty_database

PRODUCTS = 6
State = dict[str, Any]

_STATE = {
    "products": "SELECT id, liked, rating, rated_at, notes, project_id, deleted_at IS NULL FROM product ORDER BY id",
    "orders": 'SELECT id, deleted_at IS NULL FROM "order" ORDER BY id',
    "projects": "SELECT id, name, deleted_at IS NULL FROM project ORDER BY id",
    "lookups": "SELECT id, name FROM lookup WHERE deleted_at IS NULL ORDER BY id",
    "tags": "SELECT id, name, color FROM tag WHERE deleted_at IS NULL ORDER BY id",
    "taggings": "SELECT tag_id, entity, entity_id FROM tagging WHERE deleted_at IS NULL ORDER BY 1, 2, 3",
    "collections": "SELECT id, name, description FROM collection WHERE deleted_at IS NULL ORDER BY id",
    "places": "SELECT collection_id, product_id, order_index FROM collection_product WHERE deleted_at IS NULL ORDER BY 1, 3",
    "searches": "SELECT id, name, query, rank FROM saved_search WHERE deleted_at IS NULL ORDER BY id",
    # what products are found by follows
    "found": """SELECT s.product_id, s.liked, s.rating, s.noted, t.value FROM product_search s
        LEFT JOIN search_term t ON t.id = s.project ORDER BY s.product_id""",
    "marks": """SELECT p.number, t.kind, t.value FROM product_term p JOIN search_term t ON t.id = p.term
        WHERE t.kind IN ('tag', 'collection') ORDER BY 1, 2, 3""",
}

some = st.lists(st.integers(0, PRODUCTS - 1), min_size=1, max_size=PRODUCTS, unique=True)
names = st.sampled_from(["fox", "FOX ", "owl", "straße", "STRASSE"])
one = st.integers(0, 3)


class KeepingMachine(RuleBasedStateMachine):
    """Knows every state that was, and holds undo and redo to them."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        path = self.folder / "imagen.db"
        path.write_bytes(empty_database())
        self.database = Database(path)
        self.units = UnitOfWorkFactory(self.database, lambda event: None)
        acts = Acts(self.units)
        self.keeping = KeepingService(self.units, acts, Finding(self.units, lambda: index_now(self.units)))
        self.tags = TagService(self.units, acts)
        self.collections = CollectionService(self.units, acts)
        self.searches = SavedSearchService(self.units, acts)
        self.projects = ProjectService(self.units, acts)
        self.lookups = LookupService(self.units, acts)
        self.bin = BinService(self.units, acts)
        self.undoing = UndoService(self.units, acts)
        self.done: list[State] = []
        self.undone: list[State] = []

    @initialize()
    def fill(self) -> None:
        self.project_ids = [self.projects.create(name).id for name in ("one", "two")]
        self.lookup_id = self.lookups.create("animal", "fox\nowl").id
        with self.units() as unit:
            order = Order(
                number=1, model_key="made:up", provider="made", expansion_seed=1, status=OrderStatus.FULFILLED
            )
            unit.orders.add(order)
            unit.session.flush()
            self.order_id = order.id
            self.ids = [self._product(unit, number).id for number in range(PRODUCTS)]
            unit.commit()
        self._keep_some()
        self.before = self.state()

    def _keep_some(self) -> None:
        """Begin with things that are on and in one another, so that every act finds something to do."""
        self.keeping.tag(self.ids, ["fox"])
        self.keeping.tag(self.ids[:3], ["owl"])
        self.keeping.rate(self.ids[:2], 3)
        self.keeping.collect(self.ids[:4], self.collections.create("fox").id)
        for query in ("liked", "rating:>=good"):
            self.searches.create(SearchWording(query, query))
        with self.units() as unit:
            unit.session.connection().exec_driver_sql("DELETE FROM undo_entry")
            unit.commit()

    def _product(self, unit: Any, number: int) -> Product:
        product: Product = unit.products.add(
            Product(
                order_id=self.order_id if number < 2 else None,
                project_id=self.project_ids[0] if number % 2 else None,
                type=ProductType.IMAGE,
                path=f"{number}",
                sha256=f"{number}",
                file_size=1,
                mime_type="image/png",
                origin=ProductOrigin.IMPORTED,
            )
        )
        return product

    def state(self) -> State:
        with self.units.reading() as reading:
            connection = reading.session.connection()
            return {name: [tuple(row) for row in connection.exec_driver_sql(q)] for name, q in _STATE.items()}

    def act(self, deed: Any) -> None:
        """Do something; what is refused has changed nothing, and what changed something can be taken back."""
        before = self.state()
        entries = self._entries()
        try:
            done = deed()
        except ImagenError:
            assert self.state() == before
            return
        changed = self.state() != before
        kept = self._entries() != entries
        assert kept == changed, (done, before, self.state())
        if isinstance(done, Done):
            assert (done.undo_id is not None) == changed
        if changed:
            self.done.append(before)
            self.undone.clear()

    def _entries(self) -> list[UUID]:
        with self.units.reading() as reading:
            rows = reading.session.connection().exec_driver_sql("SELECT id FROM undo_entry WHERE undone_at IS NULL")
            return sorted(UUID(row[0]) for row in rows)

    def _ids(self, places: list[int]) -> list[UUID]:
        return [self.ids[place] for place in places]

    def _there(self, places: list[int]) -> list[UUID]:
        with self.units.reading() as reading:
            return reading.products.among(self._ids(places), deleted=False)

    def _nth(self, things: Any, place: int) -> UUID | None:
        listed = things.list()
        return listed[place % len(listed)].id if listed else None

    @rule(places=some, liked=st.booleans())
    def like(self, places: list[int], liked: bool) -> None:
        self.act(lambda: self.keeping.like(self._there(places), liked))

    @rule(places=some, rating=st.none() | st.integers(0, 4))
    def rate(self, places: list[int], rating: int | None) -> None:
        self.act(lambda: self.keeping.rate(self._there(places), rating))

    @rule(place=st.integers(0, PRODUCTS - 1), text=st.sampled_from(["", "a note", " spaced "]))
    def note(self, place: int, text: str) -> None:
        self.act(lambda: self.keeping.note(self.ids[place], text))

    @rule(places=some, tags=st.lists(names, min_size=1, max_size=2))
    def tag(self, places: list[int], tags: list[str]) -> None:
        self.act(lambda: self.keeping.tag(self._there(places), tags))

    @rule(places=some, tags=st.lists(names, min_size=1, max_size=2))
    def untag(self, places: list[int], tags: list[str]) -> None:
        self.act(lambda: self.keeping.untag(self._there(places), tags))

    @rule(kind=st.sampled_from([TaggedKind.PROJECT, TaggedKind.ORDER]), name=names)
    def tag_thing(self, kind: TaggedKind, name: str) -> None:
        thing = self.project_ids[0] if kind is TaggedKind.PROJECT else self.order_id
        self.act(lambda: self.keeping.tag_things(kind, [thing], [name]))

    @rule(place=one, name=names, color=st.none() | st.just("#123456"))
    def change_tag(self, place: int, name: str, color: str | None) -> None:
        tag_id = self._nth(self.tags, place)
        if tag_id is not None:
            self.act(lambda: self.tags.update(tag_id, name, color))

    @rule(place=one, into=one)
    def merge_tags(self, place: int, into: int) -> None:
        first, second = self._nth(self.tags, place), self._nth(self.tags, into)
        if first is not None and second is not None:
            self.act(lambda: self.tags.merge(first, second))

    @rule(place=one)
    def delete_tag(self, place: int) -> None:
        tag_id = self._nth(self.tags, place)
        if tag_id is not None:
            self.act(lambda: self.tags.delete(tag_id))

    @rule(name=names)
    def make_collection(self, name: str) -> None:
        self.act(lambda: self.collections.create(name))

    @rule(places=some, place=one, inside=st.booleans())
    def collect(self, places: list[int], place: int, inside: bool) -> None:
        collection_id = self._nth(self.collections, place)
        if collection_id is not None:
            deed = self.keeping.collect if inside else self.keeping.uncollect
            self.act(lambda: deed(self._there(places), collection_id))

    @rule(places=some, place=one, beside=st.integers(0, PRODUCTS - 1), before=st.booleans())
    def order_collection(self, places: list[int], place: int, beside: int, before: bool) -> None:
        collection_id = self._nth(self.collections, place)
        if collection_id is not None:
            next_to = {"before" if before else "after": self.ids[beside]}
            self.act(lambda: self.collections.move(collection_id, self._ids(places), **next_to))

    @rule(place=one)
    def delete_collection(self, place: int) -> None:
        collection_id = self._nth(self.collections, place)
        if collection_id is not None:
            self.act(lambda: self.collections.delete(collection_id))

    @rule(places=some, project=st.none() | st.integers(0, 1))
    def move(self, places: list[int], project: int | None) -> None:
        target = self.project_ids[project] if project is not None else None
        self.act(lambda: self.keeping.move(self._there(places), target))

    @rule(places=some)
    def delete(self, places: list[int]) -> None:
        self.act(lambda: self.keeping.delete(self._ids(places)))

    @rule(places=some)
    def restore(self, places: list[int]) -> None:
        self.act(lambda: self.keeping.restore(self._ids(places)))

    @rule()
    def delete_order(self) -> None:
        self.act(lambda: self.bin.delete_order(self.order_id))

    @rule(place=st.integers(0, 1))
    def delete_project(self, place: int) -> None:
        self.act(lambda: self.projects.delete(self.project_ids[place]))

    @rule()
    def delete_lookup(self) -> None:
        self.act(lambda: self.lookups.delete(self.lookup_id))

    @rule()
    def restore_all(self) -> None:
        self.act(lambda: self.bin.restore(self.bin.ids()))

    @rule(name=names)
    def save_search(self, name: str) -> None:
        self.act(lambda: self.searches.create(SearchWording(name, "liked")))

    @rule(place=one, before=st.none() | one)
    def move_search(self, place: int, before: int | None) -> None:
        search_id = self._nth(self.searches, place)
        if search_id is not None:
            target = self._nth(self.searches, before) if before is not None else None
            self.act(lambda: self.searches.update(search_id, before=target))

    @rule(place=one)
    def delete_search(self, place: int) -> None:
        search_id = self._nth(self.searches, place)
        if search_id is not None:
            self.act(lambda: self.searches.delete(search_id))

    @rule(place=st.integers(0, PRODUCTS - 1), tags=st.lists(names, max_size=2), rating=st.none() | st.integers(0, 4))
    def change(self, place: int, tags: list[str], rating: int | None) -> None:
        edit = ProductEdit(liked=True, rating=rating, notes="changed", tags=tags, project_id=None)
        self.act(lambda: self.keeping.change(self.ids[place], edit))

    @precondition(lambda self: self.done)
    @rule()
    def undo(self) -> None:
        now = self.state()
        undone = self.undoing.undo()
        assert undone is not None
        assert undone.left == 0, undone
        assert self.state() == self.done.pop()
        self.undone.append(now)

    @precondition(lambda self: self.undone)
    @rule()
    def redo(self) -> None:
        now = self.state()
        done = self.undoing.redo()
        assert done is not None
        assert done.left == 0, done
        assert self.state() == self.undone.pop()
        self.done.append(now)

    @invariant()
    def nothing_more_is_offered_than_was_done(self) -> None:
        offered = self.undoing.newest()
        assert bool(offered.undo) == bool(self.done)
        assert bool(offered.redo) == bool(self.undone)

    def teardown(self) -> None:
        try:
            if hasattr(self, "before"):
                self._all_the_way()
        finally:
            self.database.close()
            shutil.rmtree(self.folder)

    def _all_the_way(self) -> None:
        end, steps = self.state(), len(self.done)
        for _ in range(steps):
            assert self.undoing.undo() is not None
        assert self.state() == self.before
        for _ in range(steps):
            assert self.undoing.redo() is not None
        assert self.state() == end
