"""What an order would make."""

from __future__ import annotations

from typing import Any

from imagen.api.schemas.base import Answer, ExactInt
from imagen.domain.expansion import ProblemKind


class PathStepAnswer(Answer):
    """A place inside a lookup: its line from 1, and code points in that line."""

    lookup: str
    line: int
    start: int
    end: int


class ExpansionProblem(Answer):
    """One thing wrong with one text: `start` and `end` count its code points; `suggestion` could stand in that place."""

    parameter: str
    start: int
    end: int
    kind: ProblemKind
    message: str
    suggestion: str | None
    path: list[PathStepAnswer]


class ChoiceAnswer(Answer):
    """Which option a token or value took."""

    key: str
    parameter: str
    name: str
    option: ExactInt
    text: str


class FactorAnswer(Answer):
    """One factor of the count; one with a `parent` lies within another and does not multiply by itself."""

    key: str
    parameter: str
    name: str
    kind: str
    size: ExactInt
    labels: list[str]
    parent: str | None = None


class PlannedAnswer(Answer):
    """One generation that the order would make."""

    index: ExactInt
    repeat: int
    parameters: dict[str, Any]
    choices: list[ChoiceAnswer]


class PlanAnswer(Answer):
    """`count` generations of `total` possible ones; `cost` in micro-dollars, null where nobody can tell.

    With `cost_is_ceiling` it is the most that the ceiling for models of unknown price allows. `question` is what would be
    asked before such an order is placed, empty when nothing is; `needs_ceiling` when it is answered by a ceiling.
    """

    count: ExactInt
    total: ExactInt
    seed: ExactInt
    factors: list[FactorAnswer]
    cost: ExactInt | None
    seconds: float | None
    items: list[PlannedAnswer]
    errors: list[ExpansionProblem]
    warnings: list[ExpansionProblem]
    notes: list[str]
    cost_is_ceiling: bool
    question: str
    needs_ceiling: bool
