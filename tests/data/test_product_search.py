"""What the database finds is what the search means, in the order that was asked for."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from imagen.data.derived_tables import index_pending, rebuild_search
from imagen.data.models import Product
from imagen.data.repositories import product_search
from imagen.data.repositories.product_search import ProductSearchRepository, Search
from imagen.data.repositories.search_facets import Facet, SearchFacets
from imagen.data.repositories.search_sorting import Ordering, Sort
from imagen.data.unit_of_work import UnitOfWorkFactory
from imagen.domain.product import ProductType
from imagen.domain.search import NameKind, Node, narrowed, parse, unknown_names
from tests.data.naive_search import Made, matches, number_of
from tests.data.searched_library import FAMILIES, NOW, SearchedLibrary

TODAY = NOW.date()
TERMS = (
    *("fox", '"fox terrier"', "terr*", "café", "cafe", "sea", "grün", "grun", "schon", "IMG_0042", "dawn"),
    *("type:image", "type:video,audio", "origin:imported", "liked", "is:rated", "is:unrated", "is:blocked,missing"),
    *("is:unchecked", "is:tagged", "is:untagged", "is:collected", "is:noted", "is:used", "is:liked,rated"),
    *("rating:>=good", "rating:poor..acceptable", "rating:<=poor", "provider:fal,external", "family:flux"),
    *(
        "model:FLUX",
        "model:fal-ai/flux/dev",
        "model:nothing",
        "project:foxes",
        "project:none",
        'project:"My project",none',
    ),
    *("tag:print", 'tag:"my tag",größe', "tag:none", "collection:best", 'collection:"a,b"', "collection:none"),
    *("order:2,3", "version:1", "steps:20..30", "steps:20", "cfg:>3", "cfg_scale:7.5", "seed:-1", "seed:>9", "raw:>=0"),
    *("width:>=96", "height:64", "length:>1s", "length:<=500ms", "size:portrait", "size:landscape,square"),
    *(
        "size:64x96",
        "size:>1mp",
        "size:>=6mb",
        "size:<2mp",
        "date:today",
        "date:yesterday",
        "date:7d",
        "date:this-week",
    ),
    *("date:last-week", "date:2026-10", "date:<2026", "date:>=2026-11-15", "date:2025..2026-10"),
    *("color=red", "COLOR=blue,GRÜN", 'animal="fox terrier"', "color=none"),
)


@pytest.fixture(scope="module", params=[1, 2])
def seed(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture
def library(units: UnitOfWorkFactory, seed: int) -> SearchedLibrary:
    with units() as unit:
        made = SearchedLibrary(unit, seed)
        made.fill()
        unit.commit()
    return made


def wanted(library: SearchedLibrary, tree: Node) -> list[Made]:
    return [one for one in library.made if not one.deleted and matches(tree, one, TODAY, FAMILIES)]


def look(tree: Node, ordering: Ordering | None = None) -> Search:
    return Search(tree, ordering or Ordering(), today=TODAY, zone=UTC)


def repository(units: UnitOfWorkFactory) -> ProductSearchRepository:
    return ProductSearchRepository(units.reading().session, FAMILIES)


def random_search(chance: random.Random, depth: int = 0) -> str:
    """Join terms at random, with minus signs, OR and parentheses."""
    made = []
    for _ in range(chance.randint(1, 3)):
        inner = (
            f"({random_search(chance, depth + 1)})" if depth < 2 and chance.random() < 0.25 else chance.choice(TERMS)
        )
        made.append(("-" if chance.random() < 0.3 else "") + inner)
    return (" OR " if chance.random() < 0.35 else " ").join(made)


@pytest.mark.parametrize("few", [0, 7, 20_000])
def test_every_search_finds_what_it_means(
    library: SearchedLibrary, units: UnitOfWorkFactory, seed: int, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever way is chosen: `few` decides which lists count as short."""
    monkeypatch.setattr(product_search, "FEW", few)
    chance = random.Random(seed + few)
    texts = ["", *TERMS, *(f"-{term}" for term in TERMS), *(random_search(chance) for _ in range(80))]
    with units.reading() as reading:
        for text in texts:
            tree = parse(text).tree
            assert not parse(text).problems, text
            made = ProductSearchRepository(reading.session, FAMILIES)
            expected = sorted((one.id for one in wanted(library, tree)), reverse=True)
            search = look(tree)
            assert [hit.product_id for hit in made.page(search, limit=500)] == expected, text
            assert made.count(search) == len(expected), text
            assert sorted(made.ids(search), reverse=True) == expected, text


KEYS: dict[Sort, Callable[[Made], tuple[float, ...]]] = {
    Sort.NEWEST: lambda one: (-number_of(one.id),),
    Sort.OLDEST: lambda one: (number_of(one.id),),
    Sort.BEST: lambda one: (-(one.rating if one.rating is not None else -1), -number_of(one.id)),
    Sort.LARGEST: lambda one: (-(one.width or 0) * (one.height or 0), -number_of(one.id)),
    Sort.SMALLEST: lambda one: ((one.width or 0) * (one.height or 0), number_of(one.id)),
    Sort.HEAVIEST: lambda one: (-one.file_size, -number_of(one.id)),
    Sort.LONGEST: lambda one: (-(one.length or 0), -number_of(one.id)),
    Sort.BY_HAND: lambda one: (one.collections.get("Best", 0.0), number_of(one.id)),
}


def expected_order(library: SearchedLibrary, tree: Node, ordering: Ordering) -> list[UUID]:
    found = wanted(library, tree)
    if ordering.sort is Sort.BY_HAND:
        found = [one for one in found if "Best" in one.collections]
    if ordering.sort is Sort.SHUFFLED:
        start = ordering._start
        return [one.id for one in sorted(found, key=lambda one: ((one.id.int & 0xFFFFFFFF) - start) % 2**32)]
    return [one.id for one in sorted(found, key=KEYS[ordering.sort])]


@pytest.mark.parametrize("few", [0, 20_000])
@pytest.mark.parametrize("sort", list(Sort))
def test_every_order_is_kept_page_by_page_in_both_directions(
    library: SearchedLibrary, units: UnitOfWorkFactory, sort: Sort, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(product_search, "FEW", few)
    ordering = Ordering(sort, seed=5, collection_id=library.collections[0].id)
    with units.reading() as reading:
        made = ProductSearchRepository(reading.session, FAMILIES)
        for text in ("", "-type:video", "fox", "liked OR rating:>=good", "fox -liked size:square"):
            search = look(parse(text).tree, ordering)
            expected = expected_order(library, search.tree, ordering)
            assert walked(made, search) == expected, text
            for place, product_id in list(enumerate(expected))[::6]:
                before, behind = made.neighbours(search, product_id, 2)
                assert [hit.product_id for hit in before] == expected[max(0, place - 2) : place]
                assert [hit.product_id for hit in behind] == expected[place + 1 : place + 3]
                assert made.position(search, product_id) == place
                at = made.at(search, place)
                assert at is not None
                assert at.product_id == product_id
                assert [hit.product_id for hit in made.page(search, limit=3, offset=place)] == expected[
                    place : place + 3
                ]
            assert made.at(search, len(expected)) is None


def walked(made: ProductSearchRepository, search: Search) -> list[UUID]:
    """Go through a list by its places, three at a time."""
    found: list[UUID] = []
    hits = made.page(search, limit=3)
    while hits:
        found += [hit.product_id for hit in hits]
        hits = made.page(search, limit=3, behind=hits[-1].place)
    return found


def test_shuffling_differs_by_seed_and_is_the_same_again(library: SearchedLibrary, units: UnitOfWorkFactory) -> None:
    with units.reading() as reading:
        made = ProductSearchRepository(reading.session)
        pages = [
            tuple(hit.product_id for hit in made.page(look(parse("").tree, Ordering(Sort.SHUFFLED, seed)), limit=5))
            for seed in (1, 2, 3, 1)
        ]
    assert pages[0] == pages[3]
    assert len(set(pages)) == 3


def test_a_list_keeps_still_while_products_arrive(library: SearchedLibrary, units: UnitOfWorkFactory) -> None:
    with units.reading() as reading:
        newest = reading.search.newest()
        before = [hit.product_id for hit in reading.search.page(Search(newest=newest), limit=500)]
    with units() as unit:
        unit.products.add(Product(type=ProductType.IMAGE, path="", sha256="n", file_size=1, mime_type="image/png"))
        unit.session.flush()
        assert index_pending(unit.session.connection(), 9) == 1
        unit.commit()
    with units.reading() as reading:
        assert [hit.product_id for hit in reading.search.page(Search(newest=newest), limit=500)] == before
        assert reading.search.count(Search()) == len(before) + 1


@pytest.mark.parametrize("few", [0, 20_000])
@pytest.mark.parametrize("text", ["", "fox", "liked", "-tag:print", "rating:>=poor type:image", "model:nothing"])
def test_facets_count_what_is_found(
    library: SearchedLibrary, units: UnitOfWorkFactory, text: str, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(product_search, "FEW", few)
    search = look(parse(text).tree)
    found = wanted(library, search.tree)
    with units.reading() as reading:
        facets = SearchFacets(ProductSearchRepository(reading.session, FAMILIES))
        counted = {facet: {one.value: one.count for one in counts} for facet, counts in facets.facets(search).items()}
        days = {group.day: (group.count, group.newest) for group in facets.days(search)}
        orders = {group.value: group.count for group in facets.groups(search)}
        projects = {group.value: group.count for group in facets.groups(search, Facet.PROJECT)}
    ratings = ("unrated", "failed", "poor", "acceptable", "good", "excellent")
    assert counted[Facet.TYPE] == Counter(one.type.value for one in found)
    assert counted[Facet.ORIGIN] == Counter(one.origin.value for one in found)
    assert counted[Facet.STATE] == Counter(one.state.value for one in found)
    assert counted[Facet.RATING] == Counter(ratings[0 if one.rating is None else one.rating + 1] for one in found)
    assert counted[Facet.LIKED].get("liked", 0) == sum(one.liked for one in found)
    assert counted[Facet.MODEL] == Counter(one.model for one in found if one.model)
    assert counted[Facet.PROVIDER] == Counter(one.model.partition(":")[0] for one in found if one.model)
    assert counted[Facet.PROJECT] == Counter(one.project or "none" for one in found)
    assert counted[Facet.TAG] == Counter(tag for one in found for tag in one.tags)
    assert counted[Facet.COLLECTION] == Counter(name for one in found for name in one.collections)
    assert counted[Facet.MONTH] == Counter(f"{one.at:%Y-%m}" for one in found)
    by_day: dict[date, list[int]] = {}
    for one in found:
        by_day.setdefault(one.at.date(), []).append(number_of(one.id))
    assert days == {day: (len(numbers), max(numbers)) for day, numbers in by_day.items()}
    assert orders == Counter(str(one.order or "") for one in found)
    assert projects == Counter(one.project for one in found)


def test_days_are_those_of_the_zone(library: SearchedLibrary, units: UnitOfWorkFactory) -> None:
    zone = ZoneInfo("Pacific/Auckland")
    expected = Counter(one.at.astimezone(zone).date() for one in library.made if not one.deleted)
    with units.reading() as reading:
        groups = SearchFacets(reading.search).days(Search(zone=zone, today=TODAY))
        assert {group.day: group.count for group in groups} == expected
        day = groups[0].day
        assert day is not None
        assert reading.search.count(Search(parse(f"date:{day}").tree, zone=zone, today=TODAY)) == expected[day]


def test_making_the_search_tables_anew_changes_nothing(library: SearchedLibrary, units: UnitOfWorkFactory) -> None:
    queries = (
        "SELECT * FROM product_search",
        "SELECT * FROM product_term",
        "SELECT * FROM product_figure",
        "SELECT rowid, * FROM product_text",
    )
    with units() as unit:
        connection = unit.session.connection()
        before = [sorted(connection.exec_driver_sql(query).all()) for query in queries]
        rebuild_search(connection)
        assert [sorted(connection.exec_driver_sql(query).all()) for query in queries] == before
    assert all(before)


def test_what_is_removed_for_good_leaves_nothing_behind(library: SearchedLibrary, units: UnitOfWorkFactory) -> None:
    with units() as unit:
        connection = unit.session.connection()
        connection.exec_driver_sql("DELETE FROM generation_input")
        connection.exec_driver_sql("DELETE FROM product")
        for table in (
            "search_pending",
            "product_search",
            "product_term",
            "product_figure",
            "product_text",
            "tagging",
            "collection_product",
        ):
            assert connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one() == 0, table


def test_names_complete_and_check_searches(library: SearchedLibrary, units: UnitOfWorkFactory) -> None:
    with units.reading() as reading:
        words = ProductSearchRepository(reading.session, FAMILIES).words
        assert words.names(NameKind.PROJECT, "fox", 5) == ["Foxes"]
        assert words.names(NameKind.TAG, "g", 5) == ["Größe", "my tag"]
        assert set(words.names(NameKind.PROVIDER, "", 9)) <= {"sketch", "fal", "replicate", "external"}
        assert words.names(NameKind.CHOICE, "", 5) == ["animal", "color"]
        assert "Fox terrier" in words.options("ANIMAL", "", 9)
        assert unknown_names(parse("project:foxes tag:none color=red steps:4 model:flux"), words) == ()
        problems = unknown_names(parse("project:foxs tag:prnt colour=red fps2:3"), words)
        assert [problem.suggestion for problem in problems][:3] == ["project:Foxes", "tag:print", "color=red"]


def test_lists_are_read_from_indexes(library: SearchedLibrary, units: UnitOfWorkFactory) -> None:
    """No list, sort or filter reads the wide tables whole, and no list of everything is sorted."""
    with units.reading() as reading:
        connection = reading.session.connection()
        noted: list[tuple[str, str]] = []

        @sa.event.listens_for(connection, "before_cursor_execute")
        def note(_connection: object, cursor: object, statement: str, values: tuple[object, ...], *_: object) -> None:
            if statement.startswith(("SELECT s.", "SELECT count", "SELECT group")):
                plan = connection.connection.cursor().execute(f"EXPLAIN QUERY PLAN {statement}", values).fetchall()
                noted.append((statement, " | ".join(row[3] for row in plan)))

        collection = library.collections[0].id
        for sort in Sort:
            for text in ("", *TERMS):
                search = look(parse(text).tree, Ordering(sort, 3, collection))
                made = ProductSearchRepository(reading.session, FAMILIES)
                hits = made.page(search, limit=2)
                if hits:
                    made.page(search, limit=2, behind=hits[-1].place)
                made.count(search)
            SearchFacets(made).facets(look(parse("type:image").tree))
        plans = list(noted)
        noted.clear()
        for sort in set(Sort) - {Sort.LONGEST, Sort.BY_HAND}:
            ProductSearchRepository(reading.session).page(look(parse("").tree, Ordering(sort, 3)), limit=2)
        in_order = list(noted)
    assert len(plans) > 1000
    for statement, plan in plans:
        for table in (
            "product",
            "p",
            "m",
            "generation",
            "g",
            "i",
            "tagging",
            "collection_product",
            "c",
            "product_figure",
        ):
            assert f"SCAN {table} |" not in f"{plan} |", (statement, plan)
    lists = [(statement, plan) for statement, plan in in_order if "ORDER BY" in statement]
    assert lists
    assert all("TEMP B-TREE" not in plan for _, plan in lists), lists


def test_narrowed_searches_find_less(library: SearchedLibrary, units: UnitOfWorkFactory) -> None:
    alternatives = parse("fox OR liked")
    image = parse("type:image").placed[0].term
    with units.reading() as reading:
        found = reading.search.ids(look(narrowed(alternatives.tree, image)))
    assert set(found) == {one.id for one in wanted(library, alternatives.tree) if one.type.value == "image"}


def test_words_are_looked_for_once_where_many_parts_are_counted(
    library: SearchedLibrary, units: UnitOfWorkFactory
) -> None:
    """A page and a count go along what matches; days and groups ask many times, and would match the words each time."""
    with units.reading() as reading:
        made = ProductSearchRepository(reading.session, FAMILIES)
        search = look(parse("fox rating:>=good").tree)
        assert made.route(search, wanted=200).words is not None
        assert made.route(search, counting=True).words is not None
        assert made.route(search).words is None
        assert made.route(search).few is not None


@pytest.mark.parametrize("sort", [Sort.NEWEST, Sort.BEST])
def test_what_nothing_is_there_for_finds_nothing(units: UnitOfWorkFactory, sort: Sort) -> None:
    flags, others = (
        ("is:blocked", "liked", "is:missing,blocked"),
        ("is:tagged", "tag:nosuch", "model:nothing", "color=none"),
    )
    with units.reading() as reading:
        made = ProductSearchRepository(reading.session, FAMILIES)
        for text in (f"{flag} {other}" for flag in (*flags, "rating:good", "type:image") for other in others):
            search = look(parse(text).tree, Ordering(sort))
            assert (made.page(search, limit=5), made.count(search), made.ids(search)) == ([], 0, [])
