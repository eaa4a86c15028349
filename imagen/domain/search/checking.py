"""Find the names in a search that nothing has, and the likest ones that something has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from imagen.domain.nearness import nearest
from imagen.domain.search.keys import FIGURES, NONE, Key, figure_names
from imagen.domain.search.names import KIND_OF, WITHOUT, NameKind, Names, model_matches
from imagen.domain.search.nodes import Among, Chosen, Figure
from imagen.domain.search.parser import Parsed, Placed
from imagen.domain.search.problems import Problem, ProblemKind, shown
from imagen.domain.search.writing import render_term

_MOST_COMPARED = 500
_NOT_YET = {
    NameKind.VERSION: "prompt versions",
    NameKind.EXPERIMENT: "experiments",
    NameKind.COLLECTION: "collections",
    NameKind.TAG: "tags",
    NameKind.PROJECT: "projects",
}


def unknown_names(parsed: Parsed, names: Names) -> tuple[Problem, ...]:
    """Warn of each condition with a name that nothing has; the search is understood, but finds nothing there."""
    return tuple(problem for placed in parsed.placed for problem in _of_term(placed, names))


def _of_term(placed: Placed, names: Names) -> Iterator[Problem]:
    term = placed.term
    if isinstance(term, Among) and term.key in KIND_OF:
        yield from _among(term, names)
    elif isinstance(term, Figure) and term.name not in FIGURES:
        if not _has(names.names(NameKind.FIGURE, term.name, _MOST_COMPARED), term.name):
            near = nearest(term.name, (*FIGURES, *names.names(NameKind.FIGURE, "", _MOST_COMPARED)))
            mend = render_term(Figure(near, term.spans)) if near else None
            yield _warning(term.start, term.end, f"No parameter with numbers is called {shown(term.name)}.", mend)
    elif isinstance(term, Chosen):
        yield from _chosen(term, names)


def _among(term: Among, names: Names) -> Iterator[Problem]:
    kind = KIND_OF[term.key]
    known = {value: _is_known(term.key, value, names) for value in term.values}
    if all(known.values()):
        return
    value = next(value for value, found in known.items() if not found)
    all_names = names.names(kind, "", _MOST_COMPARED)
    if not all_names and kind in _NOT_YET:
        yield _warning(term.start, term.end, f"There are no {_NOT_YET[kind]} yet, so this finds nothing.", None)
        return
    near = nearest(value, all_names)
    others = tuple(near if each == value and near else each for each in term.values)
    mend = render_term(Among(term.key, others)) if near else None
    yield _warning(term.start, term.end, f"There is no {kind.value} {shown(value)}.", mend)


def _chosen(term: Chosen, names: Names) -> Iterator[Problem]:
    if not _has(names.names(NameKind.CHOICE, term.name, _MOST_COMPARED), term.name):
        near = nearest(term.name, names.names(NameKind.CHOICE, "", _MOST_COMPARED))
        mend = render_term(Chosen(near, term.values)) if near else None
        yield _warning(term.start, term.end, f"No token called {shown(term.name)} was ever ordered.", mend)
        return
    for value in term.values:
        if not _has(names.options(term.name, value, _MOST_COMPARED), value):
            near = nearest(value, names.options(term.name, "", _MOST_COMPARED))
            others = tuple(near if each == value and near else each for each in term.values)
            mend = render_term(Chosen(term.name, others)) if near else None
            yield _warning(term.start, term.end, f"{shown(term.name)} never took the option {shown(value)}.", mend)
            return


def _is_known(key: Key, value: str, names: Names) -> bool:
    if key in WITHOUT and value.casefold() == NONE:
        return True
    found = names.names(KIND_OF[key], value, _MOST_COMPARED)
    if key is Key.MODEL:
        return any(model_matches(value, name) for name in found)
    return _has(found, value)


def _has(names: Sequence[str], wanted: str) -> bool:
    accepted = {name.casefold() for name in figure_names(wanted.casefold())} | {wanted.casefold()}
    return any(name.casefold() in accepted for name in names)


def _warning(start: int, end: int, message: str, mend: str | None) -> Problem:
    hint = f" Did you mean {mend}?" if mend else ""
    return Problem(ProblemKind.UNKNOWN_NAME, start, end, message + hint, mend)
