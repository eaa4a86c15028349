"""From what somebody asked for to a search in the database, with everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import cached_property, partial
from typing import Any, TypeVar

from imagen.data.repositories import Repositories
from imagen.data.repositories.found_products import count_found
from imagen.data.repositories.product_search import Hit, ProductSearchRepository, Search
from imagen.data.repositories.search_facets import Count, Facet, Group, SearchFacets
from imagen.data.repositories.search_lengths import Lengths
from imagen.data.repositories.search_sorting import Ordering, Sort
from imagen.data.repositories.search_words import SearchWords
from imagen.data.unit_of_work import UnitOfWorkFactory
from imagen.domain.errors import FieldProblem, InvalidInput
from imagen.domain.nearness import nearest
from imagen.domain.search import (
    Among,
    Key,
    NameKind,
    Parsed,
    Problem,
    ProblemKind,
    all_problems,
    as_typed,
    parse,
)
from imagen.services.gallery_grouping import groups_of
from imagen.services.gallery_views import Asked, Grouping
from imagen.services.model_names import ModelNames
from imagen.services.remembered import Remembered
from imagen.services.search_index import SearchIndex

_SHORT = 2000
E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True)
class Opened:
    """The database at one moment, opened for searching; what is counted is remembered until something is written."""

    reading: Repositories
    repository: ProductSearchRepository
    remember: Callable[[Hashable, Callable[[], Any]], Any]

    @cached_property
    def facets(self) -> SearchFacets:
        return SearchFacets(self.repository)

    def count(self, search: Search) -> int:
        """Count all that is found."""
        key = search if search.ordering.sort is Sort.BY_HAND else replace(search, ordering=Ordering())
        count: int = self.remember(("count", key), lambda: count_found(self.repository, search))
        return count

    def hits(self, search: Search, offset: int, limit: int, total: int) -> Sequence[Hit]:
        """List a stretch of at most `total`; a short list is read whole once, however one goes through it."""
        if total > _SHORT:
            return self.repository.page(search, offset=offset, limit=limit)
        listed: list[Hit] = self.remember(("hits", search), lambda: self.repository.page(search, limit=_SHORT))
        return listed[offset : offset + limit]

    def groups(self, search: Search, by: Grouping) -> list[Group]:
        """Give the groups in which what is found is shown."""
        groups: list[Group] = self.remember(("groups", by, search), lambda: groups_of(self.repository, search, by))
        return groups

    def values(self, search: Search) -> Mapping[Facet, Sequence[Count]]:
        """Count the facets of which each product has one value."""
        key = ("values", replace(search, ordering=Ordering()))
        counted: Mapping[Facet, Sequence[Count]] = self.remember(key, lambda: self.facets.values(search))
        return counted

    def marks(self, search: Search) -> Mapping[Facet, Sequence[Count]]:
        """Count tags and collections."""
        key = ("marks", replace(search, ordering=Ordering()))
        counted: Mapping[Facet, Sequence[Count]] = self.remember(key, lambda: self.facets.marks(search))
        return counted


class Searches:
    """Opens the database for searching: with what is new, or without it where it cannot be indexed now."""

    def __init__(self, units: UnitOfWorkFactory, index: SearchIndex, names: ModelNames) -> None:
        self._units = units
        self._index = index
        self._names = names
        self._remembered = Remembered()
        self._lengths = Lengths()

    @contextmanager
    def fresh(self) -> Iterator[Opened]:
        """Open it after new products were indexed."""
        self._index.catch_up()
        with self.as_it_is() as opened:
            yield opened

    @contextmanager
    def as_it_is(self) -> Iterator[Opened]:
        """Open it at once, which is enough to look names up."""
        state = self._units.changes
        with self._units.reading() as reading:
            names = self._names
            repository = ProductSearchRepository(reading.session, names.families, names.providers, self._lengths)
            yield Opened(reading, repository, partial(self._remembered.get, state))


@dataclass(frozen=True)
class Question:
    """A search that can be asked, and the problems of its text."""

    parsed: Parsed
    search: Search
    grouping: Grouping | None
    problems: tuple[Problem, ...]


def question(repository: ProductSearchRepository, asked: Asked) -> Question:
    """Read what is asked for. Raises InvalidInput for an order or a grouping that does not exist, never for the search."""
    sort = one_of(Sort, asked.sort, "sort")
    grouping = one_of(Grouping, asked.by, "by") if asked.by else None
    parsed = parse(asked.q)
    ordering, trouble = _ordering(parsed, sort, asked.seed, repository.words)
    search = Search(as_typed(parsed), ordering, datetime.now().astimezone().date(), newest=asked.newest)
    problems = (*all_problems(parsed, repository.words), *trouble)
    return Question(parsed, search, grouping, problems)


def one_of(kind: type[E], written: str, field: str) -> E:
    """Find a fixed value by its name. Raises InvalidInput with the names there are."""
    try:
        return kind(written)
    except ValueError:
        names = [str(each) for each in kind]
        message = f"{written[:40]!r} is no {field}. There are {', '.join(names)}."
        near = nearest(written[:40], names)
        raise InvalidInput(message, problems=[FieldProblem(field, message, suggestion=near)]) from None


def _ordering(parsed: Parsed, sort: Sort, seed: int, words: SearchWords) -> tuple[Ordering, tuple[Problem, ...]]:
    if sort is not Sort.BY_HAND:
        return Ordering(sort, seed), ()
    wanted = {
        value.casefold()
        for placed in parsed.placed
        if placed.is_plain and not placed.is_negated
        for value in _collections(placed.term)
    }
    held = [
        key
        for key, name in words.marks(NameKind.COLLECTION).values()
        if name.casefold() in wanted or str(key) in wanted
    ]
    if len(held) == 1:
        return Ordering(sort, seed, held[0]), ()
    message = "Only a collection is ordered by hand: look at one, as in collection:name. Shown are the newest first."
    return Ordering(), (Problem(ProblemKind.NO_COLLECTION, 0, 0, message),)


def _collections(term: object) -> tuple[str, ...]:
    return term.values if isinstance(term, Among) and term.key is Key.COLLECTION else ()
