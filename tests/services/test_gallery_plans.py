"""Every list, filter, sort, heading and count of the gallery is read from the narrow search tables and their indexes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa

from imagen.bootstrap import Production
from imagen.data.unit_of_work import UnitOfWorkFactory
from imagen.domain.search import Among, Key
from imagen.services.gallery_views import Asked, Grouping
from imagen.services.product_lists import SortBy, Wanted
from tests.data.searched_library import SearchedLibrary
from tests.data.test_product_search import TERMS

SORTS = ("newest", "oldest", "best", "largest", "smallest", "heaviest", "longest", "shuffled", "by-hand")
WIDE = (
    "product",
    "p",
    "m",
    "generation",
    "g",
    "generation_input",
    "i",
    "tagging",
    "collection_product",
    "c",
    "order",
    "o",
)
"""Tables of which no question about the gallery may read every row, by their names in the queries."""


@pytest.fixture
def library(at_rest: Production) -> SearchedLibrary:
    with UnitOfWorkFactory(at_rest.database, at_rest.services.bus.publish)() as unit:
        made = SearchedLibrary(unit, 1)
        made.fill(6)
        unit.commit()
    return made


@contextmanager
def noted(production: Production) -> Iterator[dict[str, str]]:
    """Collect the plan of every query."""
    plans: dict[str, str] = {}

    def note(connection: Any, cursor: Any, statement: str, values: Any, *_: object) -> None:
        if statement.lstrip().startswith(("SELECT", "WITH")) and statement not in plans:
            made = connection.connection.cursor().execute(f"EXPLAIN QUERY PLAN {statement}", values).fetchall()
            plans[statement] = " | ".join(row[3] for row in made)

    engine = production.database._engine
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield plans
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


def read_whole(plan: str) -> set[str]:
    """Name the tables that a plan goes through from end to end by no index."""
    steps = [step.split() for step in plan.split(" | ")]
    return {step[1] for step in steps if step[0] == "SCAN" and "INDEX" not in step}


def test_no_question_reads_a_wide_table_whole(at_rest: Production, library: SearchedLibrary) -> None:
    gallery, lists = at_rest.services.gallery, at_rest.services.product_lists
    one = next(made.id for made in library.made if not made.deleted)
    with noted(at_rest) as plans:
        newest = gallery.page(Asked()).newest
        for text in ("", *TERMS, "collection:best liked", "fox OR tag:print"):
            gallery.page(Asked(f"{text} ", newest=newest), limit=3)
            gallery.facets(Asked(f"{text} "))
            gallery.neighbours(Asked(f"{text} "), one)
            gallery.position(Asked(f"{text} "), one)
            gallery.ids(Asked(f"{text} "))
        for sort in SORTS:
            for by in ("", *Grouping):
                asked = Asked("collection:best -type:audio ", sort, newest, by)
                gallery.page(asked, offset=2, limit=3)
                gallery.neighbours(asked, one)
                gallery.position(asked, one)
        for sort_by in SortBy:
            for ascending in (True, False):
                wanted = Wanted("collection:best ", (Among(Key.TYPE, ("image",)),), sort_by, ascending, limit=1)
                lists.page(Wanted(**{**vars(wanted), "cursor": lists.page(wanted).cursor}))
        gallery.complete("tag:", 4)
    assert len(plans) > 300
    for statement, plan in plans.items():
        assert not read_whole(plan) & set(WIDE), (statement, plan)


@pytest.mark.parametrize("sort", ["newest", "oldest", "best", "largest", "smallest", "heaviest", "shuffled"])
def test_lists_of_everything_are_not_sorted(at_rest: Production, library: SearchedLibrary, sort: str) -> None:
    gallery = at_rest.services.gallery
    newest = gallery.page(Asked()).newest
    with noted(at_rest) as plans:
        gallery.page(Asked("", sort, newest), offset=1, limit=3)
    lists = [plan for statement, plan in plans.items() if "ORDER BY" in statement and "product_search s" in statement]
    assert lists
    assert not any("TEMP B-TREE" in plan for plan in lists), lists


def test_the_lists_of_the_order_page_are_read_from_indexes(at_rest: Production, library: SearchedLibrary) -> None:
    products = at_rest.services.products
    with noted(at_rest) as plans:
        first, _ = products.list(limit=2)
        for given in (
            {},
            {"project_id": None},
            {"project_id": library.projects[0].id},
            {"order_id": first[0].order_id},
        ):
            products.list(**given, limit=2)
            products.list(**given, cursor=first[0].id, limit=2)
        products.count(None)
    for statement, plan in plans.items():
        assert not read_whole(plan), (statement, plan)
        if "SELECT tagging." not in statement and "SELECT collection_product." not in statement:  # a page's few
            assert "TEMP B-TREE" not in plan, (statement, plan)
