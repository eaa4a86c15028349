"""Whom an act concerns: products by their ids, or all that a search finds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeAlias
from uuid import UUID

from imagen.data.repositories.product_search import Search
from imagen.data.unit_of_work import UnitOfWorkFactory
from imagen.domain.errors import FieldProblem, InvalidInput, NotFound
from imagen.domain.search import parse


class Asking(Protocol):
    """A search as it was typed; `newest` leaves out what has arrived since."""

    @property
    def q(self) -> str: ...
    @property
    def newest(self) -> int | None: ...


Whom: TypeAlias = Sequence[UUID] | Asking


class Finding:
    """Turns whom somebody means into the ids of products."""

    def __init__(self, units: UnitOfWorkFactory, catch_up: Callable[[], object]) -> None:
        """Take also what lets new products be found by searches."""
        self._units = units
        self._catch_up = catch_up

    def ids(self, whom: Whom, *, deleted: bool = False) -> list[UUID]:
        """Give the ids, each once. Raises NotFound when one is not there, InvalidInput for a wrong search.

        What lies in the Bin is there only where `deleted` products are wanted too.
        """
        if not isinstance(whom, Sequence):
            return self._search(whom)
        ids = list(dict.fromkeys(whom))
        with self._units.reading() as reading:
            missing = reading.products.missing(ids, deleted=deleted)
            if missing is not None:
                in_bin = reading.products.find(missing) is not None
                hint = "It lies in the Bin." if in_bin else "It may have been removed for good."
                raise NotFound(f"There is no product {missing}.", hint)
        return ids

    def _search(self, asking: Asking) -> list[UUID]:
        read = parse(asking.q)
        wrong = [problem for problem in read.problems if not problem.kind.is_warning]
        if wrong:
            problems = [FieldProblem("q", p.message, str(p.kind), p.start, p.end, p.suggestion) for p in wrong]
            raise InvalidInput(f"This search cannot be read. {wrong[0].message}", problems=problems)
        self._catch_up()
        with self._units.reading() as reading:
            return reading.search.ids(Search(read.tree, newest=asking.newest))
