"""Projects."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, field_validator

from imagen.api.schemas.base import Answer, Body, ExactInt, MicroDollars, Moment
from imagen.api.schemas.product import ProductAnswer
from imagen.domain.project import ProjectStatus

_Name = Annotated[str, Field(max_length=1000)]
_Description = Annotated[str, Field(max_length=20_000)]


class ProjectChoice(StrEnum):
    """Which projects are listed."""

    ACTIVE = "active"
    ARCHIVED = "archived"
    ALL = "all"


class ProjectBody(Body):
    """A new project."""

    name: _Name
    description: _Description = ""


class ProjectChange(Body):
    """What changes; what is left out stays. `spending_limit` is in micro-dollars; null takes it away."""

    name: _Name | None = None
    description: _Description | None = None
    spending_limit: MicroDollars | None = None


class DayAnswer(Answer):
    """How many products of one day are there."""

    day: date
    count: int


class FiguresAnswer(Answer):
    """What there is, what goes on and what it cost.

    `active_at` is when it was last worked in; `newest` holds up to four products. Of generations, `waiting` have their turn
    before them, `attention` need a person, and `failed` can be tried again; `held` orders wait for a limit of spending.
    Amounts are in micro-dollars with what is on the way, Buzz in millionths; months and the thirty `days` are those where
    the server stands. `search` finds the products in the Gallery.
    """

    order_count: int
    product_count: int
    liked_count: int
    running: int
    waiting: int
    held: int
    attention: int
    failed: int
    spent: ExactInt
    spent_this_month: ExactInt
    buzz: ExactInt
    buzz_this_month: ExactInt
    days: list[DayAnswer]
    newest: list[ProductAnswer]
    search: str

    @field_validator("days", mode="before")
    @classmethod
    def _named(cls, days: Sequence[Any]) -> list[Any]:
        return [{"day": one[0], "count": one[1]} if isinstance(one, tuple) else one for one in days]


class ProjectAnswer(FiguresAnswer):
    """A project with its figures."""

    id: UUID
    name: str
    description: str
    status: ProjectStatus
    spending_limit: ExactInt | None
    created_at: Moment
    active_at: Moment


class WithoutProjectAnswer(FiguresAnswer):
    """The work without a project; `active_at` is null where there was none."""

    active_at: Moment | None
