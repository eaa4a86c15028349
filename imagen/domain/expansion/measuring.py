"""Find the longest text an order can make without making any, stopping as soon as it passes the limit.

References count with the longest text that their choice can have, so the result is exact where choices are independent
and an upper bound where two lengths exclude each other. A lookup's length depends on the names it refers to only; it is
kept for each lengths of those. Whatever is printed counts, and passing the limit ends the work at once, so that texts
that double each other cannot explode.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce

from imagen.domain.expansion.layers import Layer, changed
from imagen.domain.expansion.lookups import Lookups
from imagen.domain.expansion.nodes import (
    Item,
    ListToken,
    Lockstep,
    LookupToken,
    Part,
    Reference,
    Sequence,
)
from imagen.domain.expansion.ranges import Range

LONGEST_TEXT = 100_000
_MOST_KEPT = 20_000


class TooLongError(Exception):
    """Some text would be longer than LONGEST_TEXT."""


@dataclass(frozen=True, slots=True)
class Extent:
    """How long a text can be, and whether it can be blank."""

    longest: int
    can_be_blank: bool


_NOTHING = Extent(0, True)


@dataclass(frozen=True, slots=True)
class LookupExtent:
    """How long a lookup's values can be, and what they leave bound."""

    extent: Extent
    bound: tuple[tuple[str, Extent], ...]


def measure(parts: Iterable[Part], bound: Layer[Extent], lookups: Lookups) -> Extent:
    """Measure a text, changing what is bound as it goes. Raises TooLongError."""
    longest, blank = 0, True
    for part in parts:
        if isinstance(part, str):
            longest += len(part)
            blank = blank and not part.strip()
        else:
            extent = _token(part, bound, lookups)
            longest += extent.longest
            blank = blank and extent.can_be_blank
        if longest > LONGEST_TEXT:
            raise TooLongError
    return Extent(longest, blank)


def wider(one: Extent, other: Extent) -> Extent:
    """Join two extents of which either may come to be."""
    return Extent(max(one.longest, other.longest), one.can_be_blank or other.can_be_blank)


def join_bound(ends: list[Layer[Extent]], count: int, before: Layer[Extent]) -> dict[str, Extent]:
    """Join what some of `count` alternatives leave bound, the rest changing nothing."""
    joined = {}
    for key, found in changed(ends).items():
        shining = before.get(key) if len(found) < count else None
        joined[key] = reduce(wider, found, shining or found[0])
    return joined


def _token(part: Part, bound: Layer[Extent], lookups: Lookups) -> Extent:
    if isinstance(part, Reference):
        return bound.get(part.name.key) or _NOTHING
    if isinstance(part, LookupToken):
        extent = _lookup(part.lookup.key, bound, lookups)
        bound.set(part.binding.key, extent)
        return extent
    assert isinstance(part, ListToken | Lockstep)
    extent = _items(part.items, bound, lookups)
    if isinstance(part, ListToken) and part.binding:
        bound.set(part.binding.key, extent)
    return extent


def _items(items: tuple[Item, ...], bound: Layer[Extent], lookups: Lookups) -> Extent:
    extent: Extent | None = None
    ends = []
    for item in items:
        if isinstance(item, Sequence):
            end = Layer(bound)
            found = measure(item.parts, end, lookups)
            ends.append(end)
        elif isinstance(item, Range):
            found = Extent(item.longest, False)
        else:
            found = Extent(len(item), not item.strip())
        extent = wider(extent, found) if extent else found
    bound.own.update(join_bound(ends, len(items), bound))
    return extent or _NOTHING


def _lookup(key: str, bound: Layer[Extent], lookups: Lookups) -> Extent:
    facts = lookups.facts(key)
    assert facts is not None
    names = sorted({use.name.key for use in facts.uses})
    known = (key, *(bound.get(name) or _NOTHING for name in names))
    if known not in lookups.extents:
        if len(lookups.extents) >= _MOST_KEPT:
            lookups.extents.clear()
        lookups.extents[known] = _measure_lookup(key, bound, lookups)
    measured = lookups.extents[known]
    for name, extent in measured.bound:
        before = bound.get(name) if facts.effect[name].open else None
        bound.set(name, wider(extent, before) if before else extent)
    return measured.extent


def _measure_lookup(key: str, bound: Layer[Extent], lookups: Lookups) -> LookupExtent:
    values = lookups.values(key)
    if values.longest > LONGEST_TEXT:
        raise TooLongError
    extent = Extent(values.longest, values.has_blank)
    if len(values.nested) == values.size:
        extent = Extent(0, False)
    ends = []
    for at in values.nested:
        value = values.values[at]
        assert isinstance(value, Sequence)
        end = Layer(bound)
        extent = wider(extent, measure(value.parts, end, lookups))
        ends.append(end)
    return LookupExtent(extent, tuple(join_bound(ends, len(ends), bound).items()))
