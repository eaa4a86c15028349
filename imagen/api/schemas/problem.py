"""How what went wrong is told (RFC 9457)."""

from __future__ import annotations

from pydantic import BaseModel


class FieldProblemAnswer(BaseModel):
    """One thing wrong with one field; `start` and `end` count code points in the field's text."""

    field: str
    message: str
    kind: str
    start: int | None = None
    end: int | None = None
    suggestion: str | None = None


class ProblemAnswer(BaseModel):
    """What happened, where, and what to do."""

    title: str
    status: int
    detail: str
    code: str | None = None
    errors: list[FieldProblemAnswer] | None = None
