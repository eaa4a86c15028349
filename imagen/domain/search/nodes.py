"""The syntax tree of a search: conditions on products, and how they are joined; places do not count in comparisons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeAlias

from imagen.domain.search.keys import Key, Orientation

Number: TypeAlias = int | float


@dataclass(frozen=True, slots=True)
class Everything:
    """No condition at all."""


@dataclass(frozen=True, slots=True)
class Words:
    """A word or a phrase of the prompt, a file's name or a note; `unfinished` when more letters may follow."""

    text: str
    unfinished: bool = False
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Among:
    """`model:a,b`, `type:image`, `is:blocked`: one of these names or fixed values."""

    key: Key
    values: tuple[str, ...]
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Span:
    """From `low` to `high`, either of which may be missing or, where `open`, not be reached."""

    low: Number | None
    high: Number | None
    low_open: bool = False
    high_open: bool = False

    def holds(self, number: Number) -> bool:
        """Tell whether a number lies in it."""
        above = self.low is None or (number > self.low if self.low_open else number >= self.low)
        return above and (self.high is None or (number < self.high if self.high_open else number <= self.high))


@dataclass(frozen=True, slots=True)
class Measure:
    """`rating:>=good` (0 to 4), `width:>=1024`, `height:512` (pixels), `length:>10s` (milliseconds)."""

    key: Key
    spans: tuple[Span, ...]
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Figure:
    """`steps:20..40`: a numeric parameter, by its folded name."""

    name: str
    spans: tuple[Span, ...]
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Exactly:
    """`1024x768`: width and height in pixels."""

    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Pixels:
    """`>2mp`: a number of pixels."""

    span: Span


@dataclass(frozen=True, slots=True)
class Bytes:
    """`>5mb`: the size of the file."""

    span: Span


SizeOption: TypeAlias = Orientation | Exactly | Pixels | Bytes


@dataclass(frozen=True, slots=True)
class Size:
    """`size:portrait`, `size:1024x1024,>2mp`: one of these shapes and sizes."""

    options: tuple[SizeOption, ...]
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Period:
    """Days as they are written: `2026-11-21`, `2026-11`, `2026`, `today`, `last-week`, `7d`."""

    text: str

    def days(self, today: date) -> tuple[date, date]:
        """Give its first day and the day after its last."""
        from imagen.domain.search.dates import days_of

        return days_of(self.text, today)


@dataclass(frozen=True, slots=True)
class Days:
    """From a period to a period, either of which may be missing or, where `open`, be left out."""

    low: Period | None
    high: Period | None
    low_open: bool = False
    high_open: bool = False

    def bounds(self, today: date) -> tuple[date, date]:
        """Give the first day and the day after the last; what is missing goes to the ends of time."""
        first, after = date.min + timedelta(days=1), date.max - timedelta(days=1)
        if self.low is not None:
            first = self.low.days(today)[1 if self.low_open else 0]
        if self.high is not None:
            after = self.high.days(today)[0 if self.high_open else 1]
        return first, after


@dataclass(frozen=True, slots=True)
class When:
    """`date:2026-11,today`: added on one of these days."""

    spans: tuple[Days, ...]
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Chosen:
    """`color=red,blue`: a token of the prompt took one of these options."""

    name: str
    values: tuple[str, ...]
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    """`-x`: without it."""

    item: Node


@dataclass(frozen=True, slots=True)
class Both:
    """`a b`: all of them."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """`a OR b`: at least one of them."""

    items: tuple[Node, ...]


Term: TypeAlias = Words | Among | Measure | Figure | Size | When | Chosen
Node: TypeAlias = Everything | Term | Not | Both | Either


def terms_of(node: Node) -> Iterator[Term]:
    """Go through the conditions of a tree in the order in which they are written."""
    if isinstance(node, Both | Either):
        for item in node.items:
            yield from terms_of(item)
    elif isinstance(node, Not):
        yield from terms_of(node.item)
    elif not isinstance(node, Everything):
        yield node


def both(*nodes: Node) -> Node:
    """Ask for all of some conditions."""
    items: list[Node] = []
    for node in nodes:
        if isinstance(node, Both):
            items.extend(node.items)
        elif not isinstance(node, Everything):
            items.append(node)
    return Both(tuple(items)) if len(items) > 1 else items[0] if items else Everything()
