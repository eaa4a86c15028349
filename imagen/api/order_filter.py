"""Which orders are meant: the same query for the list, its counts, its export, and acts on all of it."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Depends

from imagen.api.listing import ShortText, Since, Until, Words
from imagen.domain.lifecycle import OrderStatus
from imagen.domain.production import Show
from imagen.services.production import ANY, Sought


def _wanted(
    show: Show = Show.ALL,
    project_id: UUID | Literal["none"] | None = None,
    model: ShortText = None,
    status: OrderStatus | None = None,
    q: Words = None,
    since: Since = None,
    until: Until = None,
) -> Sought:
    """Read a filter; `project_id` none means the orders without a project, `q` looks for words in names and prompts."""
    project = ANY if project_id is None else None if project_id == "none" else project_id
    return Sought(show, (q or "").strip(), model or None, project, status, since, until)


Wanted = Annotated[Sought, Depends(_wanted)]
