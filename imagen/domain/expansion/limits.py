"""Check whole texts against their parameter's limits: the longest, and for required ones whether any is blank."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from imagen.domain.expansion.problems import Problem, ProblemKind
from imagen.domain.expansion.reading import Reading

_CHECKED_ONE_BY_ONE = 10_000
_CHARACTERS_TRIED_OUT = 2_000_000


class Texts(Protocol):
    """What is needed of an expansion."""

    def texts(self, parameter: str) -> Iterator[str]: ...


def fitting(reading: Reading, expansion: Texts, count: int) -> list[Problem]:
    """Report texts that their parameters would not take; where choices exclude each other, small orders are tried out."""
    found = []
    for text in reading.texts:
        spec, extent = reading.spec.get(text.parameter), reading.extents[text.parameter]
        if spec is None or text.is_blank:
            continue
        most = spec.rules.max_length
        longest, blank = extent.longest, spec.required and extent.can_be_blank
        if (blank or (most is not None and longest > most)) and _can_be_tried_out(count, len(text.source) + longest):
            lengths = [len(printed) for printed in expansion.texts(text.parameter)]
            longest, blank = max(lengths), blank and min(lengths) == 0
        if most is not None and longest > most:
            message = (
                f"{spec.label} may have {most:,} characters, and the longest of these has {longest:,}. Shorten it."
            )
            found.append(_problem(text.parameter, text.source, message))
        if blank:
            message = (
                f"{spec.label} is required, and some combinations leave it blank. Add a word outside the brackets."
            )
            found.append(_problem(text.parameter, text.source, message))
    return found


def _can_be_tried_out(count: int, size: int) -> bool:
    """Tell whether so many texts, each read and printed in so many characters, are looked through in no time."""
    return count <= _CHECKED_ONE_BY_ONE and count * size <= _CHARACTERS_TRIED_OUT


def _problem(parameter: str, source: str, message: str) -> Problem:
    return Problem(parameter, 0, len(source), ProblemKind.INVALID_VALUE, message)
