"""Show what is wrong with an order: each sentence with the line it is about, and carets under the place."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from imagen.domain.errors import FieldProblem

_WIDEST = 100
_BEFORE = 30


def explain(problems: Sequence[FieldProblem], texts: Mapping[str, str]) -> Iterable[str]:
    """Give the lines that explain problems; `texts` holds what was written for each field."""
    for problem in problems:
        text = texts.get(problem.field, "")
        is_named = problem.field.casefold() in problem.message.casefold()
        yield problem.message if is_named else f"{problem.field}: {problem.message}"
        if problem.start is not None and problem.end is not None and problem.end > problem.start and text:
            yield from _pointed(text, problem.start, problem.end)


def _pointed(text: str, start: int, end: int) -> Iterable[str]:
    """Give the line in which a place starts, cut to a readable width, and carets under that place."""
    line_start = max(text.rfind(mark, 0, start) for mark in "\n\r") + 1
    line = text[line_start:].splitlines()[0] if text[line_start:] else ""
    first, last = start - line_start, min(end - line_start, len(line))
    cut = max(first - _BEFORE, 0) if len(line) > _WIDEST else 0
    shown = line[cut : cut + _WIDEST]
    lead = "…" if cut else ""
    tail = "…" if cut + _WIDEST < len(line) else ""
    until = min(max(last - cut, first - cut + 1), len(shown) + 1)
    yield f"  {lead}{_plain(shown)}{tail}"
    space = " " * (len(lead) + _columns(shown[: first - cut]))
    yield f"  {space}{'^' * max(_columns(shown[first - cut : until]), 1)}"


def _plain(text: str) -> str:
    """Keep escapes and tabs of somebody's text from moving what stands below it."""
    return "".join(character if character.isprintable() else " " for character in text)


def _columns(text: str) -> int:
    """Count the columns a text takes in a terminal, where some characters take two and some none."""
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )
