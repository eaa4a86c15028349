"""What one press can do about a problem: each mend says what to write where, and where typing goes on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from imagen.domain.expansion.closing import closings
from imagen.domain.expansion.names import name_key, read_name
from imagen.domain.expansion.problems import Problem, ProblemKind, quoted
from imagen.domain.expansion.scanning import MARKS
from imagen.domain.nearness import nearest

_MOST_SHOWN = 36
_LONGEST_WORD = 24
LITERALLY = "Take it literally"
AWAY = "Take it away"


@dataclass(frozen=True, slots=True)
class Mend:
    """Write `text` in place of `start` to `end`.

    Places count code points of the source. The caret goes `caret` behind `start`, or where that is None stays at the
    character it stood before. `code` is shown behind the label, as something of the language.
    """

    label: str
    start: int
    end: int
    text: str
    caret: int | None = None
    code: str = ""

    def applied(self, source: str) -> str:
        """Give the mended text."""
        return source[: self.start] + self.text + source[self.end :]


@dataclass(frozen=True)
class _Case:
    source: str
    problem: Problem
    known: dict[str, str]

    @property
    def written(self) -> str:
        return self.source[self.problem.start : self.problem.end]

    def instead(self, label: str, text: str, *, code: str = "", stays: bool = False) -> Mend:
        return Mend(label, self.problem.start, self.problem.end, text, None if stays else len(text), code)

    def is_lookup(self, name: str) -> bool:
        return name_key(name) in self.known


def mends(source: str, problem: Problem, known: Iterable[str] = ()) -> tuple[Mend, ...]:
    """Give what could be done about a problem of a text, the likeliest first; `known` are the names of lookups."""
    if problem.path:
        return ()
    case = _Case(source, problem, {name_key(name): name for name in known})
    found: dict[str, Mend] = {}
    for mend in _MENDS.get(problem.kind, _suggested)(case):
        found.setdefault(mend.text if mend.start == problem.start and mend.end == problem.end else mend.label, mend)
    return tuple(found.values())


def _suggested(case: _Case) -> Iterator[Mend]:
    mend = case.problem.suggestion
    if mend == "":
        yield case.instead(AWAY, "", stays=True)
    elif mend is not None:
        yield case.instead("Use", mend, code=_short(mend))


def _unclosed(case: _Case) -> Iterator[Mend]:
    start = case.problem.start
    places = closings(case.source, start, case.is_lookup)
    first = places[0] if places else None
    near = first and not first.is_whole and nearest(first.behind, case.known.values())
    if first and near and read_name(first.behind):
        text = f"{case.source[start : first.at - len(first.behind)]}{near}]"
        yield Mend("Use", start, first.at, text, len(text), _short(text))
    for place in places:
        label = "Close at the end" if place.is_end else f"Close after {quoted(place.behind, _LONGEST_WORD)}"
        yield Mend(label, place.at, place.at, "]", 1 if place.is_whole else 0)
    yield case.instead(LITERALLY, "\\[", stays=True)


def _stray_close(case: _Case) -> Iterator[Mend]:
    yield case.instead(LITERALLY, "\\]", stays=True)
    yield case.instead(AWAY, "", stays=True)


def _unknown(case: _Case) -> Iterator[Mend]:
    if case.problem.suggestion:
        plain = read_name(case.problem.suggestion[1:-1])
        shown = plain.shown if plain else case.problem.suggestion
        yield case.instead("Use", case.problem.suggestion, code=_short(shown))
    else:
        yield _one_more_option(case)
    yield from _literal(case)


def _empty(case: _Case) -> Iterator[Mend]:
    if case.problem.suggestion == "":
        yield from _suggested(case)
    elif _is_bracket(case.written):
        yield case.instead(AWAY, "", stays=True)
        yield from _literal(case)


def _bad_name(case: _Case) -> Iterator[Mend]:
    if case.problem.suggestion and case.written.endswith("="):
        yield case.instead("Take = literally", case.problem.suggestion, stays=True)
    yield from _literal(case)


def _unbound(case: _Case) -> Iterator[Mend]:
    yield from _suggested(case)
    name = read_name(case.written.removeprefix("[=").removesuffix("]"))
    if name and name.key in case.known:
        yield case.instead("Choose here:", f"[{case.known[name.key]}]", code=f"[{case.known[name.key]}]")
    if "->" not in case.written:
        yield from _literal(case)


def _mixed(case: _Case) -> Iterator[Mend]:
    if not _is_bracket(case.written):
        for label, mark, other in (("Take each:", ",", "|"), ("Take one at random:", "|", ",")):
            text = case.written.replace(other, mark)
            yield case.instead(label, text, code=_short(text))
        return
    for label, mark in (("Take each:", ","), ("Take one at random:", "|")):
        text = _with_separator(case.written, mark)
        yield case.instead(label, text, code=_short(text))
    yield from _suggested(case)


def _split(case: _Case) -> Iterator[Mend]:
    yield from _suggested(case)
    yield case.instead(LITERALLY, "\\|\\|", stays=True)


def _single(case: _Case) -> Iterator[Mend]:
    if case.problem.suggestion and not case.problem.suggestion.startswith("\\"):
        yield from _suggested(case)
    yield _one_more_option(case)
    yield from _literal(case)


def _range(case: _Case) -> Iterator[Mend]:
    yield from _suggested(case)
    yield from _literal(case)


def _duplicate(case: _Case) -> Iterator[Mend]:
    """Take an option away together with the separator before it, where two others are left (or it is no bracket)."""
    start, end = case.problem.start, case.problem.end
    before = case.source[:start].rstrip()
    is_plain = not re.search(r"[\[\]]|\.\.", case.written)
    leaves_one = re.search(r"(?<!\\)\[[^\[\],|]*[,|]\Z", before) and case.source[end:].lstrip().startswith("]")
    if is_plain and before.endswith((",", "|")) and not before.endswith("||") and not leaves_one:
        yield Mend(AWAY, len(before) - 1, end, "")


def _one_more_option(case: _Case) -> Mend:
    at = case.problem.end - 1
    return Mend("Add an option", at, at, ",", 1)


def _literal(case: _Case) -> Iterator[Mend]:
    if _is_bracket(case.written):
        yield case.instead(LITERALLY, _escaped(case.written, _is_nested(case.source, case.problem.start)), stays=True)


def _is_bracket(written: str) -> bool:
    return len(written) > 1 and written[0] == "[" and written[-1] == "]"


def _is_nested(source: str, at: int) -> bool:
    """Tell whether a place lies between a bracket and its end."""
    depth = 0
    for match in MARKS.finditer(source, 0, at):
        depth = depth + 1 if match[0] == "[" else max(0, depth - 1) if match[0] == "]" else depth
    return depth > 0


def _escaped(token: str, is_nested: bool) -> str:
    """Write a token as the characters it has; tokens inside it stay what they are."""
    inside = token[1:-1]
    for at in reversed(list(_own_marks(inside))) if is_nested else ():
        inside = f"{inside[:at]}\\{inside[at:]}"
    return f"\\[{inside}\\]"


def _with_separator(token: str, mark: str) -> str:
    inside = list(token[1:-1])
    for at in _own_marks(token[1:-1]):
        if inside[at] in ",|":
            inside[at] = mark
    return f"[{''.join(inside)}]"


def _own_marks(inside: str) -> Iterator[int]:
    """Find the separators and `=` that belong to no bracket in a text."""
    depth = 0
    for match in MARKS.finditer(inside):
        if match[0] in "[]":
            depth += 1 if match[0] == "[" else -1
        elif depth == 0 and len(match[0]) == 1:
            yield match.start()


def _short(text: str) -> str:
    half = _MOST_SHOWN // 2
    return text if len(text) <= _MOST_SHOWN else f"{text[:half]}…{text[-half + 1 :]}"


_MENDS: dict[ProblemKind, Callable[[_Case], Iterator[Mend]]] = {
    ProblemKind.UNCLOSED: _unclosed,
    ProblemKind.UNMATCHED_CLOSE: _stray_close,
    ProblemKind.UNKNOWN_LOOKUP: _unknown,
    ProblemKind.EMPTY: _empty,
    ProblemKind.BAD_NAME: _bad_name,
    ProblemKind.UNBOUND: _unbound,
    ProblemKind.MIXED: _mixed,
    ProblemKind.SPLIT_IN_TOKEN: _split,
    ProblemKind.SINGLE: _single,
    ProblemKind.RANGE: _range,
    ProblemKind.DUPLICATE: _duplicate,
}
