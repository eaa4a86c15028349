"""The queue as a whole."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import Field

from imagen.api.schemas.base import Answer, Body
from imagen.api.schemas.model import ProviderAnswer
from imagen.api.schemas.order import OrderAnswer


class HoldBody(Body):
    """What is held or let go: the whole queue, or one provider."""

    provider: Annotated[str, Field(max_length=100)] | None = None


class MoveBody(Body):
    """An order and the one it is to be made before; null puts it behind all others of its class."""

    order_id: UUID
    before: UUID | None = None


class QueueAnswer(Answer):
    """What runs and what waits; `orders` are the active ones in the order of production."""

    paused: bool
    paused_reason: str
    running: int
    waiting: int
    attention: int
    orders: list[OrderAnswer]
    providers: list[ProviderAnswer]
