"""Everything a search finds as arrays: read in one pass, and counted there many times as quickly as row by row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

from imagen.data.repositories.product_search import ProductSearchRepository, Search
from imagen.data.repositories.search_conditions import Conditions, Sql
from imagen.domain.search.nodes import Both, Everything, Not

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Whole: TypeAlias = npt.NDArray[np.int64]

_MOST_COUNTED_BY_PLACE = 1 << 20


@dataclass(frozen=True)
class FoundProducts:
    """The numbers of what was found, rising, and the look of each, which holds its fixed values in bits of their own."""

    numbers: Whole
    looks: Whole

    def tally(self, shift: int, bits: int) -> Counter[int]:
        """Count the values in some bits of the looks."""
        return _tally(self.looks >> shift & (1 << bits) - 1)

    @cached_property
    def fixed(self) -> Counter[int]:
        """Count the looks without models and projects."""
        return self.tally(0, 12)

    def periods(self, bounds: Sequence[int]) -> dict[int, int]:
        """Count by the periods that begin at falling bounds."""
        import numpy as np

        starts = np.searchsorted(self.numbers, np.array(bounds, dtype=np.int64)).tolist()
        ends = [len(self.numbers), *starts]
        return {place: end - start for place, (start, end) in enumerate(zip(starts, ends, strict=False)) if end > start}

    def among(self, numbers: Whole) -> int:
        """Count those of some numbers that were found."""
        import numpy as np

        return int(np.count_nonzero(_is_in(numbers, self.numbers)))


def read_found(repository: ProductSearchRepository, search: Search) -> FoundProducts:
    """Read all that a search finds; numbers travel as one text, which costs a third of as many rows."""
    import numpy as np

    rest, lists = _with_lists(repository, search)
    numbers, looks = _columns(repository, rest, "number", "look")
    if len(numbers) > 1 and bool((numbers[1:] < numbers[:-1]).any()):
        order = np.argsort(numbers)
        numbers, looks = numbers[order], looks[order]
    kept = _kept(repository, numbers, lists)
    return FoundProducts(numbers, looks) if kept is None else FoundProducts(numbers[kept], looks[kept])


def count_found(repository: ProductSearchRepository, search: Search) -> int:
    """Count what a search finds, in arrays where that spares looking for something beside each product."""
    import numpy as np

    rest, lists = _with_lists(repository, search)
    if not lists:
        return repository.count(search)
    (numbers,) = _columns(repository, rest, "number")
    kept = _kept(repository, numbers, lists)
    return len(numbers) if kept is None else int(np.count_nonzero(kept))


def _columns(repository: ProductSearchRepository, search: Search, *names: str) -> list[Whole]:
    route = repository.route(search, counting=True)
    where = repository.where(route)
    hint = "NOT INDEXED" if route.few is None and route.words is None else ""
    chosen = ", ".join(f"group_concat(s.{name})" for name in names)
    query = f"SELECT {chosen} FROM product_search s {hint} WHERE {where.text}"  # noqa: S608
    return [_parsed(text) for text in repository.rows(query, where.values)[0]]


def _kept(
    repository: ProductSearchRepository, numbers: Whole, lists: Sequence[tuple[Sql, bool]]
) -> npt.NDArray[np.bool_] | None:
    """Tell of each number whether all lists want it; None where there is no list."""
    kept: npt.NDArray[np.bool_] | None = None
    for source, is_wanted in lists:
        wanted = _is_in(numbers, _listed(repository, source)) == is_wanted
        kept = wanted if kept is None else kept & wanted
    return kept


def _with_lists(repository: ProductSearchRepository, search: Search) -> tuple[Search, list[tuple[Sql, bool]]]:
    """Take from a search that finds many what long lists of numbers answer: the lists, and whether what they hold is wanted.

    To look for each product's figures or tags costs many times as much as to read all that have them at once.
    """
    if repository.route(search, counting=True).few is not None:
        return search, []
    conditions = Conditions(repository.words, search.today, search.zone)
    lists, rest = [], []
    for part in conditions.parts(search.tree):
        inner = part.item if isinstance(part, Not) else part
        source = conditions.source(inner)
        if source is not None and ("product_figure" in source.text or "product_term" in source.text):
            lists.append((source, inner is part))
        else:
            rest.append(part)
    tree = Both(tuple(rest)) if len(rest) > 1 else rest[0] if rest else Everything()
    return replace(search, tree=tree), lists


def _listed(repository: ProductSearchRepository, source: Sql) -> Whole:
    """Read the numbers of a list, rising."""
    import numpy as np

    query = f"SELECT group_concat(number) FROM ({source.text})"  # noqa: S608
    return np.sort(_parsed(repository.rows(query, source.values)[0][0]))


def _is_in(numbers: Whole, listed: Whole) -> npt.NDArray[np.bool_]:
    """Tell of each number whether a rising list holds it."""
    import numpy as np

    if not len(listed):
        return np.zeros(len(numbers), dtype=np.bool_)
    places = np.searchsorted(listed, numbers)
    places[places == len(listed)] = 0
    found: npt.NDArray[np.bool_] = listed[places] == numbers
    return found


def marks_among(repository: ProductSearchRepository, found: FoundProducts, marks: Sequence[int]) -> Mapping[int, int]:
    """Count what was found by its marks, going through all that have any."""
    listed = ",".join(map(str, marks))
    query = (
        "SELECT term, group_concat(number) FROM product_term INDEXED BY ix_product_term_term "  # noqa: S608
        f"WHERE term IN ({listed}) GROUP BY term"
    )
    return {term: found.among(_parsed(numbers)) for term, numbers in repository.rows(query, ())}


def _parsed(text: Any) -> Whole:
    import numpy as np

    if text is None:
        return np.empty(0, dtype=np.int64)
    return np.fromstring(str(text), sep=",", dtype=np.int64)


def _tally(values: Whole) -> Counter[int]:
    import numpy as np

    if not len(values):
        return Counter()
    if int(values.max()) < _MOST_COUNTED_BY_PLACE:
        counts = np.bincount(values)
        there = np.flatnonzero(counts)
        return Counter(dict(zip(there.tolist(), counts[there].tolist(), strict=True)))
    there, counts = np.unique(values, return_counts=True)
    return Counter(dict(zip(there.tolist(), counts.tolist(), strict=True)))
