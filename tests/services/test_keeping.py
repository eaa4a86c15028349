"""Acts of keeping one by one: whom they concern, what they refuse, what they tell, and what cannot be taken back."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlmodel import select

from imagen.data.database import Database
from imagen.data.models import Product, UndoEntry
from imagen.data.models.base import now
from imagen.data.repositories import journal
from imagen.data.unit_of_work import UnitOfWorkFactory
from imagen.domain.errors import DuplicateName, InvalidInput, NotFound
from imagen.domain.events import (
    CollectionChanged,
    DomainEvent,
    ProductsChanged,
    ProductsDeleted,
    ProjectChanged,
    TagChanged,
    UndoChanged,
)
from imagen.domain.product import ProductType
from imagen.domain.tagging import TaggedKind
from imagen.services import acts as acts_module
from imagen.services import announcing
from imagen.services.acts import Acts
from imagen.services.bin import BinService
from imagen.services.collections import CollectionService
from imagen.services.keeping import KeepingService, ProductEdit
from imagen.services.projects import ProjectService
from imagen.services.saved_searches import SavedSearchService, SearchWording
from imagen.services.tags import TagService
from imagen.services.undoing import UndoService
from imagen.services.whom import Finding
from tests.services.indexing import index_now
from tests.warm import empty_database


@dataclass(frozen=True)
class Searched:
    q: str
    newest: int | None = None


class Desk:
    """The services of keeping on one database, and what they told."""

    def __init__(self, path: Path) -> None:
        self.database = Database(path)
        self.told: list[DomainEvent] = []
        self.units = UnitOfWorkFactory(self.database, self.told.append)
        acts = Acts(self.units)
        self.keeping = KeepingService(self.units, acts, Finding(self.units, lambda: index_now(self.units)))
        self.tags = TagService(self.units, acts)
        self.collections = CollectionService(self.units, acts)
        self.searches = SavedSearchService(self.units, acts)
        self.projects = ProjectService(self.units, acts)
        self.bin = BinService(self.units, acts)
        self.undoing = UndoService(self.units, acts)

    def made(self, count: int) -> list[UUID]:
        with self.units() as unit:
            rows = [
                Product(type=ProductType.IMAGE, path=f"{n}", sha256=f"{n}", file_size=1, mime_type="image/png")
                for n in range(count)
            ]
            for row in rows:
                unit.products.add(row)
            unit.commit()
        self.told.clear()
        return [row.id for row in rows]

    def product(self, product_id: UUID) -> Product:
        with self.units.reading() as reading:
            return reading.products.get(product_id, deleted=True)

    def tagged(self, product_id: UUID) -> list[str]:
        return [tag.name for tag in self.tags.of(product_id)]

    def order_of(self, collection_id: UUID) -> list[UUID]:
        return [view.id for view in self.collections.products(collection_id).items]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "imagen.db"
    made.write_bytes(empty_database())
    return made


@pytest.fixture
def desk(path: Path) -> Iterator[Desk]:
    opened = Desk(path)
    yield opened
    opened.database.close()


def test_a_search_means_all_that_it_finds(desk: Desk) -> None:
    ids = desk.made(5)
    desk.keeping.tag(ids[:3], ["fox"])
    done = desk.keeping.like(Searched("tag:fox"))
    assert (done.count, done.sentence) == (3, "Liked 3 products.")
    assert [desk.product(one).liked for one in ids] == [True, True, True, False, False]
    assert desk.keeping.delete(Searched("-tag:fox")).count == 2
    with pytest.raises(InvalidInput) as refused:
        desk.keeping.delete(Searched('tag:"fox'))
    assert refused.value.problems[0].field == "q"
    assert desk.keeping.like(Searched("tag:owl")).undo_id is None


def test_what_changes_nothing_is_no_act(desk: Desk) -> None:
    ids = desk.made(2)
    desk.keeping.like(ids)
    before = desk.undoing.newest()
    desk.told.clear()
    assert desk.keeping.like(ids).undo_id is None
    assert desk.keeping.like(ids).count == 0
    assert desk.keeping.untag(ids, ["never was"]).undo_id is None
    assert (desk.undoing.newest(), desk.told) == (before, [])


def test_what_is_not_there_or_deleted_keeps_all_as_it_was(desk: Desk) -> None:
    ids = desk.made(3)
    desk.keeping.delete(ids[2:])
    for whom in ([*ids[:2], uuid4()], ids):
        with pytest.raises(NotFound):
            desk.keeping.like(whom)
        with pytest.raises(NotFound):
            desk.keeping.tag(whom, ["fox"])
    assert not desk.product(ids[0]).liked
    assert desk.tags.list() == []


@pytest.mark.parametrize("act", ["tag", "collect", "retag"])
def test_what_is_removed_for_good_before_its_turn_comes_is_passed_over(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    ids = desk.made(2)
    box = desk.collections.create("box").id
    found = Finding.ids

    def removed_since(self: Finding, whom: Sequence[UUID], *, deleted: bool = False) -> list[UUID]:
        wanted = found(self, whom, deleted=deleted)
        with desk.units() as unit:
            unit.products.get(ids[0]).deleted_at = now()
            unit.session.flush()
            unit.removal.products(ids[:1])
            unit.commit()
        return wanted

    monkeypatch.setattr(Finding, "ids", removed_since)
    if act == "collect":
        assert desk.keeping.collect(ids, box).count == 1
        assert desk.order_of(box) == ids[1:]
    else:
        assert (
            desk.keeping.tag(ids, ["fox"]) if act == "tag" else desk.keeping.retag(ids, ["fox"], ["owl"])
        ).count == 1
        assert desk.tags.list()[0].counts == {TaggedKind.PRODUCT: 1}


def test_a_tag_counts_what_a_search_for_it_finds(desk: Desk) -> None:
    ids = desk.made(3)
    desk.keeping.tag(ids, ["fox"])
    desk.keeping.tag(ids[:1], ["owl"])
    desk.keeping.delete(ids[:1])
    assert [tag.counts for tag in desk.tags.list()] == [{TaggedKind.PRODUCT: 2}, {}]
    desk.undoing.undo()
    assert [tag.counts for tag in desk.tags.list()] == [{TaggedKind.PRODUCT: 3}, {TaggedKind.PRODUCT: 1}]


def test_many_are_changed_some_at_a_time_as_one_act(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acts_module, "HELD", 4)
    monkeypatch.setattr(journal, "AT_ONCE", 3)
    monkeypatch.setattr(announcing, "AT_ONCE", 3)
    ids = desk.made(10)
    desk.keeping.like(ids[::2])
    desk.told.clear()
    assert desk.keeping.tag(ids, ["fox", "owl"]).count == 10
    changed = [event.product_ids for event in desk.told if isinstance(event, ProductsChanged)]
    assert max(map(len, changed)) <= 3
    assert {one for some in changed for one in some} == set(ids)
    assert desk.keeping.like(ids).count == 5
    assert desk.undoing.undo() is not None
    assert sum(desk.product(one).liked for one in ids) == 5
    assert desk.undoing.undo() is not None
    assert desk.tags.list() == []
    assert desk.undoing.redo() is not None
    assert desk.tagged(ids[9]) == ["fox", "owl"]


def test_everything_is_told_once(desk: Desk) -> None:
    ids = desk.made(2)
    collection, project = desk.collections.create("Best"), desk.projects.create("Foxes")
    desk.told.clear()
    desk.keeping.tag(ids, ["fox"])
    kinds = [type(event) for event in desk.told]
    assert kinds == [TagChanged, ProductsChanged, UndoChanged]
    desk.told.clear()
    desk.keeping.collect(ids, collection.id)
    assert CollectionChanged(collection.id) in desk.told
    desk.keeping.tag_things(TaggedKind.PROJECT, [project.id], ["fox"])
    assert ProjectChanged(project.id) in desk.told
    desk.told.clear()
    desk.keeping.delete(ids)
    assert desk.told == [ProductsDeleted(tuple(sorted(ids)), None), UndoChanged("Deleted 2 products.", "")]


def test_names_are_the_same_however_they_are_spelled(desk: Desk) -> None:
    (one,) = desk.made(1)
    desk.keeping.tag([one], ["Straße", "cafe\u0301"])
    desk.keeping.tag([one], ["STRASSE", "CAFÉ", "  straße "])
    assert desk.tagged(one) == ["cafe\u0301", "Straße"]
    with pytest.raises(DuplicateName):
        desk.tags.create("strasse")
    desk.keeping.untag([one], ["STRASSE"])
    assert desk.tagged(one) == ["cafe\u0301"]
    collection = desk.collections.create("Best of")
    with pytest.raises(DuplicateName):
        desk.collections.create("BEST  OF")
    assert desk.collections.update(collection.id, name="best OF").name == "best OF"


def test_tags_are_put_on_and_taken_off_as_one_act(desk: Desk) -> None:
    one, two = desk.made(2)
    desk.keeping.tag([one], ["old"])
    done = desk.keeping.retag([one, two], ["fresh"], ["OLD"])
    assert done.count == 2
    assert [desk.tagged(one), desk.tagged(two)] == [["fresh"], ["fresh"]]
    desk.undoing.undo()
    assert [desk.tagged(one), desk.tagged(two)] == [["old"], []]
    desk.keeping.retag([one], [], ["old"])
    assert desk.tagged(one) == []
    with pytest.raises(InvalidInput):
        desk.keeping.retag([one], [], [])


@pytest.mark.parametrize("name", ["", "   ", "\n", "x" * 121, "\u200b"])
def test_names_are_checked(desk: Desk, name: str) -> None:
    (one,) = desk.made(1)
    with pytest.raises(InvalidInput):
        desk.keeping.tag([one], ["fine", name])
    with pytest.raises(InvalidInput):
        desk.collections.create(name)
    with pytest.raises(InvalidInput):
        desk.searches.create(SearchWording(name, "liked"))
    assert desk.tags.list() == []
    assert desk.undoing.newest().undo == ""


def test_merging_puts_each_thing_under_the_other_tag_once(desk: Desk) -> None:
    ids = desk.made(3)
    desk.keeping.tag(ids[:2], ["fox"])
    desk.keeping.tag(ids[1:], ["vixen"])
    project = desk.projects.create("Foxes")
    desk.keeping.tag_things(TaggedKind.PROJECT, [project.id], ["vixen"])
    fox, vixen = desk.tags.list()
    desk.tags.merge(vixen.id, fox.id)
    (left,) = desk.tags.list()
    assert (left.name, left.counts) == ("fox", {TaggedKind.PRODUCT: 3, TaggedKind.PROJECT: 1})
    assert desk.keeping.like(Searched("tag:fox")).count == 3
    desk.undoing.undo()
    desk.undoing.undo()
    assert [desk.tagged(one) for one in ids] == [["fox"], ["fox", "vixen"], ["vixen"]]
    with pytest.raises(InvalidInput):
        desk.tags.merge(fox.id, fox.id)


def test_products_are_moved_before_and_after_others(desk: Desk) -> None:
    ids = desk.made(5)
    collection = desk.collections.create("Best")
    desk.keeping.collect(ids, collection.id)
    assert desk.order_of(collection.id) == ids
    desk.collections.move(collection.id, [ids[4], ids[3]], before=ids[1])
    assert desk.order_of(collection.id) == [ids[0], ids[4], ids[3], ids[1], ids[2]]
    desk.collections.move(collection.id, [ids[0]], after=ids[1])
    assert desk.order_of(collection.id) == [ids[4], ids[3], ids[1], ids[0], ids[2]]
    desk.collections.move(collection.id, [ids[4]])
    assert desk.order_of(collection.id)[-1] == ids[4]
    for wrong, error in (
        ({"before": ids[0], "after": ids[1]}, InvalidInput),
        ({"before": ids[4]}, InvalidInput),
        ({"before": uuid4()}, NotFound),
    ):
        with pytest.raises(error):
            desk.collections.move(collection.id, [ids[4]], **wrong)


def test_there_is_always_room_between_two(desk: Desk) -> None:
    ids = desk.made(3)
    collection = desk.collections.create("Best")
    desk.keeping.collect(ids, collection.id)
    for turn in range(120):  # each move halves what is left between two neighbours
        moving = ids[1] if turn % 2 else ids[2]
        desk.collections.move(collection.id, [moving], after=ids[0])
        assert desk.order_of(collection.id)[:2] == [ids[0], moving]


def test_one_change_of_many_values_is_one_act(desk: Desk) -> None:
    (one,) = desk.made(1)
    project = desk.projects.create("Foxes")
    desk.keeping.tag([one], ["old", "stays"])
    desk.keeping.change(one, ProductEdit(True, 3, " good light ", ["stays", "new"], project.id))
    changed = desk.product(one)
    assert (changed.liked, changed.rating, changed.notes, changed.project_id) == (True, 3, "good light", project.id)
    assert changed.rated_at is not None
    assert desk.tagged(one) == ["new", "stays"]
    desk.undoing.undo()
    assert (desk.product(one).rating, desk.product(one).rated_at, desk.product(one).notes) == (None, None, "")
    assert desk.tagged(one) == ["old", "stays"]
    with pytest.raises(NotFound):
        desk.keeping.change(one, ProductEdit(liked=True, project_id=uuid4()))
    assert not desk.product(one).liked


def test_what_was_changed_since_or_removed_is_left_alone_and_told(desk: Desk) -> None:
    ids = desk.made(3)
    desk.keeping.rate(ids, 4)
    with desk.units() as unit:
        unit.products.get(ids[0]).rating = 1
        unit.session.delete(unit.products.get(ids[1]))
        unit.commit()
    undone = desk.undoing.undo()
    assert undone is not None
    assert (undone.count, undone.left) == (1, 2)
    assert "2 things were changed since" in undone.sentence
    assert [desk.product(ids[0]).rating, desk.product(ids[2]).rating] == [1, None]
    again = desk.undoing.redo()
    assert again is not None
    assert (again.count, again.left) == (1, 0)
    assert [desk.product(ids[0]).rating, desk.product(ids[2]).rating] == [1, 4]


def test_nothing_goes_back_to_a_project_that_was_removed_for_good(desk: Desk) -> None:
    ids = desk.made(3)
    gone, kept, last = (desk.projects.create(name).id for name in ("gone", "kept", "last"))
    desk.keeping.move(ids[:2], gone)
    desk.keeping.move(ids[2:], kept)
    desk.keeping.like(ids[:1])
    moved = desk.keeping.move(ids, last)
    desk.projects.delete(gone)
    with desk.units() as unit:
        unit.removal.project(gone)
        unit.commit()
    undone = desk.undoing.undo(moved.undo_id)
    assert undone is not None
    assert (undone.count, undone.left) == (1, 2)
    assert [desk.product(one).project_id for one in ids] == [last, last, kept]


def test_what_cannot_be_taken_back_makes_way_for_what_can(desk: Desk) -> None:
    ids = desk.made(2)
    desk.keeping.like(ids[:1])
    desk.keeping.rate(ids[1:], 0)
    with desk.units() as unit:
        unit.session.delete(unit.products.get(ids[1]))
        unit.commit()
    undone = desk.undoing.undo()
    assert undone is not None
    assert not undone.is_done
    assert "cannot be taken back" in undone.sentence
    assert desk.undoing.newest().redo == ""
    again = desk.undoing.undo()
    assert again is not None
    assert again.is_done
    assert desk.undoing.undo() is None


def test_one_act_is_taken_back_whatever_was_done_since(desk: Desk) -> None:
    ids = desk.made(2)
    liked = desk.keeping.like(ids)
    desk.keeping.rate(ids, 2)
    assert desk.undoing.undo(liked.undo_id) is not None
    assert [(desk.product(one).liked, desk.product(one).rating) for one in ids] == [(False, 2)] * 2
    assert desk.undoing.undo(liked.undo_id) is None
    assert desk.undoing.undo(uuid4()) is None


def test_a_name_that_was_given_away_stays_with_its_new_owner(desk: Desk) -> None:
    fox = desk.tags.create("fox")
    desk.tags.delete(fox.id)
    with desk.units() as unit:  # as somebody does who is not kept track of
        unit.session.connection().exec_driver_sql(
            "INSERT INTO tag SELECT ?, created_at, updated_at, NULL, name, name_key, color FROM tag", (uuid4().hex,)
        )
        unit.commit()
    undone = desk.undoing.undo()
    assert undone is not None
    assert not undone.is_done
    with pytest.raises(DuplicateName):
        desk.bin.restore([fox.id])


def test_it_outlives_restarts(desk: Desk, path: Path) -> None:
    ids = desk.made(2)
    desk.keeping.like(ids)
    desk.keeping.delete(ids)
    desk.undoing.undo()
    desk.database.close()
    again = Desk(path)
    assert again.undoing.newest().undo == "Liked 2 products."
    assert again.undoing.newest().redo == "Deleted 2 products."
    assert again.undoing.undo() is not None
    assert not again.product(ids[0]).liked
    again.database.close()


def test_only_so_many_acts_are_kept_and_none_for_ever(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acts_module, "MOST_ENTRIES", 3)
    (one,) = desk.made(1)
    for rating in (0, 1, 2, 3, 4):
        desk.keeping.rate([one], rating)
    with desk.units() as unit:
        oldest = min(unit.session.exec(select(UndoEntry.id)).all())
        unit.undo.get(oldest).created_at = now() - timedelta(days=31)
        unit.commit()
    desk.keeping.like([one])
    undone = 0
    while desk.undoing.undo() is not None:
        undone += 1
    assert undone == 3
    assert desk.product(one).rating == 2


def test_acts_that_meet_keep_the_history_whole(desk: Desk) -> None:
    ids = desk.made(40)

    def act(number: int) -> None:
        desk.keeping.rate([ids[number]], number % 5)
        desk.keeping.tag([ids[number]], ["fox"])

    threads = [threading.Thread(target=act, args=(number,)) for number in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [tag.name for tag in desk.tags.list()] == ["fox"]
    for _ in range(80):
        undone = desk.undoing.undo()
        assert undone is not None
        assert undone.left == 0
    assert all(desk.product(one).rating is None for one in ids)
    assert desk.tags.list() == []


@pytest.mark.parametrize("ends", ["merge", "delete"])
def test_what_is_tagged_while_its_tag_goes_is_not_left_on_a_tag_that_is_gone(desk: Desk, ends: str) -> None:
    """Tagging goes on in one thread while another one ends the tag; each finds the other's work whole."""
    ids = desk.made(200)
    for _ in range(10):
        desk.keeping.tag(ids[:1], ["old"])
        desk.keeping.tag(ids[-1:], ["new"])
        old, new = (next(tag.id for tag in desk.tags.list() if tag.name == name) for name in ("old", "new"))
        tagging = threading.Thread(target=lambda: [desk.keeping.tag([one], ["old"]) for one in ids[1:40]])
        tagging.start()
        if ends == "merge":
            desk.tags.merge(old, new)
        else:
            desk.tags.delete(old)
        tagging.join()
        with desk.units.reading() as reading:
            assert list(reading.tags.of(old)) == []
        desk.keeping.untag(ids, ["old", "new"])


@pytest.mark.parametrize("name", ["none", "None", " NONE "])
def test_nothing_that_searches_name_is_called_as_its_absence_is(desk: Desk, name: str) -> None:
    makes = (desk.tags.create, desk.collections.create, desk.projects.create)
    for make in (*makes, lambda taken: desk.keeping.tag(desk.made(1), [taken])):
        with pytest.raises(InvalidInput, match="means without any"):
            make(name)
    desk.searches.create(SearchWording(name, "fox"))


def test_a_tag_that_others_use_stays_when_its_making_is_taken_back(desk: Desk) -> None:
    ids = desk.made(3)
    made = desk.keeping.tag(ids[:1], ["zeta"])
    desk.keeping.tag(ids[1:], ["zeta"])
    assert made.undo_id is not None
    told = desk.undoing.undo(made.undo_id)
    assert told is not None
    assert (told.count, told.left) == (1, 1)
    assert [desk.tagged(one) for one in ids] == [[], ["zeta"], ["zeta"]]
    assert desk.keeping.like(Searched("tag:zeta")).count == 2


def test_a_tag_whose_making_was_taken_back_is_not_in_the_bin(desk: Desk) -> None:
    ids = desk.made(1)
    desk.keeping.tag(ids, ["client"])
    desk.undoing.undo()
    assert desk.tags.list() == []
    assert desk.bin.ids() == []
    desk.undoing.redo()
    assert desk.tagged(ids[0]) == ["client"]
    desk.tags.delete(desk.tags.list()[0].id)
    assert len(desk.bin.ids()) == 1
