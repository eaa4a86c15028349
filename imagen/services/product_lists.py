"""Lists of whole products for programs: searched, filtered and sorted, by page or on from a cursor."""

from __future__ import annotations

import base64
import binascii
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from imagen.data.repositories.product_search import Hit
from imagen.data.repositories.search_sorting import Place, Sort
from imagen.domain.errors import FieldProblem, InvalidInput
from imagen.domain.search import Node, Problem, parse
from imagen.domain.search.nodes import Term, both
from imagen.services.gallery_searching import Question, Searches, question
from imagen.services.gallery_views import Asked
from imagen.services.presentation import marked, product_view
from imagen.services.views import ProductView


class SortBy(StrEnum):
    """What products are sorted by; in descending order what is newest, best, largest, heaviest or longest comes first."""

    CREATED_AT = "created_at"
    RATING = "rating"
    SIZE = "size"
    FILE_SIZE = "file_size"
    LENGTH = "length"
    SHUFFLED = "shuffled"
    BY_HAND = "by_hand"


_SORTS: dict[SortBy, tuple[Sort, bool]] = {
    SortBy.CREATED_AT: (Sort.NEWEST, False),
    SortBy.RATING: (Sort.BEST, False),
    SortBy.SIZE: (Sort.LARGEST, False),
    SortBy.FILE_SIZE: (Sort.HEAVIEST, False),
    SortBy.LENGTH: (Sort.LONGEST, False),
    SortBy.SHUFFLED: (Sort.SHUFFLED, True),
    SortBy.BY_HAND: (Sort.BY_HAND, True),
}
"""The gallery's order for each, and whether that is the ascending one."""


@dataclass(frozen=True)
class Wanted:
    """Which products are listed: those that `q` finds and for which all `terms` hold, behind a cursor or from a page on."""

    q: str = ""
    terms: tuple[Node, ...] = ()
    sort: SortBy = SortBy.CREATED_AT
    ascending: bool = False
    cursor: str | None = None
    page: int = 1
    limit: int = 20


@dataclass(frozen=True)
class ProductPage:
    """Some of `total` products; `cursor` leads to the next ones, None at the end."""

    items: tuple[ProductView, ...]
    total: int
    cursor: str | None
    warnings: tuple[Problem, ...]


class ProductLists:
    """Lists products. A wrong search is refused whole: a program is not to act on what it did not mean."""

    def __init__(self, searches: Searches) -> None:
        self._searches = searches

    def page(self, wanted: Wanted) -> ProductPage:
        """Give a page. Raises InvalidInput for a wrong search or a cursor of another list."""
        sort, is_ascending = _SORTS[wanted.sort]
        is_backward = wanted.ascending is not is_ascending and wanted.sort is not SortBy.SHUFFLED
        behind = _place(wanted.cursor, wanted)
        with self._searches.fresh() as opened:
            about = question(opened.repository, Asked(wanted.q, sort))
            _refuse(about)
            search = replace(about.search, tree=both(about.search.tree, *wanted.terms))
            hits = opened.repository.page(
                search,
                limit=wanted.limit + 1,
                offset=(wanted.page - 1) * wanted.limit,
                behind=behind,
                backward=is_backward,
            )
            total = opened.count(search)
            shown = hits[: wanted.limit]
            rows = opened.reading.products.rows([hit.product_id for hit in shown])
            products = marked(opened.reading, [product_view(row) for row in rows])
        cursor = _cursor(shown, wanted) if len(hits) > wanted.limit else None
        return ProductPage(tuple(products), total, cursor, about.problems)

    def check(self, q: str) -> None:
        """Refuse a wrong search. Raises InvalidInput."""
        with self._searches.as_it_is() as opened:
            _refuse(question(opened.repository, Asked(q)))


def filter_term(key: str, written: str) -> Term:
    """Read the value of a filter as what stands behind its key in a search. Raises InvalidInput."""
    parsed = parse(f"{key}:{written}")
    if (
        not parsed.problems
        and len(parsed.placed) == 1
        and parsed.placed[0].is_plain
        and not parsed.placed[0].is_negated
    ):
        return parsed.placed[0].term
    problem = parsed.problems[0] if parsed.problems else None
    message = problem.message if problem else f"{written[:40]!r} is no value of {key}."
    raise InvalidInput(
        message, problems=[FieldProblem(key, message, suggestion=problem.suggestion if problem else None)]
    )


def _refuse(about: Question) -> None:
    wrong = [problem for problem in about.problems if not problem.kind.is_warning]
    if wrong:
        fields = [FieldProblem("q", p.message, p.kind.value, p.start, p.end, p.suggestion) for p in wrong]
        raise InvalidInput(wrong[0].message, "Mend the search as suggested.", fields)


def _cursor(hits: Sequence[Hit], wanted: Wanted) -> str:
    value, number = hits[-1].place
    written = json.dumps([wanted.sort.value, wanted.ascending, value, number])
    return base64.urlsafe_b64encode(written.encode()).decode().rstrip("=")


def _place(cursor: str | None, wanted: Wanted) -> Place | None:
    if cursor is None:
        return None
    try:
        read: Any = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        sort, ascending, value, number = read
        is_place = _is_number(value) and _is_number(number) and isinstance(number, int)
    except (ValueError, TypeError, binascii.Error, RecursionError):
        sort, ascending, value, number, is_place = "", False, 0, 0, False
    if not is_place or sort != wanted.sort or ascending is not wanted.ascending:
        message = "This cursor leads on from no list in this order. Begin again without one."
        raise InvalidInput(message, problems=[FieldProblem("cursor", message)])
    return value, number


def _is_number(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return math.isfinite(value) and -(2**63) <= value < 2**63
