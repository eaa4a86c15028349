"""Write an order's generations: the first chunk with the order itself, the rest in the background."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from imagen.data.models import Order
from imagen.data.models.base import now
from imagen.data.unit_of_work import UnitOfWork, UnitOfWorkFactory
from imagen.domain.events import OrderChanged
from imagen.domain.expansion import Choice, Expanded, Lookups, plan
from imagen.domain.ids import new_id
from imagen.domain.lifecycle import ENDED_ORDERS, GenerationStatus
from imagen.domain.parameter_sets import product_ids
from imagen.domain.parameters import ParameterSetSpec, Role
from imagen.services.order_request import request_of
from imagen.services.order_status import refresh_order
from imagen.services.selection import Selection, select

FIRST_CHUNK = 64
CHUNK = 500

SPEC = TypeAdapter(ParameterSetSpec)


class Writing:
    """Write on where an order's generations end, however often it was interrupted."""

    def __init__(self, units: UnitOfWorkFactory) -> None:
        self._units = units

    def write_on(self, order_id: UUID, selection: Selection | None = None) -> None:
        """Write all that is missing, a chunk a transaction, so that others get their turn between."""
        chosen = selection
        while True:
            with self._units(durable=False) as unit:
                order = unit.orders.get(order_id, deleted=True)
                if order.written >= order.planned or order.status in ENDED_ORDERS:
                    return
                if chosen is None:
                    chosen = selection_of(order)
                write_chunk(unit, order, chosen, CHUNK)
                if order.written >= order.planned:
                    refresh_order(unit, order.id)
                unit.record(OrderChanged(order.id, order.project_id, order.status))
                unit.commit()


def selection_of(order: Order) -> Selection:
    """Make an order's selection again from what was stored with it, whatever has changed since."""
    spec = SPEC.validate_python(order.spec_used)
    lookups = Lookups.of({name: str(values) for name, values in order.lookups_used.items()})
    expansion = plan(spec, order.base_parameters, lookups, seed=order.expansion_seed, repeats=order.repeats)
    return select(spec, expansion, request_of(order))


def write_chunk(unit: UnitOfWork, order: Order, selection: Selection, size: int) -> None:
    """Insert the next generations of an order."""
    start = order.written
    rows: list[dict[str, Any]] = []
    prompts: list[str] = []
    inputs: list[dict[str, Any]] = []
    for place, (expanded, parameters) in enumerate(selection.between(start, start + size)):
        row = _row(order, start + place, expanded, parameters)
        rows.append(row)
        prompts.append(_searchable(selection.spec, parameters))
        inputs += _input_rows(selection.spec, row["id"], parameters)
    unit.generations.write_chunk(rows, prompts, inputs)
    order.written = start + len(rows)
    unit.session.add(order)


def _row(order: Order, position: int, expanded: Expanded, parameters: dict[str, Any]) -> dict[str, Any]:
    at = now()
    return {
        "id": new_id(),
        "created_at": at,
        "updated_at": at,
        "order_id": order.id,
        "provider": order.provider,
        "position": position,
        "expansion_index": str(expanded.index),
        "repeat": expanded.repeat,
        "status": GenerationStatus.PENDING,
        "generation_parameters": parameters,
        "choices": [choice_json(choice) for choice in expanded.choices],
        "model_used": order.model_key,
        "notes": "",
    }


def choice_json(choice: Choice) -> dict[str, Any]:
    """Keep of a choice what pages show and compare by."""
    return {
        "key": choice.key,
        "parameter": choice.parameter,
        "name": choice.name,
        "option": choice.option,
        "text": choice.text,
    }


def _searchable(spec: ParameterSetSpec, parameters: dict[str, Any]) -> str:
    prompt = spec.with_role(Role.PROMPT)
    return str(parameters.get(prompt.name, "")) if prompt else ""


def _input_rows(spec: ParameterSetSpec, generation_id: UUID, parameters: dict[str, Any]) -> Iterable[dict[str, Any]]:
    counted: dict[str, int] = {}
    for parameter, product_id in product_ids(spec, parameters):
        at = now()
        yield {
            "id": new_id(),
            "created_at": at,
            "updated_at": at,
            "generation_id": generation_id,
            "product_id": UUID(product_id),
            "parameter": parameter,
            "order_index": counted.setdefault(parameter, 0),
        }
        counted[parameter] += 1
