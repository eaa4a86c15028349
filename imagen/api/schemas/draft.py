"""The order form's drafts."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from imagen.api.schemas.base import Answer, Body, Whole


class DraftBody(Body):
    """`revision` is the one the change rests on; null overwrites."""

    state: dict[str, Any]
    revision: Annotated[Whole, Field(ge=0, lt=2**63)] | None = None
    editor: Annotated[str, Field(max_length=100)] = "api"


class DraftAnswer(Answer):
    """What stands in a project's order form; `revision` rises with every change."""

    project_id: UUID | None
    state: dict[str, Any]
    revision: int
