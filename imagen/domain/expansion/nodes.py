"""The syntax tree of a text: sequences of plain text and tokens, with their places in the source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from imagen.domain.expansion.names import Name
from imagen.domain.expansion.ranges import Range


@dataclass(frozen=True, slots=True)
class Sequence:
    """Plain text (unescaped) and tokens one after the other; `source` is how it was written."""

    parts: tuple[Part, ...]
    start: int
    end: int
    source: str


@dataclass(frozen=True, slots=True)
class ListToken:
    """`[a,b]`, `[a|b]`, `[?a,b]`, `[1..4]`, `[x=a,b]`: a choice among options; an item that is a range has many."""

    start: int
    end: int
    binding: Name | None
    random: bool
    items: tuple[Item, ...]
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class LookupToken:
    """`[color]`, `[?color]`, `[shirt=color]`: a choice among a lookup's values."""

    start: int
    end: int
    binding: Name
    random: bool
    lookup: Name
    name_start: int
    name_end: int


@dataclass(frozen=True, slots=True)
class Reference:
    """`[=color]`: the text last chosen for a name."""

    start: int
    end: int
    name: Name


@dataclass(frozen=True, slots=True)
class Lockstep:
    """`[=color->warm,cold]`: the option at the place of the choice made for a name."""

    start: int
    end: int
    name: Name
    items: tuple[Item, ...]
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Broken:
    """A token that could not be read; the tokens inside it are kept so that their faults are reported too.

    `listed` are the starts of those that stand among the options of a bracket that is never closed: in `[a,[b]` it may
    as well be the second `[` that is one too many.
    """

    start: int
    end: int
    binding: Name | None
    children: tuple[Token, ...]
    listed: frozenset[int] = frozenset()


Token: TypeAlias = ListToken | LookupToken | Reference | Lockstep | Broken
Part: TypeAlias = str | Token
Item: TypeAlias = str | Sequence | Range


def inner_sequences(token: Token) -> tuple[Sequence, ...]:
    """Give the options of a token that are more than plain text or numbers."""
    if isinstance(token, ListToken | Lockstep):
        return tuple(item for item in token.items if isinstance(item, Sequence))
    return ()


def tokens_within(parts: Iterable[Part], *, random: bool = False) -> Iterator[tuple[Token, int, bool]]:
    """Go through all tokens in source order, with how many brackets hold each and whether one of them is random."""
    waiting: list[tuple[Iterator[Part], int, bool]] = [(iter(parts), 1, random)]
    while waiting:
        parts_left, depth, inside_random = waiting[-1]
        token = next((part for part in parts_left if not isinstance(part, str)), None)
        if token is None:
            waiting.pop()
            continue
        yield token, depth, inside_random
        inner: list[Part] = list(token.children) if isinstance(token, Broken) else []
        for option in inner_sequences(token):
            inner.extend(option.parts)
        if inner:
            chance = inside_random or (isinstance(token, ListToken) and token.random)
            waiting.append((iter(inner), depth + 1, chance))


def item_size(item: Item) -> int:
    """Count the options that one item of a list stands for."""
    return item.size if isinstance(item, Range) else 1
