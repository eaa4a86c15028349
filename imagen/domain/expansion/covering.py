"""Order generations so that each option is met early."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from typing import TypeAlias

Marks: TypeAlias = Iterable[Hashable]


def cover(indices: Sequence[int], marks: Iterable[Marks]) -> list[int]:
    """Put those first that show most of what is still unseen; once all is seen, the rest follows as it stood."""
    shown = [frozenset(marked) for marked in marks]
    unseen = set().union(*shown)
    waiting = [(-len(marked), place) for place, marked in enumerate(shown)]
    heapify(waiting)
    first: list[int] = []
    while unseen and waiting:
        _, place = heappop(waiting)
        gain = len(shown[place] & unseen)
        if not gain:
            continue
        if waiting and -waiting[0][0] > gain:
            heappush(waiting, (-gain, place))
            continue
        first.append(place)
        unseen -= shown[place]
    taken = set(first)
    return [indices[place] for place in [*first, *(at for at in range(len(indices)) if at not in taken)]]


@dataclass(frozen=True, slots=True)
class Wheel:
    """One turning part of an order: its combinations, in branches that each have tokens (count and stride) of their own."""

    count: int
    branches: tuple[tuple[int, tuple[tuple[int, int], ...]], ...]

    @property
    def needed(self) -> int:
        """Count the combinations that it takes to meet every option."""
        return sum(max((count for count, _ in tokens), default=1) for _, tokens in self.branches)

    def digit(self, turn: int) -> int:
        """Give the combination for one of those turns."""
        turn %= self.needed
        for offset, tokens in self.branches:
            turns = max((count for count, _ in tokens), default=1)
            if turn < turns:
                return offset + sum((turn % count) * stride for count, stride in tokens)
            turn -= turns
        raise AssertionError("a turn lies in one of the branches")


def cover_constructed(wheels: Sequence[Wheel], most: int) -> list[int]:
    """Make combinations in which every option of every wheel comes up, all wheels turning at once."""
    turns = min(max((wheel.needed for wheel in wheels), default=1), most)
    found: dict[int, None] = {}
    for turn in range(turns):
        index = 0
        for wheel in wheels:
            index = index * wheel.count + wheel.digit(turn)
        found[index] = None
    return list(found)
