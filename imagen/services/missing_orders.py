"""What to order so that holes in a grid of what was found are filled: something beside them, with the values of the hole."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from imagen.data.unit_of_work import UnitOfWorkFactory
from imagen.domain.errors import InvalidInput
from imagen.domain.expansion import escape, escape_option
from imagen.services.axes_of_searches import FIGURE, MODEL, TOKEN, LaidEdge
from imagen.services.axes_views import GridView
from imagen.services.order_request import OrderRequest
from imagen.services.reuse import ReuseService, ReuseWhat


class MissingOrders:
    """Makes orders for holes from the products beside them."""

    def __init__(self, units: UnitOfWorkFactory, reuse: ReuseService) -> None:
        self._units = units
        self._reuse = reuse

    def of_search(
        self, view: GridView, edges: Mapping[str, LaidEdge], row: int | None, column: int | None
    ) -> OrderRequest:
        """Give the order for a hole, or for all holes of a row or a column. Raises InvalidInput where there is none."""
        if row is None and column is None:
            raise InvalidInput("Order what is missing row by row or column by column.")
        filled = {(cell.row, cell.column) for cell in view.cells}
        holes = [
            (down, across)
            for down in ([row] if row is not None else range(_size(edges, view.y)))
            for across in ([column] if column is not None else range(_size(edges, view.x)))
            if (down, across) not in filled
        ]
        if not holes:
            raise InvalidInput("Nothing is missing here.")
        product_id, at = self._beside(view, holes)
        request = self._reuse.product(product_id, ReuseWhat.VALUES, keep_seed=False)
        choices = self._choices_of(product_id)
        for key, place, wanted in (
            (view.y, at[0], sorted({down for down, _ in holes})),
            (view.x, at[1], sorted({across for _, across in holes})),
        ):
            if key and wanted != [place]:
                request = _with(request, key, [edges[key].values[option] for option in wanted], choices)
        return request

    def _beside(self, view: GridView, holes: Sequence[tuple[int, int]]) -> tuple[UUID, tuple[int, int]]:
        """Find a product to start from: of the same row or column where there is one."""
        rows, columns = {down for down, _ in holes}, {across for _, across in holes}
        cells = sorted(view.cells, key=lambda cell: (cell.row not in rows, cell.column not in columns))
        for cell in cells:
            for item in cell.items:
                if self._is_made(item.id):
                    return item.id, (cell.row, cell.column)
        raise InvalidInput("Nothing here was made by an order, so there is nothing to start from.")

    def _is_made(self, product_id: UUID) -> bool:
        with self._units.reading() as reading:
            product = reading.products.find(product_id)
        return product is not None and product.generation_id is not None

    def _choices_of(self, product_id: UUID) -> Sequence[Mapping[str, str]]:
        with self._units.reading() as reading:
            generation_id = reading.products.get(product_id).generation_id
            assert generation_id is not None
            return reading.generations.get(generation_id, deleted=True).choices


def _with(request: OrderRequest, key: str, values: Sequence[str], choices: Sequence[Mapping[str, str]]) -> OrderRequest:
    """Put the values of an axis into an order. Raises InvalidInput where it has no place for them."""
    if key == MODEL:
        if len(values) > 1:
            raise InvalidInput("An order is made by one model. Order what is missing one model at a time.")
        return replace(request, model_key=values[0])
    parameters = dict(request.parameters)
    if key.startswith(FIGURE):
        name = key.removeprefix(FIGURE)
        own = next((known for known in parameters if known.casefold() == name), name)
        parameters[own] = ",".join(values) if len(values) > 1 else _number(values[0])
        return replace(request, parameters=parameters)
    name = key.removeprefix(TOKEN)
    taken = next((choice for choice in choices if (choice["name"] or choice["parameter"]) == name), None)
    text = parameters.get(taken["parameter"]) if taken is not None else None
    old = escape(taken["text"]) if taken is not None else ""
    if taken is None or not isinstance(text, str) or not old or old not in text:
        raise InvalidInput(f"What stands beside it has no {name!r} that could be another.", "Order it by hand.")
    new = escape(values[0]) if len(values) == 1 else f"[{','.join(map(escape_option, values))}]"
    whole = re.compile(rf"(?<!\w){re.escape(old)}(?!\w)")
    parameters[taken["parameter"]] = (
        whole.sub(lambda _: new, text, count=1) if whole.search(text) else text.replace(old, new, 1)
    )
    return replace(request, parameters=parameters)


def _number(text: str) -> float:
    value = float(text)
    return int(value) if value.is_integer() else value


def _size(edges: Mapping[str, LaidEdge], key: str) -> int:
    return len(edges[key].axis.choices) if key else 1
