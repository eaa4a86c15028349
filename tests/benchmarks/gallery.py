"""Measure the gallery's lists and counts on 100,000 products, in the database and as the API answers.

`IMAGEN_BENCHMARK_LIBRARY` names a folder made by `python -m tests.benchmarks.library`; without it one is made first.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC
from functools import partial
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlencode

import httpx
from fastapi import FastAPI
from sqlmodel import Session

from imagen.api.app import make_api
from imagen.bootstrap import Production, build
from imagen.data.database import Database
from imagen.data.derived_tables import index_pending
from imagen.data.repositories.product_search import ProductSearchRepository, Search
from imagen.data.repositories.search_facets import SearchFacets
from imagen.data.repositories.search_sorting import Ordering, Sort
from imagen.data.unit_of_work import UnitOfWorkFactory
from imagen.datafolder import DataFolder
from imagen.domain.search import parse
from imagen.services.search_index import AT_ONCE
from imagen.settings import load_settings
from tests.benchmarks.library import NOW, make
from tests.benchmarks.row import Row, within

PRODUCTS = 100_000
PAGE = 200
TRIES = 15
LIST_LIMIT, FACETS_LIMIT = 0.005, 0.05
LISTS: tuple[tuple[str, Sort], ...] = (
    ("", Sort.NEWEST),
    ("", Sort.OLDEST),
    ("", Sort.BEST),
    ("", Sort.LARGEST),
    ("", Sort.SHUFFLED),
    ("type:video", Sort.NEWEST),
    ("liked", Sort.NEWEST),
    ("is:blocked", Sort.NEWEST),
    ("model:flux -liked", Sort.NEWEST),
    ("provider:fal,replicate type:image", Sort.LARGEST),
    ('project:"Project 7"', Sort.NEWEST),
    ("project:none origin:imported rating:>=good", Sort.OLDEST),
    ("tag:print", Sort.NEWEST),
    ("tag:print tag:client -tag:draft", Sort.BEST),
    ('collection:"Collection 3"', Sort.NEWEST),
    ("rating:>=good", Sort.BEST),
    ("date:2026-07", Sort.NEWEST),
    ("size:portrait,square -size:512x512", Sort.NEWEST),
    ("steps:20..40 cfg:7", Sort.NEWEST),
    ("color=red animal=fox", Sort.NEWEST),
    ("fox", Sort.NEWEST),
    ('"studio portrait" turquoise', Sort.NEWEST),
    ("(fox OR whale) -photograph rating:excellent", Sort.NEWEST),
    ("marine liked OR tolork -date:>=2026", Sort.BEST),
)
API_LIMIT, API_FIRST_LIMIT = 0.010, 0.050
"""Process time of a page of 200 at the API: while nothing is written, and when everything must be counted anew."""

API_PAGES = (
    *({"q": f"{text} ", "sort": str(sort), "seed": "3"} for text, sort in LISTS),
    {"offset": "50000"},
    {"sort": "best", "offset": "20000"},
    {"by": "day"},
    {"by": "model", "offset": "5000"},
    {"by": "order", "offset": "50000"},
    {"q": "liked ", "by": "project"},
)
API_OTHERS = (
    ("/products?limit=200", API_FIRST_LIMIT),
    ("/gallery/facets", 0.1),
    ("/gallery/facets?q=type:image", 0.2),
    ("/gallery/groups?by=day", 0.1),
    ("/gallery/groups?by=order", 0.1),
    ("/gallery/completions?q=model:fl", 0.01),
)
COUNTED = ("", "model:flux", "fox", "tag:print rating:>=good")


class Asking(Protocol):
    """Asks an address some times, and gives the shortest time and the answer."""

    def __call__(self, path: str, tries: int = TRIES) -> tuple[float, Any]: ...


def rows() -> list[Row]:
    """List a page of each search, count it, and count the facets of some; then ask the API."""
    with _library() as folder:
        database = Database(folder.database)
        try:
            _index(database)
            measured = [*_lists(database), *_counts(database)]
        finally:
            database.close()
        with folder.acquire():
            return [*measured, *_answers(folder)]


def _index(database: Database) -> None:
    """Index all products, as a running Imagen does by itself."""
    units = UnitOfWorkFactory(database, lambda event: None)
    indexed = AT_ONCE
    while indexed == AT_ONCE:
        with units(durable=False) as unit:
            indexed = index_pending(unit.session.connection(), AT_ONCE)
            unit.commit()


def _answers(folder: DataFolder) -> Iterator[Row]:
    """Ask the API in this process, without a network: its process time alone."""
    production = build(folder, load_settings({}, {}))
    try:
        ask = _asking(make_api(production.services))
        newest = ask("/gallery?limit=1")[1]["newest"]
        for query in API_PAGES:
            path = f"/gallery?{urlencode({'newest': newest, **query})}"
            shown = " ".join(value for name, value in query.items() if name != "seed").strip()
            yield within(f"API: {shown}"[:52], ask(path)[0], API_LIMIT)
            first = min(_after_a_write(production, ask, path) for _ in range(5))
            yield within(f"API, after a write: {shown}"[:52], first, API_FIRST_LIMIT)
        for path, limit in API_OTHERS:
            yield within(
                f"API: {path}, after a write"[:52], min(_after_a_write(production, ask, path) for _ in range(5)), limit
            )
    finally:
        production.stop()
        production.database.close()


def _after_a_write(production: Production, ask: Asking, path: str) -> float:
    production.database.changes += 1
    return ask(path, 1)[0]


def _asking(api: FastAPI) -> Asking:
    """Give a function that asks several times for the shortest process time and the answer."""

    async def asked(path: str, tries: int) -> tuple[float, Any]:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(api), base_url="http://benchmark") as client:
            times = []
            for _ in range(tries):
                began = time.process_time()
                answer = await client.get(path)
                times.append(time.process_time() - began)
            assert answer.status_code == 200, answer.text
            return min(times), answer.json()

    def ask(path: str, tries: int = TRIES) -> tuple[float, Any]:
        return asyncio.run(asked(path, tries))

    return ask


def _lists(database: Database) -> Iterator[Row]:
    for text, sort in LISTS:
        search = _search(text, sort)
        with database.read() as session:
            seconds = _best(partial(_page, session, search))
            found = ProductSearchRepository(session).count(search)
        yield within(f"{text or 'all'} ({sort}; {found:,})"[:52], seconds, LIST_LIMIT)


def _page(session: Session, search: Search) -> None:
    ProductSearchRepository(session).page(search, limit=PAGE)


def _counts(database: Database) -> Iterator[Row]:
    with database.read() as session:
        repository = ProductSearchRepository(session)
        facets = SearchFacets(repository)
        for text in COUNTED:
            search = _search(text, Sort.NEWEST)
            yield within(f"facets of {text or 'all'}", _best(partial(facets.facets, search)), FACETS_LIMIT)
            yield within(f"days of {text or 'all'}", _best(partial(facets.days, search)), FACETS_LIMIT)
            yield within(f"number of {text or 'all'}", _best(partial(repository.count, search)), FACETS_LIMIT)
        search = _search("", Sort.NEWEST)
        middle = repository.at(search, repository.count(search) // 2)
        assert middle is not None
        yield within("jump to the middle", _best(lambda: repository.page(search, offset=50_000)), LIST_LIMIT)
        yield within("page behind a place", _best(lambda: repository.page(search, behind=middle.place)), LIST_LIMIT)
        yield within("neighbours", _best(lambda: repository.neighbours(search, middle.product_id)), LIST_LIMIT)
        yield within("position", _best(lambda: repository.position(search, middle.product_id)), 2 * LIST_LIMIT)
        yield within("ids of all", _best(lambda: repository.ids(search)), 0.5)


def _search(text: str, sort: Sort) -> Search:
    parsed = parse(text)
    assert not parsed.problems, parsed.problems
    return Search(parsed.tree, Ordering(sort, seed=3), today=NOW.date(), zone=UTC)


def _best(act: Callable[[], object]) -> float:
    times = []
    for _ in range(TRIES):
        began = time.perf_counter()
        act()
        times.append(time.perf_counter() - began)
    return min(times)


@contextmanager
def _library() -> Iterator[DataFolder]:
    given = os.environ.get("IMAGEN_BENCHMARK_LIBRARY")
    with tempfile.TemporaryDirectory(prefix="imagen-benchmark-") as root:
        folder = DataFolder(Path(given) if given else Path(root) / "data")
        if not given:
            with folder.acquire():
                make(folder, PRODUCTS)
        yield folder


if __name__ == "__main__":
    for measured in rows():
        print(measured)
