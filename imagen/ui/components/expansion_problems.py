"""Turn the problems that the expansion finds into what the expansion editor shows, at their place in its text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from imagen.domain.expansion import Problem, ProblemKind, name_key
from imagen.domain.expansion.lookup_values import read_values
from imagen.domain.expansion.mending import mends
from imagen.domain.nearness import nearest
from imagen.ui.components.expansion_editor import EditorMend, EditorProblem

IN_LOOKUP = "in-lookup"
"""The kind of a fault inside a lookup that the text draws on: nothing in the text itself can be mended."""

MOST_MENDED = 20
"""Only the first problems come with mends: nobody presses more of them before the text is read again."""


def as_editor_problems(
    problems: Iterable[Problem], parameter: str, text: str, known: Iterable[str] = ()
) -> list[EditorProblem]:
    """Give the problems of one parameter's text, with their mends; `known` are the names of lookups."""
    names = list(known)
    own = [problem for problem in problems if problem.parameter == parameter]
    return [
        {
            "start": problem.start,
            "end": problem.end,
            "kind": IN_LOOKUP if problem.path else problem.kind.value,
            "message": problem.message,
            "mends": _mends(text, problem, names) if place < MOST_MENDED else [],
            "lookup": problem.path[-1].lookup if problem.path else "",
            "warning": problem.kind.is_warning,
        }
        for place, problem in enumerate(own)
    ]


def in_values(problems: Iterable[Problem], values: str, name: str, known: Iterable[str] = ()) -> list[EditorProblem]:
    """Give the problems of a lookup's values, each at its line, with the mend where one of the known names is near.

    A reference that nothing in the lookup binds is a warning there: the text that uses the lookup may bind it.
    """
    lines, starts, names = values.split("\n"), _line_starts(values), list(known)
    shown: list[EditorProblem] = []
    for problem in problems:
        inside = problem.path[0] if problem.path else None
        start = end = 0
        where = ""
        mended: list[EditorMend] = []
        if inside is not None and 0 < inside.line <= len(starts):
            start, end = starts[inside.line - 1] + inside.start, starts[inside.line - 1] + inside.end
            where = f"Line {inside.line}: "
            if len(problem.path) == 1 and len(shown) < MOST_MENDED:
                suggestion = _suggestion(problem, values[start:end], names)
                local = replace(problem, start=inside.start, end=inside.end, suggestion=suggestion, path=())
                mended = _mends(lines[inside.line - 1], local, names, starts[inside.line - 1])
        is_own = len(problem.path) <= 1 or name_key(problem.path[-1].lookup) == name_key(name)
        message = problem.message.partition(" (In the lookup")[0] if is_own else problem.message
        needs = problem.kind is ProblemKind.UNBOUND
        shown.append(
            {
                "start": start,
                "end": end,
                "kind": IN_LOOKUP if len(problem.path) > 1 else problem.kind.value,
                "message": f"{where}{_needs(message) if needs else message}",
                "mends": mended,
                "lookup": "" if is_own else problem.path[-1].lookup,
                "warning": needs or problem.kind.is_warning,
            }
        )
    return sorted(shown, key=lambda problem: problem["start"])


def _mends(text: str, problem: Problem, names: Sequence[str], offset: int = 0) -> list[EditorMend]:
    return [
        {
            "start": mend.start + offset,
            "end": mend.end + offset,
            "text": mend.text,
            "caret": mend.caret,
            "label": mend.label,
            "code": mend.code,
        }
        for mend in mends(text, problem, names)
    ]


def _suggestion(problem: Problem, written: str, known: Sequence[str]) -> str | None:
    if problem.suggestion or problem.kind is not ProblemKind.UNKNOWN_LOOKUP:
        return problem.suggestion
    unknown = next((use.token.lookup.shown for use in read_values(written).uses), "")
    near = nearest(unknown, known) if unknown else None
    return near and written.replace(unknown, near, 1)


def _needs(message: str) -> str:
    return f"{message} As part of a prompt that does, this works."


def _line_starts(text: str) -> list[int]:
    starts, at = [], 0
    for line in text.split("\n"):
        starts.append(at)
        at += len(line) + 1
    return starts
