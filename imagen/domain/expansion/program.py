"""What a checked text is turned into: counted tables of options that render any combination by its number."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any, Literal, TypeAlias

from imagen.domain.expansion.lookups import Lookups
from imagen.domain.expansion.nodes import (
    Item,
    ListToken,
    Lockstep,
    LookupToken,
    Reference,
    Sequence,
    Token,
    item_size,
)
from imagen.domain.expansion.outcome import Choice
from imagen.domain.expansion.randomness import pick
from imagen.domain.expansion.ranges import Range

Span: TypeAlias = tuple[int, int]

COUNTLESS = 10**31
"""Counting stops here: such an order is refused anyway, and numbers that double each level would fill the memory."""


@dataclass(slots=True)
class Run:
    """One generation being rendered: what its picks depend on, what is bound so far, and the choices if wanted."""

    seed: int
    index: int
    parameter: str
    bound: dict[str, tuple[str, int]]
    choices: list[Any] | None


@dataclass(slots=True)
class Table:
    """The options of a token, counted; `offsets` and `firsts` are empty where each item is one option of one combination."""

    items: tuple[Item | Program, ...]
    count: int = 0
    size: int = 0
    echoes: bool = False
    random: bool = False
    binds: frozenset[str] = frozenset()
    offsets: list[int] = field(default_factory=list)
    firsts: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        inner = [item for item in self.items if isinstance(item, Program)]
        self.echoes = any(program.echoes for program in inner)
        self.random = any(program.random for program in inner)
        self.binds = frozenset().union(*(program.binds for program in inner))
        if not inner and not any(isinstance(item, Range) for item in self.items):
            self.count = self.size = len(self.items)
            return
        self.offsets = [0, *accumulate(_count(item) for item in self.items)]
        self.firsts = [0, *accumulate(_size(item) for item in self.items)]
        self.count, self.size = min(self.offsets.pop(), COUNTLESS), self.firsts.pop()

    @property
    def is_plain(self) -> bool:
        """Tell whether every item is text of its own."""
        return not self.offsets

    def locate(self, digit: int) -> tuple[int, str | Program, int]:
        """Find the option in which a combination lies, what it holds, and which combination of it that is."""
        if not self.offsets:
            return digit, self.items[digit], 0  # type: ignore[return-value]
        at = bisect_right(self.offsets, digit) - 1
        item, rest = self.items[at], digit - self.offsets[at]
        if isinstance(item, Range):
            return self.firsts[at] + rest, item[rest], 0
        return self.firsts[at], item, rest  # type: ignore[return-value]

    def option(self, number: int) -> str | Program:
        """Give what an option holds."""
        if not self.firsts:
            return self.items[number]  # type: ignore[return-value]
        at = bisect_right(self.firsts, number) - 1
        item = self.items[at]
        return item[number - self.firsts[at]] if isinstance(item, Range) else item  # type: ignore[return-value]

    def labels(self, most: int) -> tuple[str, ...]:
        """Name the first options, those with tokens by how they are written."""
        options = (self.option(number) for number in range(min(self.size, most)))
        return tuple(option if isinstance(option, str) else option.source for option in options)


@dataclass(frozen=True, slots=True)
class Pick:
    """A token that chooses."""

    ordinal: int
    start: int
    end: int
    name: str
    key: str | None
    table: Table
    random: bool
    kind: Literal["lookup", "list", "range"]

    @property
    def count(self) -> int:
        return 1 if self.random else self.table.count

    def render(self, digit: int, run: Run, path: str, chance: bool, span: Span | None) -> str:
        own = f"{path}/{self.ordinal}"
        if chance or self.random:
            chance, rest = True, 0
            number = pick(run.seed, run.index, own, self.table.size)
            body = self.table.option(number)
        else:
            number, body, rest = self.table.locate(digit)
        place = -1
        if run.choices is not None:
            place = len(run.choices)
            run.choices.append(None)
        if isinstance(body, str):
            text = body
        else:
            inner = (self.start, self.end) if span is None and self.kind == "lookup" else span
            text = body.render(rest, run, f"{own}/{number}", chance, inner)
        if self.key is not None:
            run.bound[self.key] = (text, number)
        if run.choices is not None:
            start, end = span or (self.start, self.end)
            run.choices[place] = Choice(own, run.parameter, self.name, number, text, start, end)
        return text


@dataclass(frozen=True, slots=True)
class Echo:
    """A token that prints what was chosen before."""

    key: str
    count: int = 1

    def render(self, digit: int, run: Run, path: str, chance: bool, span: Span | None) -> str:
        return run.bound[self.key][0]


@dataclass(frozen=True, slots=True)
class Follow:
    """A token that goes in lockstep with what was chosen before."""

    ordinal: int
    key: str
    table: Table
    count: int = 1

    def render(self, digit: int, run: Run, path: str, chance: bool, span: Span | None) -> str:
        number = run.bound[self.key][1]
        body = self.table.option(number)
        if isinstance(body, str):
            return body
        return body.render(0, run, f"{path}/{self.ordinal}/{number}", chance, span)


Step: TypeAlias = Pick | Echo | Follow


@dataclass(slots=True)
class Program:
    """A sequence ready to render: its parts, and for each the number of combinations of those right of it."""

    parts: tuple[str | Step, ...]
    source: str
    count: int = 1
    strides: tuple[int, ...] = ()
    echoes: bool = False
    random: bool = False
    binds: frozenset[str] = frozenset()

    @property
    def varies(self) -> bool:
        """Tell whether it may print different texts."""
        return not all(isinstance(part, str) for part in self.parts)

    def __post_init__(self) -> None:
        strides = []
        for part in reversed(self.parts):
            strides.append(self.count)
            if not isinstance(part, str):
                self.count = min(self.count * part.count, COUNTLESS)
                self._note(part)
        self.strides = tuple(reversed(strides))

    def _note(self, part: Step) -> None:
        if isinstance(part, Pick):
            self.echoes = self.echoes or part.table.echoes
            self.random = self.random or part.random or part.table.random
            self.binds |= part.table.binds | ({part.key} if part.key is not None else set())
        else:
            self.echoes = True
            if isinstance(part, Follow):
                self.random = self.random or part.table.random
                self.binds |= part.table.binds

    def render(self, digit: int, run: Run, path: str, chance: bool, span: Span | None) -> str:
        """Print one combination."""
        printed = []
        for part, stride in zip(self.parts, self.strides, strict=True):
            if isinstance(part, str):
                printed.append(part)
            else:
                own, digit = divmod(digit, stride) if not chance else (0, 0)
                printed.append(part.render(own, run, path, chance, span))
        return "".join(printed)


def build(sequence: Sequence, lookups: Lookups) -> Program:
    """Turn a checked sequence into a program."""
    parts: list[str | Step] = []
    ordinal = 0
    for part in sequence.parts:
        if isinstance(part, str):
            parts.append(part)
        else:
            parts.append(_step(part, ordinal, lookups))
            ordinal += 1
    return Program(tuple(parts), sequence.source)


def lookup_table(key: str, lookups: Lookups) -> Table:
    """Give the counted values of a lookup that has no faults, built once for a set of lookups."""
    if key not in lookups.tables:
        values = lookups.values(key).values
        if lookups.values(key).nested:
            values = tuple(build(v, lookups) if isinstance(v, Sequence) else v for v in values)  # type: ignore[misc]
        lookups.tables[key] = Table(values)
    return lookups.tables[key]


def list_table(items: tuple[Item, ...], lookups: Lookups) -> Table:
    """Count the options of a list."""
    return Table(tuple(build(item, lookups) if isinstance(item, Sequence) else item for item in items))


def _step(token: Token, ordinal: int, lookups: Lookups) -> Step:
    if isinstance(token, Reference):
        return Echo(token.name.key)
    if isinstance(token, Lockstep):
        return Follow(ordinal, token.name.key, list_table(token.items, lookups))
    if isinstance(token, LookupToken):
        table = lookup_table(token.lookup.key, lookups)
        shown = lookups.shown(token.lookup.key) if token.binding.key == token.lookup.key else token.binding.shown
        return Pick(ordinal, token.start, token.end, shown, token.binding.key, table, token.random, "lookup")
    assert isinstance(token, ListToken)
    table = list_table(token.items, lookups)
    shown, key = (token.binding.shown, token.binding.key) if token.binding else ("", None)
    kind: Literal["list", "range"] = "range" if len(token.items) == 1 else "list"
    return Pick(ordinal, token.start, token.end, shown, key, table, token.random, kind)


def _count(item: Item | Program) -> int:
    return item.count if isinstance(item, Program) else _size(item)


def _size(item: Item | Program) -> int:
    return 1 if isinstance(item, Program) else item_size(item)
