"""Guess where a bracket that was never closed was meant to end."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from imagen.domain.expansion.scanning import MARKS

_MOST_WORDS = 6
_HEAD = re.compile(r"\s*(?:=[^\[\],|]*?->|=|[^\W\d][\w/-]*\s*=)?\s*\??\s*")
_NUMBER = r"-?[0-9]+(?:\.[0-9]+)?"
_RANGE = re.compile(rf"{_NUMBER}\s*\.\.\s*{_NUMBER}(?:\s*\.\.\s*{_NUMBER}|#[0-9]+)?")
_WORD = re.compile(r"\S+")
_SENTENCE_MARKS = ".;:!?"

Word: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Closing:
    """Where a `]` could go: the option it would stand behind, and whether the token would be whole with it."""

    at: int
    behind: str
    is_whole: bool
    is_end: bool


@dataclass(frozen=True, slots=True)
class _Inside:
    """What stands behind a bracket at its own level, as far as it can reach: options of words each."""

    begin: int
    end: int
    options: list[list[Word]]
    is_reference: bool
    ends_open: bool


def closings(source: str, start: int, is_lookup: Callable[[str], bool]) -> tuple[Closing, ...]:
    """Give the likely places for the `]` that belongs to the `[` at `start`: the best guess first, then the end."""
    inside = _read(source, start)
    words = _guessed(source, inside, is_lookup)
    found = []
    if words:
        guess = _closing(source, inside, words, is_lookup)
        if guess.at < inside.end:
            found.append(guess)
    last = inside.options[-1]
    if last and not inside.ends_open:
        whole = (last[0][0], inside.end)
        found.append(_closing(source, inside, [whole], is_lookup, is_end=True))
    return tuple(found)


def _guessed(source: str, inside: _Inside, is_lookup: Callable[[str], bool]) -> list[Word]:
    first = inside.options[0]
    if len(inside.options) > 1:
        return _alike(inside.options)
    numbers = _RANGE.match(source, inside.begin, inside.end)
    if numbers:
        return [numbers.span()]
    for count in range(min(_MOST_WORDS, len(first)), 1, -1):
        if is_lookup(source[first[0][0] : first[count - 1][1]]):
            return first[:count]
    return first[:1]


def _alike(options: list[list[Word]]) -> list[Word]:
    """Take options as long as they have no more words than the first, and of the one that has only as many."""
    size = max(1, len(options[0]))
    longer = next((option for option in options[1:] if len(option) > size), None)
    return longer[:size] if longer else options[-1]


def _closing(
    source: str, inside: _Inside, words: list[Word], is_lookup: Callable[[str], bool], *, is_end: bool = False
) -> Closing:
    start, end = words[0][0], words[-1][1]
    bare = source[start:end] if is_end else source[start:end].rstrip(_SENTENCE_MARKS)
    end = start + len(bare) if bare else end
    behind = source[start:end]
    several = bool(inside.options[0]) and start > inside.options[0][-1][1]
    alone = inside.is_reference or is_lookup(behind) or _RANGE.fullmatch(behind) is not None
    return Closing(end, behind, several or alone, is_end)


def _read(source: str, start: int) -> _Inside:
    """Go over the text behind a bracket: up to `||`, to a bracket that is open too, or to the end."""
    head = _HEAD.match(source, start + 1)
    begin = head.end() if head else start + 1
    end, closed, cuts = len(source), [], []
    opens: list[int] = []
    for match in MARKS.finditer(source, begin):
        mark, at = match[0], match.start()
        if mark == "[":
            opens.append(at)
        elif mark == "]" and opens:
            closed.append((opens.pop(), at + 1))
        elif not opens and source.startswith("||", at):
            end = at
            break
        elif not opens and mark in ",|":
            cuts.append(at)
    end = opens[0] if opens else end
    end = begin + len(source[begin:end].rstrip())
    masked = _masked(source, closed, end)
    options = []
    left = begin
    for right in [*(cut for cut in cuts if cut < end), end]:
        options.append([match.span() for match in _WORD.finditer(masked, left, right)])
        left = right + 1
    return _Inside(begin, end, options, source[start + 1 : begin].lstrip().startswith("="), bool(opens))


def _masked(source: str, closed: list[tuple[int, int]], end: int) -> str:
    """Hide white space inside brackets, so that a token counts as one word."""
    pieces, at = [], 0
    for left, right in sorted(closed):
        if at <= left and right <= end:
            pieces += [source[at:left], "x" * (right - left)]
            at = right
    return "".join(pieces) + source[at:]
