"""What there is to know about a lookup's values while they are written: what they make, what they draw on, what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from imagen.domain.expansion import Problem, ProblemKind
from imagen.domain.expansion.lookup_values import read_values
from imagen.services.lookups import LookupService

FIRST = 20
LARGEST_IN_EDITOR = 300_000  # characters; beyond, a browser's text field and the connection suffer


@dataclass(frozen=True)
class Study:
    """`count` is 0 while there are problems; `first` are the first texts that the values make."""

    values: str
    problems: tuple[Problem, ...]
    count: int
    first: tuple[str, ...]
    draws_on: tuple[str, ...]

    @property
    def needs(self) -> bool:
        """Tell whether the values only lack what a text that uses them may choose."""
        return bool(self.problems) and all(problem.kind is ProblemKind.UNBOUND for problem in self.problems)


def study(service: LookupService, values: str, name: str) -> Study:
    """Look at values as they stand; `name` is the lookup's own, so that a circle is found."""
    problems: Sequence[Problem] = service.check(values, name) if values.strip() else ()
    count = service.count(values, name) if not problems else 0
    first = tuple(service.preview(values, name, FIRST)) if not problems else ()
    return Study(values, tuple(problems), count, first, names_used(values))


def names_used(values: str) -> tuple[str, ...]:
    """List the lookups that values name, each once, in order."""
    if "[" not in values:
        return ()
    found: dict[str, str] = {}
    for use in read_values(values).uses:
        found.setdefault(use.token.lookup.key, use.token.lookup.shown)
    return tuple(found.values())


def first_lines(values: str, most: int = 8) -> list[str]:
    """Give the first values as they are written."""
    found: list[str] = []
    for line in values[:4000].split("\n"):
        bare = line.strip()
        if bare and not bare.startswith("#"):
            found.append(bare)
            if len(found) == most:
                break
    return found
