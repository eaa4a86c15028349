"""Put an earlier order or product back into the form: the template as it was typed, or the values that made the product."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from uuid import UUID

from imagen.data.unit_of_work import UnitOfWorkFactory
from imagen.domain.errors import NotFound
from imagen.domain.expansion import literal
from imagen.domain.ordering import SeedPolicy
from imagen.domain.parameters import Role
from imagen.services.order_request import OrderRequest
from imagen.services.orders import OrderService
from imagen.services.writing import SPEC


class ReuseWhat(StrEnum):
    TEMPLATE = "template"
    VALUES = "values"


class ReuseService:
    """Turn what was made into what can be ordered again."""

    def __init__(self, units: UnitOfWorkFactory, orders: OrderService) -> None:
        self._units = units
        self._orders = orders

    def order(self, order_id: UUID) -> OrderRequest:
        """Give an order as it was typed, with a new draw of its random picks."""
        return replace(self._orders.request_of(order_id), seed=None, excluded=(), name="")

    def product(self, product_id: UUID, what: ReuseWhat, *, keep_seed: bool) -> OrderRequest:
        """Give what made a product. Raises NotFound for a product that no generation made."""
        with self._units.reading() as reading:
            product = reading.products.get(product_id, deleted=True)
        if product.generation_id is None:
            raise NotFound("This product was imported, so no order made it.", "Use it as an input instead.")
        return self.generation(product.generation_id, what, keep_seed=keep_seed)

    def generation(self, generation_id: UUID, what: ReuseWhat, *, keep_seed: bool) -> OrderRequest:
        """Give what a generation was made of, its values escaped so that expanding gives exactly them."""
        with self._units.reading() as reading:
            generation = reading.generations.get(generation_id, deleted=True)
            order = reading.orders.get(generation.order_id, deleted=True)
        spec = SPEC.validate_python(order.spec_used)
        seed = spec.with_role(Role.SEED)
        if what is ReuseWhat.TEMPLATE:
            request = self.order(order.id)
            return request if keep_seed or seed is None else _without(request, seed.name)
        values = dict(generation.generation_parameters)
        if seed is not None:
            values.pop(seed.name, None)
            returned = (generation.return_parameters or {}).get(
                seed.name, generation.generation_parameters.get(seed.name)
            )
            if keep_seed and returned is not None:
                values[seed.name] = returned
        return OrderRequest(
            model_key=order.model_key,
            parameters=literal(spec, values),
            project_id=order.project_id,
            seed_policy=SeedPolicy.AS_GIVEN,
        )


def _without(request: OrderRequest, name: str) -> OrderRequest:
    return replace(request, parameters={key: value for key, value in request.parameters.items() if key != name})
