"""Rows for tests of the data layer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from imagen.data.models import Order
from imagen.data.models.base import now
from imagen.data.unit_of_work import UnitOfWork
from imagen.domain.ids import new_id
from imagen.domain.lifecycle import GenerationStatus


def add_order(unit: UnitOfWork, prompts: Sequence[str], **fields: Any) -> Order:
    """Add an order with a generation for each prompt."""
    number = unit.orders.next_number()
    given = {"model_key": "made:up", "provider": "made", "rank": float(number), "expansion_seed": 1, **fields}
    order = Order(number=number, planned=len(prompts), written=len(prompts), **given)
    unit.orders.add(order)
    unit.session.flush()
    unit.generations.write_chunk([_row(order, place, prompt) for place, prompt in enumerate(prompts)], prompts, [])
    return order


def _row(order: Order, position: int, prompt: str) -> dict[str, Any]:
    at = now()
    return {
        "id": new_id(),
        "created_at": at,
        "updated_at": at,
        "order_id": order.id,
        "provider": order.provider,
        "position": position,
        "expansion_index": str(position),
        "repeat": 0,
        "status": GenerationStatus.PENDING,
        "generation_parameters": {"prompt": prompt},
        "choices": [],
        "model_used": order.model_key,
        "notes": "",
    }
