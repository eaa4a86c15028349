"""What can be wrong with an expansion, and where: kinds, places and the sentences' carriers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class ProblemKind(StrEnum):
    """Kinds of problems; the last two are warnings and stop nothing."""

    UNCLOSED = "unclosed"
    UNMATCHED_CLOSE = "unmatched-close"
    EMPTY = "empty"
    BAD_NAME = "bad-name"
    UNBOUND = "unbound"
    UNKNOWN_LOOKUP = "unknown-lookup"
    CYCLE = "cycle"
    EMPTY_LOOKUP = "empty-lookup"
    MIXED = "mixed"
    SPLIT_IN_TOKEN = "split-in-token"  # noqa: S105 (a token of the language)
    SINGLE = "single"
    LENGTH = "length"
    LOCKSTEP_CHOICE = "lockstep-choice"
    RANGE = "range"
    RANGE_TOO_LONG = "range-too-long"
    TOO_DEEP = "too-deep"
    TOO_LONG = "too-long"
    TOO_MANY = "too-many"
    INVALID_VALUE = "invalid-value"
    DUPLICATE = "duplicate"
    OPTION_NAMED_LIKE_LOOKUP = "option-named-like-lookup"

    @property
    def is_warning(self) -> bool:
        return self in _WARNINGS


_WARNINGS = frozenset({ProblemKind.DUPLICATE, ProblemKind.OPTION_NAMED_LIKE_LOOKUP})


@dataclass(frozen=True, slots=True)
class PathStep:
    """A place inside a lookup: its name, the line from 1, and code points in that line."""

    lookup: str
    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with an order.

    `start` and `end` count code points in the parameter's text (items, where the value is a list). `suggestion` is a
    text that could stand in place of that span. `path` leads from there to a fault inside lookups, outermost first.
    """

    parameter: str
    start: int
    end: int
    kind: ProblemKind
    message: str
    suggestion: str | None = None
    path: tuple[PathStep, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with one text, before it is known whose text it is."""

    kind: ProblemKind
    start: int
    end: int
    message: str
    suggestion: str | None = None
    path: tuple[PathStep, ...] = ()

    def as_problem(self, parameter: str) -> Problem:
        """Say which parameter's text this is about."""
        return Problem(parameter, self.start, self.end, self.kind, self.message, self.suggestion, self.path)


MOST_FAULTS = 1000
"""A text that is wrong in more places than this lists the first ones only."""


class Faults(list[Fault]):
    """Faults as they are found, without repetition and up to a number that people could still read."""

    def __init__(self, faults: Iterable[Fault] = ()) -> None:
        super().__init__()
        self._seen: set[Fault] = set()
        for fault in faults:
            self.append(fault)

    @property
    def full(self) -> bool:
        """Tell that more faults would not be listed."""
        return len(self) >= MOST_FAULTS

    def append(self, fault: Fault) -> None:
        if not self.full and fault not in self._seen:
            self._seen.add(fault)
            super().append(fault)


def quoted(text: str, most: int = 40) -> str:
    """Put a text into quotation marks, shortened to what a sentence can hold."""
    return f"“{text if len(text) <= most else text[: most - 1] + '…'}”"
