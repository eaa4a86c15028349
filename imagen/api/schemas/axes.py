"""Grids of two choices, and what goes with being liked."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from imagen.api.schemas.base import Answer
from imagen.api.schemas.gallery import SearchProblem
from imagen.domain.product import ProductType
from imagen.domain.statistics import Verdict
from imagen.services.analysis_views import About, By


class AxisAnswer(Answer):
    """What can be an axis: the labels of its options in order; `beyond` others are not shown."""

    key: str
    label: str
    choices: list[str]
    beyond: int


class GridItemAnswer(Answer):
    """A product in a cell, or a generation that has none, whose `kind` tells how it stands; `rating` is 0 to 4."""

    id: UUID
    kind: Literal["product", "blocked", "planned", "running", "attention", "failed", "cancelled", "gone"]
    generation_id: UUID | None
    title: str
    thumb: str | None
    placeholder: str | None
    type: ProductType
    liked: bool
    rating: int | None
    error: str | None
    progress: float | None
    note: str
    options: dict[str, int | None]


class GridCellAnswer(Answer):
    """What lies at a row and a column, counted from 0; `count` in all, of which `items` are the first."""

    row: int
    column: int
    count: int
    items: list[GridItemAnswer]


class GridAnswer(Answer):
    """A grid: `axes` are all that vary, `x` goes across and `y` down; cells with nothing in them are left out."""

    order_id: UUID | None
    order_number: int | None
    project_id: UUID | None
    title: str
    q: str
    axes: list[AxisAnswer]
    x: str
    y: str
    only: dict[str, int]
    count: int
    planned: int
    failed: int
    problems: list[SearchProblem]
    cells: list[GridCellAnswer]


class IntervalAnswer(Answer):
    low: float
    high: float


class ComparedAnswer(Answer):
    """A share with its 95 % interval (Wilson), the share of the others, and how much it is above that (Newcombe)."""

    count: int
    good: int
    share: float
    interval: IntervalAnswer
    other_share: float | None
    difference: IntervalAnswer
    chance: float


class FindingAnswer(Answer):
    """A value and what it tells; `few` when too few have it to say. `q` is the search with the value's `term` added."""

    about: About
    name: str
    value: str
    label: str
    compared: ComparedAnswer
    verdict: Verdict
    term: str
    q: str


class AnalysisAnswer(Answer):
    """Findings among `total` products of which `good` are, by kind; words are of so many `prompts`.

    Of each kind those come first that occur most among the good, then those with the clearest difference. `wider` is the
    search that was looked at: where `q` asks for what is good, the same without that.
    """

    by: By
    q: str
    wider: str
    total: int
    good: int
    prompts: int
    problems: list[SearchProblem]
    findings: list[FindingAnswer]
