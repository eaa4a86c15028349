"""The gallery finds, lists, counts and completes as somebody asks, and never falls over a wrong search."""

from __future__ import annotations

import random
import sqlite3
from collections import Counter
from contextlib import closing
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

import pytest

from imagen.bootstrap import Production
from imagen.data.models import Product
from imagen.data.unit_of_work import UnitOfWorkFactory
from imagen.datafolder import DataFolder
from imagen.domain.errors import InvalidInput
from imagen.domain.ids import new_id
from imagen.domain.product import ProductState, ProductType
from imagen.domain.search import parse
from imagen.services import gallery_searching
from imagen.services.gallery import GalleryService
from imagen.services.gallery_searching import Searches
from imagen.services.gallery_views import Asked, Grouping
from imagen.services.model_names import ModelNames
from tests.data.naive_search import Made, matches
from tests.data.searched_library import FAMILIES, NOW, SearchedLibrary

SORTS = ("newest", "oldest", "best", "largest", "smallest", "heaviest", "longest", "shuffled")


class Then(datetime):
    """A clock that stands still at the day of the library."""

    @classmethod
    def now(cls, tz: object = None) -> Any:
        return NOW


@pytest.fixture
def units(at_rest: Production) -> UnitOfWorkFactory:
    return UnitOfWorkFactory(at_rest.database, at_rest.services.bus.publish)


@pytest.fixture
def library(units: UnitOfWorkFactory) -> SearchedLibrary:
    with units() as unit:
        made = SearchedLibrary(unit, 3)
        made.fill()
        unit.commit()
    return made


@pytest.fixture
def gallery(at_rest: Production, units: UnitOfWorkFactory, monkeypatch: pytest.MonkeyPatch) -> GalleryService:
    monkeypatch.setattr(gallery_searching, "datetime", Then)
    names = ModelNames(list)
    names.families = FAMILIES
    names.providers = lambda: ("sketch", "fal", "replicate", "external")
    return GalleryService(Searches(units, at_rest.search_index, names), names)


def found(library: SearchedLibrary, text: str) -> list[Made]:
    tree = parse(text).tree
    return [one for one in library.made if not one.deleted and matches(tree, one, NOW.date(), FAMILIES)]


def ids(gallery: GalleryService, asked: Asked, step: int = 1000) -> list[UUID]:
    """Go through a list by its offsets."""
    listed: list[UUID] = []
    while tiles := gallery.page(asked, offset=len(listed), limit=step).tiles:
        listed += [tile.id for tile in tiles]
    return listed


def arrive(units: UnitOfWorkFactory, **given: object) -> UUID:
    with units() as unit:
        product = Product(
            id=new_id(), type=ProductType.IMAGE, path="", sha256="a" * 64, file_size=1, mime_type="image/png"
        )
        for name, value in given.items():
            setattr(product, name, value)
        unit.products.add(product)
        unit.commit()
        return product.id


@pytest.mark.parametrize(
    "text", ["", "fox", "liked -type:video", "(tag:print OR rating:>=good)", "family:flux", "date:7d"]
)
def test_pages_facets_and_ids_tell_of_the_same(library: SearchedLibrary, gallery: GalleryService, text: str) -> None:
    expected = found(library, text)
    page = gallery.page(Asked(f"{text} "), limit=1000)
    assert {tile.id for tile in page.tiles} == {one.id for one in expected}
    assert page.total == len(expected) == gallery.count(Asked(f"{text} ")) == len(gallery.ids(Asked(f"{text} ")))
    assert gallery.facets(Asked(f"{text} ")).total == len(expected)
    assert page.problems == ()


def test_a_tile_shows_what_a_product_is(library: SearchedLibrary, gallery: GalleryService) -> None:
    tiles = {tile.id: tile for tile in gallery.page(Asked(), limit=1000).tiles}
    tags = {tag.id: tag.name for tag in library.tags}
    for one in found(library, ""):
        tile = tiles[one.id]
        assert (tile.type, tile.state, tile.liked, tile.rating) == (one.type, one.state, one.liked, one.rating)
        assert (tile.width, tile.height, tile.duration_ms) == (one.width, one.height, one.length)
        assert tile.order_number == (one.order or None)
        assert {tags[tag] for tag in tile.tags} == one.tags
        assert (tile.thumbnail_url is None) is (one.state is ProductState.BLOCKED)


@pytest.mark.parametrize("sort", SORTS)
def test_places_pages_and_neighbours_agree(library: SearchedLibrary, gallery: GalleryService, sort: str) -> None:
    chance = random.Random(1)
    for by in ("", *Grouping):
        asked = Asked("-type:audio", sort, by=by, seed=4)
        listed = ids(gallery, asked)
        assert set(listed) == {one.id for one in found(library, asked.q)}
        if by != "collection":  # what is in several collections is shown in each
            assert len(listed) == len(set(listed)), by
        assert ids(gallery, asked, 4) == listed
        for product_id in chance.sample(listed, 5):
            first = listed.index(product_id)
            assert gallery.position(asked, product_id) == first
            beside = gallery.neighbours(asked, product_id, 2)
            assert [tile.id for tile in beside.before] == listed[max(0, first - 2) : first]
            assert [tile.id for tile in beside.behind] == listed[first + 1 : first + 3]
        assert gallery.position(asked, new_id()) is None


@pytest.mark.parametrize("by", list(Grouping))
def test_headings_stand_before_what_they_name(library: SearchedLibrary, gallery: GalleryService, by: Grouping) -> None:
    made = {one.id: one for one in library.made}
    names = {str(record.id): record.name for record in (*library.projects, *library.collections)}
    for sort in ("newest", "oldest", "best"):
        asked = Asked("", sort, by=by)
        listed, groups = ids(gallery, asked), gallery.groups(asked, by)
        assert len({group.value for group in groups}) == len(groups)
        assert all(group.label for group in groups)
        assert groups[0].position == 0
        assert sum(group.count for group in groups) == len(listed)
        for group in groups:
            own = listed[group.position : group.position + group.count]
            assert len(own) == group.count
            for product_id in own:
                assert names.get(group.value, group.value) in values_of(made[product_id], by)


def values_of(one: Made, by: Grouping) -> set[str]:
    return {
        Grouping.DAY: {f"{one.at:%Y-%m-%d}"},
        Grouping.MONTH: {f"{one.at:%Y-%m}"},
        Grouping.PROJECT: {one.project},
        Grouping.ORDER: {str(one.order or "")},
        Grouping.MODEL: {one.model},
        Grouping.TYPE: {one.type.value},
        Grouping.COLLECTION: set(one.collections) or {""},
    }[by]


def test_a_list_stands_still_and_counts_what_arrives(
    library: SearchedLibrary, gallery: GalleryService, units: UnitOfWorkFactory
) -> None:
    first = gallery.page(Asked("type:image "), limit=1000)
    new = arrive(units)
    arrive(units, type=ProductType.AUDIO)
    again = gallery.page(Asked("type:image ", newest=first.newest), limit=1000)
    assert again.tiles == first.tiles
    assert (again.total, again.arrived, again.newest) == (first.total, 1, first.newest)
    fresh = gallery.page(Asked("type:image "), limit=1)
    assert fresh.tiles[0].id == new
    assert (fresh.total, fresh.arrived) == (first.total + 1, 0)


def test_a_search_right_after_an_arrival_finds_it(gallery: GalleryService, units: UnitOfWorkFactory) -> None:
    for number in range(3):
        new = arrive(units, prompt=f"whale {number}")
        assert gallery.ids(Asked(f"whale {number} ")) == [new]
        assert gallery.facets(Asked()).total == number + 1


def test_counts_follow_every_change(gallery: GalleryService, units: UnitOfWorkFactory) -> None:
    """What is remembered is forgotten when something is written."""
    product_id = arrive(units)
    for liked in (True, False, True):
        with units() as unit:
            unit.products.get(product_id).liked = liked
            unit.commit()
        assert gallery.page(Asked("liked")).total == liked
        assert [value.count for value in gallery.facets(Asked()).facets["liked"]] == [1] * liked


def test_a_held_database_is_searched_as_it_is(
    gallery: GalleryService,
    units: UnitOfWorkFactory,
    folder: DataFolder,
    at_rest: Production,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    old = arrive(units)
    assert gallery.ids(Asked()) == [old]
    impatient = partial(at_rest.search_index.catch_up, 0.01)
    with closing(sqlite3.connect(folder.database, isolation_level=None)) as other:
        new = arrive(units)
        monkeypatch.setattr(at_rest.search_index, "catch_up", impatient)
        other.execute("BEGIN IMMEDIATE")
        assert [tile.id for tile in gallery.page(Asked()).tiles] == [old]
        other.execute("ROLLBACK")
    monkeypatch.undo()
    assert at_rest.search_index.catch_up(20)
    assert gallery.ids(Asked()) in ([old, new], [new, old])


@pytest.mark.parametrize(
    ("text", "kind", "suggestion"),
    [
        ("modl:flux", "unknown-key", "model:flux"),
        ("tag:prnt", "unknown-name", "tag:print"),
        ('"open', "unclosed-quote", None),
        ("rating:god", "bad-value", "good"),
        ("version:3", "unknown-name", None),
        ("experiment:none", "unknown-name", None),
    ],
)
def test_what_is_wrong_is_told_in_its_place(
    library: SearchedLibrary, gallery: GalleryService, text: str, kind: str, suggestion: str | None
) -> None:
    for problems in (
        gallery.page(Asked(text)).problems,
        gallery.read(text).problems,
        gallery.facets(Asked(text)).problems,
    ):
        (problem,) = problems
        assert problem.kind == kind
        assert 0 <= problem.start <= problem.end <= len(text)
        assert suggestion is None or problem.suggestion == suggestion
        assert problem.message.endswith((".", "?"))


def test_there_are_no_versions_yet(gallery: GalleryService) -> None:
    assert "no prompt versions yet" in gallery.read("version:3").problems[0].message
    assert gallery.page(Asked("version:3")).total == 0


def test_what_can_be_read_of_a_wrong_search_is_found(library: SearchedLibrary, gallery: GalleryService) -> None:
    assert gallery.page(Asked("liked rating:god")).total == len(found(library, "liked"))


def test_reading_gives_the_plainest_form(gallery: GalleryService) -> None:
    assert gallery.read("LIKED   (fox)").text == "liked fox"


def test_the_last_word_may_be_unfinished(library: SearchedLibrary, gallery: GalleryService) -> None:
    assert gallery.count(Asked("terr")) == len(found(library, "terr*")) > 0
    assert gallery.count(Asked("terr ")) == 0


def test_only_one_collection_is_ordered_by_hand(library: SearchedLibrary, gallery: GalleryService) -> None:
    asked = Asked("collection:best ", "by-hand")
    inside = sorted(found(library, asked.q), key=lambda one: (one.collections["Best"], one.id))
    page = gallery.page(asked, limit=1000)
    assert (page.sort, page.problems) == ("by-hand", ())
    assert [tile.id for tile in page.tiles] == [one.id for one in inside]
    other = gallery.page(Asked("", "by-hand"))
    assert other.sort == "newest"
    assert other.problems[0].kind == "no-collection"


def test_shuffled_lists_differ_by_their_seeds(library: SearchedLibrary, gallery: GalleryService) -> None:
    lists = {tuple(ids(gallery, Asked("", "shuffled", seed=seed))) for seed in (1, 2, 3)}
    assert len(lists) == 3
    assert len({frozenset(listed) for listed in lists}) == 1


def test_facets_name_what_asks_for_them(library: SearchedLibrary, gallery: GalleryService) -> None:
    """Who clicks on a value of what is not chosen yet finds as many as it says."""
    shown = gallery.facets(Asked("")).facets
    assert {"type", "provider", "model", "project", "tag", "collection", "rating", "month", "liked"} <= set(shown)
    for values in shown.values():
        for value in values:
            assert not parse(value.term).problems, value
            assert not value.is_asked
            assert gallery.count(Asked(f"{value.term} ")) >= value.count, value
            if not value.term.startswith("model:"):  # which also finds models with longer names
                assert gallery.count(Asked(f"{value.term} ")) == value.count, value


def test_what_a_file_calls_its_model_is_no_provider(
    library: SearchedLibrary, units: UnitOfWorkFactory, at_rest: Production
) -> None:
    with units() as unit:
        for number, model in enumerate(("sd_v1-5", "sdxl.safetensors", "urn:air:sdxl:checkpoint", "x:y")):
            unit.session.add(
                Product(
                    output_index=0, origin="imported", model_used=model, type=ProductType.IMAGE,
                    state=ProductState.READY, sha256=f"{number:064x}", path=f"{number}.png", mime_type="image/png",
                    file_size=9, name="from elsewhere",
                )
            )  # fmt: skip
        unit.commit()
    names = ModelNames(list)
    names.providers = lambda: ("sketch", "fal", "replicate")
    gallery = GalleryService(Searches(units, at_rest.search_index, names), names)
    facets = gallery.facets(Asked("")).facets
    assert {value.value for value in facets["provider"]} <= {"sketch", "fal", "replicate"}
    assert "sd_v1-5" in {value.value for value in facets["model"]}
    assert gallery.count(Asked("model:sd_v1-5 ")) == 1
    for nobody in ("external", "urn", "x", "sd_v1-5"):
        assert gallery.count(Asked(f"provider:{nobody} ")) == 0
    assert {option.label for option in gallery.complete("provider:", 9).options} <= {"sketch", "fal", "replicate"}


def test_a_choice_is_found_by_its_value(library: SearchedLibrary, gallery: GalleryService) -> None:
    """A word that nothing holds may be a choice: it is offered while one types, and where nothing was found."""
    terms = gallery.terms(
        {"color": "red", "animal": "no such animal", "steps": 20, "prompt": "a fox " * 40, "yes": True}
    )
    assert terms["color"] == "color=red"
    assert set(terms) <= {"color", "steps"}
    assert gallery.count(Asked("color=red ")) == len(found(library, "color=red"))
    assert "color=red" in [option.text for option in gallery.complete("red", 3).options]
    assert gallery.meant("red") == ("color=red",)
    (problem,) = gallery.read("color:red ").problems
    assert problem.suggestion == "color=red"


def test_alternatives_are_counted_as_if_none_were_chosen(library: SearchedLibrary, gallery: GalleryService) -> None:
    facets = gallery.facets(Asked("type:image liked")).facets
    assert {value.value: value.count for value in facets["type"]} == Counter(
        one.type for one in found(library, "liked")
    )
    assert [value.value for value in facets["type"] if value.is_asked] == ["image"]
    both = Counter(tag for one in found(library, "type:image liked") for tag in one.tags)
    assert {value.value: value.count for value in facets["tag"]} == both


def test_completion_knows_the_library(library: SearchedLibrary, gallery: GalleryService) -> None:
    text = "fox tag:pr"
    completion = gallery.complete(text, len(text))
    assert [option.label for option in completion.options] == ["print"]
    assert completion.applied(text, completion.options[0])[0] == "fox tag:print "
    assert "flux" in [option.label for option in gallery.complete("family:", 7).options]


@pytest.mark.parametrize("asked", [Asked(sort="newst"), Asked(by="dya"), Asked(sort="")])
def test_an_order_that_does_not_exist_is_refused(gallery: GalleryService, asked: Asked) -> None:
    with pytest.raises(InvalidInput) as refused:
        gallery.page(asked)
    assert refused.value.problems[0].field in ("sort", "by")


def test_the_bin_is_not_shown(library: SearchedLibrary, gallery: GalleryService) -> None:
    gone = [one.id for one in library.made if one.deleted]
    kept = [one.id for one in library.made if not one.deleted]
    assert gone
    assert gallery.tiles(gone) == ()
    assert [tile.id for tile in gallery.tiles([*gone, *kept])] == kept
