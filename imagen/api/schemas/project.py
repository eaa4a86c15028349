"""Projects."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

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


class ProjectAnswer(Answer):
    """A project; `active_at` is when it was last worked in, `newest` holds up to four products."""

    id: UUID
    name: str
    description: str
    status: ProjectStatus
    order_count: int
    product_count: int
    running: int
    waiting: int
    spending_limit: ExactInt | None
    newest: list[ProductAnswer]
    created_at: Moment
    active_at: Moment
