"""The fast way through many combinations of a text: whole blocks put together by `itertools.product`.

A text qualifies when its tokens decide alone what they print: no random pick, and references only to tokens of the same
level. Everything else is rendered one by one. Both ways print the same; the tests hold them against each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice, product
from operator import itemgetter
from typing import Any, TypeAlias

from imagen.domain.expansion.outcome import Choice
from imagen.domain.expansion.program import Echo, Follow, Pick, Program, Run

BLOCK = 4096

Cell: TypeAlias = tuple[tuple[str, ...], tuple[Choice, ...]]
"""What one combination of one token gives: its text and those of the tokens in lockstep with it, and its choices."""

Made: TypeAlias = tuple[list[str], list[tuple[Choice, ...]]]


class Blocks:
    """Gives combinations of a text block by block."""

    def from_digit(self, digit: int) -> Made:
        """Give one or more combinations from this one on: texts, and choices where recorded."""
        raise NotImplementedError


def blocks_for(program: Program, parameter: str, path: str, split: Choice | None, recording: bool) -> Blocks:
    """Choose the fastest way through a pure text."""
    layout = _layout(program)
    if layout is None:
        return _OneByOne(program, parameter, path, split, recording)
    return _Products(program.count, layout, _Source(parameter, path, recording), split)


@dataclass
class _OneByOne(Blocks):
    program: Program
    parameter: str
    path: str
    split: Choice | None
    recording: bool

    def from_digit(self, digit: int) -> Made:
        texts, records = [], []
        for number in range(digit, min(digit + 64, self.program.count)):
            choices: list[Any] | None = ([self.split] if self.split else []) if self.recording else None
            run = Run(0, 0, self.parameter, {}, choices)
            texts.append(self.program.render(number, run, self.path, False, None).strip())
            records.append(tuple(choices or ()))
        return texts, records


@dataclass(frozen=True)
class _Layout:
    """Which texts of which tokens a text prints in which order, and what stands before, between and behind them."""

    between: tuple[str, ...]
    picks: tuple[Pick, ...]
    slots: tuple[tuple[int, int], ...]
    followers: tuple[tuple[Follow, ...], ...]


def _layout(program: Program) -> _Layout | None:
    """Lay a text out for products, or give None where it does not qualify."""
    referred = {part.key for part in program.parts if isinstance(part, Echo | Follow)}
    between = [""]
    picks: list[Pick] = []
    slots: list[tuple[int, int]] = []
    followers: list[list[Follow]] = []
    bound: dict[str, int] = {}
    for part in program.parts:
        if isinstance(part, str):
            between[-1] += part
            continue
        between.append("")
        if isinstance(part, Pick):
            if part.random or part.table.random or part.table.echoes or part.table.binds & referred:
                return None
            slots.append((len(picks), 0))
            picks.append(part)
            followers.append([])
            if part.key is not None:
                bound[part.key] = len(picks) - 1
        elif part.key not in bound or (isinstance(part, Follow) and not _is_plain(part)):
            return None
        elif isinstance(part, Echo):
            slots.append((bound[part.key], 0))
        else:
            followers[bound[part.key]].append(part)
            slots.append((bound[part.key], len(followers[bound[part.key]])))
    return _Layout(tuple(between), tuple(picks), tuple(slots), tuple(map(tuple, followers)))


def _is_plain(follow: Follow) -> bool:
    return not any(isinstance(item, Program) for item in follow.table.items)


@dataclass(frozen=True)
class _Source:
    """Makes the cells of tokens."""

    parameter: str
    path: str
    recording: bool

    def cells(self, pick: Pick, followers: tuple[Follow, ...], start: int, stop: int) -> list[Cell]:
        """Render combinations `start` to `stop` of a token by itself."""
        found: list[Cell] = []
        for digit in range(start, stop):
            choices: list[Any] | None = [] if self.recording else None
            text = pick.render(digit, Run(0, 0, self.parameter, {}, choices), self.path, False, None)
            texts: tuple[str, ...] = (text,)
            if followers:
                number = pick.table.locate(digit)[0]
                texts += tuple(str(follow.table.option(number)) for follow in followers)
            found.append((texts, tuple(choices or ())))
        return found


class _Products(Blocks):
    """Splits the tokens: those turning fast are combined at C speed, of the next one a slice is, the rest stand still."""

    def __init__(self, count: int, layout: _Layout, source: _Source, split: Choice | None) -> None:
        self.count, self.layout, self.source = count, layout, source
        self.split = (split,) if split else ()
        self.sizes = [pick.count for pick in layout.picks]
        self.first, self.period = len(self.sizes), 1
        while self.first and self.period * self.sizes[self.first - 1] <= BLOCK:
            self.first -= 1
            self.period *= self.sizes[self.first]
        self.kept: dict[int, list[Cell]] = {}
        self.join = _joiner(layout)

    def from_digit(self, digit: int) -> Made:
        outer, skipped = divmod(digit, self.period)
        columns: list[list[Cell]] = [self._whole(at) for at in range(self.first, len(self.sizes))]
        for at in range(self.first - 1, -1, -1):
            outer, own = divmod(outer, self.sizes[at])
            wide = BLOCK // self.period if at == self.first - 1 else 1
            columns.insert(0, self._slice(at, own, min(own + max(wide, 1), self.sizes[at])))
        texts = self.join([[cell[0] for cell in column] for column in columns])
        made = list(islice(texts, skipped, None))
        if not self.source.recording:
            return made, []
        combined = self._choices([[cell[1] for cell in column] for column in columns])
        return made, list(islice(combined, skipped, None))

    def _choices(self, columns: list[list[tuple[Choice, ...]]]) -> Iterator[tuple[Choice, ...]]:
        if not self.split and all(len(cell) == 1 for column in columns for cell in column):
            return product(*[[cell[0] for cell in column] for column in columns])
        return map(tuple, map(chain.from_iterable, product([self.split], *columns)))

    def _whole(self, at: int) -> list[Cell]:
        if at not in self.kept:
            self.kept[at] = self._slice(at, 0, self.sizes[at])
        return self.kept[at]

    def _slice(self, at: int, start: int, stop: int) -> list[Cell]:
        return self.source.cells(self.layout.picks[at], self.layout.followers[at], start, stop)


def _joiner(layout: _Layout) -> Callable[[list[list[tuple[str, ...]]]], Iterable[str]]:
    """Give the function that turns columns of texts into the texts of their combinations."""
    in_order = [(at, 0) for at in range(len(layout.picks))]
    if not layout.slots:
        return lambda columns: [layout.between[0].strip() for _ in product(*columns)]
    if list(layout.slots) == in_order:
        return lambda columns: _glued(layout.between, columns)
    starts = [0]
    for followers in layout.followers:
        starts.append(starts[-1] + 1 + len(followers))
    take = itemgetter(*(starts[at] + place for at, place in layout.slots))
    pattern = "%s".join(text.replace("%", "%%") for text in layout.between)

    def join(columns: list[list[tuple[str, ...]]]) -> Iterator[str]:
        flat = map(tuple, map(chain.from_iterable, product(*columns)))
        return map(str.strip, map(pattern.__mod__, map(take, flat)))

    return join


def _glued(between: tuple[str, ...], columns: list[list[tuple[str, ...]]]) -> Iterator[str]:
    glued = [[before + cell[0] for cell in column] for before, column in zip(between, columns, strict=False)]
    glued[-1] = [text + between[-1] for text in glued[-1]]
    return map(str.strip, map("".join, product(*glued)))
