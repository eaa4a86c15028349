"""What a grid of two choices is asked for, and what lies in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from imagen.domain.search import Problem


@dataclass(frozen=True)
class Laid:
    """A grid as asked for: of an order, or of what a search finds; `x` goes across, `y` down, both keys of axes.

    An axis that is None is chosen, an empty one is none. `only` narrows other axes to one of their options each.
    """

    order_id: UUID | None = None
    q: str = ""
    x: str | None = None
    y: str | None = None
    only: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Axis:
    """What can be laid out along an edge: the labels of its options in order; `beyond` others are not shown."""

    key: str
    label: str
    choices: tuple[str, ...]
    beyond: int = 0


@dataclass(frozen=True, slots=True)
class GridItem:
    """A product in a cell, or a generation that has none; `kind` is "product", "blocked" or how the generation
    stands: "planned", "running", "attention", "failed", "cancelled", or "gone" when all it made lies in the Bin.

    `options` are those of all axes that are neither rows nor columns, by their keys.
    """

    id: UUID
    kind: str
    generation_id: UUID | None
    title: str = ""
    thumb: str | None = None
    placeholder: str | None = None
    type: str = "image"
    liked: bool = False
    rating: int | None = None
    error: str | None = None
    progress: float | None = None
    note: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GridCell:
    """What lies at a row and a column, counted from 0: `count` in all, of which the first ones are `items`.

    Cells in which nothing lies, nor ever will as it was ordered, are left out.
    """

    row: int
    column: int
    count: int
    items: tuple[GridItem, ...]


@dataclass(frozen=True)
class GridView:
    """A grid with all axes there are; `x` and `y` are the ones that it has, empty for none.

    `count` is how many products lie in it, `planned` and `failed` how many generations wait or run, and have failed.
    """

    order_id: UUID | None
    order_number: int | None
    project_id: UUID | None
    title: str
    q: str
    axes: tuple[Axis, ...]
    x: str
    y: str
    only: Mapping[str, int]
    cells: tuple[GridCell, ...]
    count: int
    planned: int = 0
    failed: int = 0
    problems: tuple[Problem, ...] = ()
