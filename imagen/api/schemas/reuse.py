"""What made a product, ready to be ordered again."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from imagen.api.schemas.base import Answer
from imagen.api.schemas.order import RequestAnswer


class LeftOutAnswer(Answer):
    """Something that a file says and the model has no place for, or does not take."""

    name: str
    value: Any
    reason: str


class ReuseAnswer(RequestAnswer):
    """What to order; the texts are escaped, so that brackets of others stay brackets."""

    left_out: list[LeftOutAnswer] = Field(default_factory=list)
