"""Lay an order out by two of its choices, as it stands now."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from imagen.data.models import Order
from imagen.data.repositories import Repositories
from imagen.data.repositories.order_cells import GenerationWords, PlacedGeneration, PlacedProduct
from imagen.domain.attention import NEEDS_PERSON
from imagen.domain.lifecycle import GenerationStatus
from imagen.domain.product import ProductState
from imagen.media.store import thumbnail_url
from imagen.services.axes_views import Axis, GridCell, GridItem, GridView, Laid
from imagen.services.choice_axes import axes, default_axes, option_of
from imagen.services.in_flight import InFlight
from imagen.services.presentation import prompt_of

MOST_IN_CELL = 24
MOST_ITEMS = 2400
_PREVIEW = 200
_KINDS = {
    GenerationStatus.PENDING: "planned",
    GenerationStatus.GENERATING: "running",
    GenerationStatus.COMPLETE: "gone",
    GenerationStatus.FAILED: "failed",
    GenerationStatus.CANCELLED: "cancelled",
}
_UNFINISHED = ("planned", "running", "attention")


class Placed(NamedTuple):
    """A generation in its cell, with the options it took of all other axes."""

    row: int
    column: int
    options: Mapping[str, int | None]
    generation: PlacedGeneration

    @property
    def kind(self) -> str:
        """Tell how it stands."""
        if self.generation.waiting_for in NEEDS_PERSON:
            return "attention"
        return _KINDS[GenerationStatus(self.generation.status)]


def order_axes(order: Order) -> tuple[Axis, ...]:
    """Give the choices of an order that can be axes."""
    return tuple(
        Axis(axis["key"], axis["label"], tuple(axis["choices"]), _options(order, axis["key"]) - len(axis["choices"]))
        for axis in axes(order.factors)
    )


def chosen_axes(found: Sequence[Axis], laid: Laid) -> tuple[str, str]:
    """Give the axes that are asked for as (x, y); where one is not said or not there any more, those with most options."""
    down, across = default_axes([{"key": axis.key, "choices": axis.choices} for axis in found])
    known = {axis.key for axis in found} | {""}
    x = laid.x if laid.x in known else None
    y = laid.y if laid.y in known else None
    if x is None and y is None:
        return across, down
    free = [key for key in (across, down, *(axis.key for axis in found)) if key not in (x, y)]
    rest = free[0] if free else ""
    return (x if x is not None else rest), (y if y is not None and y != x else rest if y is None else "")


def fitting(found: Sequence[Axis], x: str, y: str) -> int:
    """Give how many items of each cell are sent at once, so that a large grid is no larger a message than a small one."""
    cells = 1
    for axis in found:
        cells *= len(axis.choices) if axis.key in (x, y) else 1
    return max(1, min(MOST_IN_CELL, MOST_ITEMS // cells))


def placed(reading: Repositories, order: Order, x: str, y: str, only: Mapping[str, int]) -> Iterator[Placed]:
    """Give the generations of an order that lie in the grid, in the order of production."""
    keys = [axis["key"] for axis in axes(order.factors)]
    for generation in reading.order_cells.generations(order.id):
        choices = json.loads(generation.choices)
        taken = {key: option_of(choices, generation.repeat, key) for key in keys}
        row, column = taken.get(y, 0), taken.get(x, 0)
        if row is None or column is None or any(taken.get(key) != option for key, option in only.items()):
            continue
        yield Placed(row, column, {key: taken[key] for key in keys if key not in (x, y)}, generation)


def order_grid(reading: Repositories, order: Order, laid: Laid, in_flight: InFlight, most: int | None) -> GridView:
    """Show a grid with up to so many items in each cell."""
    found = order_axes(order)
    x, y = chosen_axes(found, laid)
    most = most or fitting(found, x, y)
    only = {axis.key: laid.only[axis.key] for axis in found if axis.key in laid.only and axis.key not in (x, y)}
    products = reading.order_cells.products(order.id)
    cells: dict[tuple[int, int], list[tuple[Placed, PlacedProduct | None]]] = {}
    count, kinds = 0, {"planned": 0, "failed": 0}
    for one in placed(reading, order, x, y, only):
        made = products.get(one.generation.id, [])
        count += len(made)
        kind = one.kind
        cells.setdefault((one.row, one.column), []).extend((one, product) for product in made or (None,))
        if not made:
            kinds["planned"] += kind in _UNFINISHED
            kinds["failed"] += kind in ("failed", "cancelled")
    shown = {place: items[:most] for place, items in cells.items()}
    ids = list(dict.fromkeys(one.generation.id for items in shown.values() for one, _ in items))
    words = reading.order_cells.words(ids, _PREVIEW)
    return GridView(
        order.id,
        order.number,
        order.project_id,
        order.name or prompt_of(order, order.base_parameters)[:_PREVIEW] or order.model_key,
        "",
        found,
        x,
        y,
        only,
        tuple(
            GridCell(row, column, len(cells[row, column]), tuple(_item(*one, words, in_flight) for one in items))
            for (row, column), items in shown.items()
        ),
        count,
        kinds["planned"],
        kinds["failed"],
    )


def _item(
    one: Placed, product: PlacedProduct | None, words: Mapping[str, GenerationWords], in_flight: InFlight
) -> GridItem:
    told = words[one.generation.id]
    generation_id = UUID(one.generation.id)
    if product is not None:
        blocked = product.state == ProductState.BLOCKED
        return GridItem(
            UUID(product.id),
            "blocked" if blocked else "product",
            generation_id,
            told.prompt or "",
            None if blocked else thumbnail_url(product.sha256, "small"),
            None if blocked else product.placeholder,
            product.type,
            bool(product.liked),
            product.rating,
            options=one.options,
        )
    return GridItem(
        generation_id,
        one.kind,
        generation_id,
        told.prompt or "",
        error=told.error or told.note,
        progress=in_flight.progress_of(generation_id),
        note=in_flight.words_of(generation_id),
        options=one.options,
    )


def _options(order: Order, key: str) -> int:
    """Count the options of a choice, also those that were not kept with the order."""
    factor: Mapping[str, Any] = next(factor for factor in order.factors if str(factor["key"]) == key)
    return max(int(factor.get("options") or 0), len(factor["labels"]))
