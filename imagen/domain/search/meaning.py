"""Find out what somebody meant who wrote a choice like a key or like a word, and how a value is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from math import isfinite
from typing import Any

from imagen.domain.nearness import nearest
from imagen.domain.search.checking import unknown_names
from imagen.domain.search.names import NameKind, Names
from imagen.domain.search.nodes import Chosen, Figure, Span, Words
from imagen.domain.search.parser import Parsed
from imagen.domain.search.problems import Problem, ProblemKind, shown
from imagen.domain.search.writing import render_term

_MOST_COMPARED = 500
_MOST_MEANT = 4
_LONGEST_VALUE = 80
_KEY = re.compile(r'("(?:[^"\\]|\\.)*"|[^\s":=]+)[:=]("(?:[^"\\]|\\.)*"|[^\s()",]*)')
_NEXT = re.compile(r'\s+("(?:[^"\\]|\\.)*"|[^\s()",:=]+)(?![:=])')


def all_problems(parsed: Parsed, names: Names) -> tuple[Problem, ...]:
    """Give all that is wrong with a search, as far as those who know its names can tell."""
    told = tuple(_explained(problem, parsed.source, names) for problem in parsed.problems)
    return (*told, *unknown_names(parsed, names))


def meant(parsed: Parsed, names: Names) -> tuple[str, ...]:
    """Give searches in which one plain word asks for the choice of that name instead, or of one that holds it."""
    found: dict[str, None] = {}
    for placed in parsed.placed:
        term = placed.term
        if not isinstance(term, Words) or not placed.is_plain or placed.is_negated:
            continue
        chosen = names.chosen(term.text, _MOST_MEANT)
        same = [pair for pair in chosen if pair[1].casefold() == term.text.casefold()]
        for name, value in same or chosen:
            written = render_term(Chosen(name, (value,)))
            found[parsed.source[: placed.start] + written + parsed.source[placed.end :]] = None
    return tuple(found)[:_MOST_MEANT]


def asks_for(name: str, value: Any, names: Names) -> str:
    """Write what finds products that were made with a value; nothing for what no search finds."""
    if isinstance(value, str):
        is_known = len(value) <= _LONGEST_VALUE and bool(value) and _known_option(name, value, names) == value
        return render_term(Chosen(name, (value,))) if is_known else ""
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        return ""
    known = names.names(NameKind.FIGURE, name, _MOST_COMPARED)
    return render_term(Figure(name.casefold(), (Span(value, value),))) if name in known else ""


def _explained(problem: Problem, source: str, names: Names) -> Problem:
    """Tell how a choice or a number is asked for, where what was written as a key is the name of one."""
    if problem.kind not in (ProblemKind.UNKNOWN_KEY, ProblemKind.NO_VALUE):
        return problem
    written = _KEY.match(source, problem.start)
    if written is None:
        return problem
    name, value = (_plain(part) for part in written.groups())
    own = _known(NameKind.CHOICE, name, names)
    if own is not None:
        end, value = (problem.end, value) if value else _next_value(own, source, problem.end, names)
        return replace(_choice_problem(own, value, problem, names), end=end)
    figure = _known(NameKind.FIGURE, name, names)
    if figure is not None and problem.kind is ProblemKind.UNKNOWN_KEY:
        mend = render_term(Figure(figure.casefold(), (Span(1, None),)))
        return replace(problem, message=f"{shown(figure)} is a number. Write it as in {mend}.", suggestion=mend)
    return problem


def _choice_problem(name: str, value: str, problem: Problem, names: Names) -> Problem:
    options = names.options(name, "", _MOST_COMPARED)
    option = _known_option(name, value, names) or nearest(value, options) if value else None
    mend = render_term(Chosen(name, (option or next(iter(options), value) or name,)))
    if problem.kind is ProblemKind.NO_VALUE:
        return replace(problem, message=f"A value stands behind {shown(name)}, as in {mend}.", suggestion=mend)
    message = f"{shown(name)} is a choice, and is written with an equals sign: {mend}."
    return replace(problem, message=message, suggestion=mend)


def _next_value(name: str, source: str, end: int, names: Names) -> tuple[int, str]:
    """Take in the word behind a key without a value, where it is an option of that choice."""
    following = _NEXT.match(source, end)
    if following is not None and _known_option(name, _plain(following[1]), names):
        return following.end(), _plain(following[1])
    return end, ""


def _plain(written: str) -> str:
    return re.sub(r"\\(.)", r"\1", written[1:-1]) if len(written) > 1 and written.startswith('"') else written


def _known(kind: NameKind, name: str, names: Names) -> str | None:
    return _same(names.names(kind, name, _MOST_COMPARED), name)


def _known_option(name: str, value: str, names: Names) -> str | None:
    return _same(names.options(name, value, _MOST_COMPARED), value)


def _same(found: Iterable[str], wanted: str) -> str | None:
    return next((one for one in found if one.casefold() == wanted.strip().casefold()), None)
