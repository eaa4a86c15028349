"""The living grid: an order, or what a search finds, laid out by any two of its choices; and what its holes need."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from uuid import UUID

from imagen.data.models import Order
from imagen.data.repositories import Repositories
from imagen.domain.errors import InvalidInput, InvalidTransition, NotFound
from imagen.domain.expansion.outcome import Choice
from imagen.services.axes_of_orders import chosen_axes, order_axes, order_grid, placed
from imagen.services.axes_of_searches import search_edges, search_grid
from imagen.services.axes_views import GridCell, GridView, Laid
from imagen.services.choice_axes import option_of
from imagen.services.gallery_searching import Searches, question
from imagen.services.gallery_views import Asked
from imagen.services.generations import GenerationService
from imagen.services.in_flight import InFlight
from imagen.services.missing_orders import MissingOrders
from imagen.services.model_names import ModelNames
from imagen.services.order_request import OrderRequest, request_of
from imagen.services.plans import PlanService

MOST_LOOKED_THROUGH = 500
MOST_OF_ORDER = 20_000


class AxesService:
    """Everything a person does with a grid of choices."""

    def __init__(
        self,
        searches: Searches,
        plans: PlanService,
        generations: GenerationService,
        missing: MissingOrders,
        names: ModelNames,
        in_flight: InFlight,
    ) -> None:
        self._searches = searches
        self._plans = plans
        self._generations = generations
        self._missing = missing
        self._names = names
        self._in_flight = in_flight

    def find(self, order: str) -> UUID:
        """Give the order of this number or id. Raises NotFound."""
        with self._searches.as_it_is() as opened:
            reading = opened.reading
            with suppress(ValueError):
                return reading.orders.get(UUID(order)).id if not order.isdigit() else _numbered(reading, int(order))
        raise NotFound(f"There is no order {order[:40]}.", "Look at the number of the order again.")

    def grid(self, laid: Laid, most: int | None = None) -> GridView:
        """Show a grid with up to so many items in each cell, the fewer the more cells there are where that is not said.

        Raises NotFound for an order that is not there.
        """
        if laid.order_id is not None:
            with self._searches.as_it_is() as opened:
                order = opened.reading.orders.get(laid.order_id)
                return order_grid(opened.reading, order, laid, self._in_flight, most)
        with self._searches.fresh() as opened:
            about = question(opened.repository, Asked(laid.q))
            return search_grid(opened, about.search, laid, self._names, about.problems, most)

    def cell(self, laid: Laid, row: int, column: int) -> GridCell | None:
        """Give one cell with all that can be looked through in it."""
        cells = self.grid(laid, MOST_LOOKED_THROUGH).cells
        return next((cell for cell in cells if (cell.row, cell.column) == (row, column)), None)

    def failed(self, laid: Laid, row: int | None = None, column: int | None = None) -> list[UUID]:
        """Give the generations of an order that failed or were cancelled in a cell, a row, a column or all of a grid."""
        if laid.order_id is None:
            return []
        with self._searches.as_it_is() as opened:
            order = opened.reading.orders.get(laid.order_id)
            x, y = chosen_axes(order_axes(order), laid)
            return [
                UUID(one.generation.id)
                for one in placed(opened.reading, order, x, y, laid.only)
                if one.kind in ("failed", "cancelled") and row in (None, one.row) and column in (None, one.column)
            ]

    def retry(self, laid: Laid, row: int | None = None, column: int | None = None) -> int:
        """Put what failed back into the queue, and give how many that were; what may still bring a result is left."""
        retried = 0
        for generation_id in self.failed(laid, row, column):
            with suppress(InvalidTransition):
                self._generations.retry(generation_id)
                retried += 1
        return retried

    def missing(self, laid: Laid, row: int | None = None, column: int | None = None) -> OrderRequest:
        """Give the order that would fill the cells in which nothing was ever ordered: of a row, a column or all of a grid.

        Raises InvalidInput where nothing is missing, or where one order cannot make it.
        """
        if laid.order_id is not None:
            return self._missing_of_order(laid, row, column)
        with self._searches.fresh() as opened:
            about = question(opened.repository, Asked(laid.q))
            edges = search_edges(opened, about.search, self._names)
            view = search_grid(opened, about.search, laid, self._names, about.problems, 1)
        return self._missing.of_search(view, edges, row, column)

    def _missing_of_order(self, laid: Laid, row: int | None, column: int | None) -> OrderRequest:
        assert laid.order_id is not None
        with self._searches.as_it_is() as opened:
            order = opened.reading.orders.get(laid.order_id)
            x, y = chosen_axes(order_axes(order), laid)
            made = {int(index) for index in opened.reading.order_cells.indices(order.id)}
            request = replace(request_of(order), sample=None, excluded=(), name="", one_of_each_first=False)
        expansion = self._plans.check(request).expansion
        if not expansion.ok or expansion.count > MOST_OF_ORDER:
            raise InvalidInput(
                f"This order has {expansion.count:,} combinations, too many to look for those that are missing."
                if expansion.ok
                else "What was ordered cannot be ordered again as it was: its choices have changed.",
                "Open it on the Order page instead.",
            )
        wanted = [
            expanded.index
            for expanded in expansion.between(0, expansion.count)
            if expanded.index not in made
            and _is_at(expanded.choices, expanded.repeat, y, row)
            and _is_at(expanded.choices, expanded.repeat, x, column)
            and all(_is_at(expanded.choices, expanded.repeat, key, option) for key, option in laid.only.items())
        ]
        if not wanted:
            raise InvalidInput("Nothing is missing here: every combination was ordered.")
        left = set(wanted)
        return replace(request, excluded=tuple(index for index in range(expansion.count) if index not in left))


def _is_at(choices: Sequence[Choice], repeat: int, key: str, wanted: int | None) -> bool:
    if wanted is None or not key:
        return True
    return option_of([{"key": choice.key, "option": choice.option} for choice in choices], repeat, key) == wanted


def _numbered(reading: Repositories, number: int) -> UUID:
    found: Order | None = reading.orders.numbered(number)
    if found is None:
        raise NotFound(f"There is no order {number}.", "Look at the number of the order again.")
    return found.id
