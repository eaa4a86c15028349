"""Orders as production lists them, and their generations with what they differ in."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from imagen.api.schemas.base import Answer, Body, StrictBool
from imagen.api.schemas.generation import GenerationAnswer
from imagen.api.schemas.order import OrderAnswer
from imagen.services.production import GenerationsPage


class CancelBody(Body):
    """What of an order is cancelled: all that is not made yet, or all but what is being made now."""

    keep_running: StrictBool = False


class RetryBody(Body):
    """What of an order is tried again: all that failed or was cancelled, or only what failed."""

    only_failed: StrictBool = False


class RetriedAnswer(Answer):
    """How many generations of how many orders were put back into the queue."""

    orders: int
    generations: int


class ListedOrder(OrderAnswer):
    """An order in a list; `waits` says why nothing of it is being made now, empty when something is or it has ended."""

    waits: str


class OrderListing(Answer):
    """A page of orders; `cursor` leads to the next one, null at the end."""

    items: list[ListedOrder]
    total: int
    page: int
    limit: int
    cursor: str | None


class OrderCounts(Answer):
    """How many orders each choice of what to show would list."""

    all: int
    active: int
    done: int
    failed: int
    attention: int


class DifferenceAnswer(Answer):
    """A choice in which the generations of an order differ."""

    parameter: str
    name: str
    kind: str
    labels: list[str]


class DifferingGeneration(GenerationAnswer):
    """A generation with its value of each difference, null where the choice was not met; times are in milliseconds."""

    values: list[str | None]
    seed_returned: Annotated[str | None, Field(description="The seed that came back.")]
    waited_ms: int | None
    ran_ms: int | None
    fetched_ms: int | None


class OrderGenerations(Answer):
    """A part of an order's generations; `total` counts all that are asked for."""

    differences: list[DifferenceAnswer]
    items: list[DifferingGeneration]
    total: int
    offset: int

    @classmethod
    def of(cls, page: GenerationsPage) -> OrderGenerations:
        """Show a part of the list."""
        items = [
            {
                **vars(row.generation),
                "values": row.values,
                "seed_returned": row.seed or None,
                "waited_ms": row.waited,
                "ran_ms": row.ran,
                "fetched_ms": row.stored,
            }
            for row in page.rows
        ]
        shown = {"differences": page.differences, "items": items, "total": page.total, "offset": page.offset}
        return cls.model_validate(shown)
