"""Put an earlier order or product back into the form: the template as it was typed, or the values that made the product."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from imagen.data.unit_of_work import UnitOfWorkFactory
from imagen.domain.errors import NotFound
from imagen.domain.expansion import literal
from imagen.domain.ordering import SeedPolicy
from imagen.domain.parameters import Role
from imagen.domain.reused_parameters import LeftOut, reuse
from imagen.media.store import MediaStore
from imagen.services.models import ModelService
from imagen.services.order_request import OrderRequest
from imagen.services.orders import OrderService
from imagen.services.origins import origin_of
from imagen.services.product_records import ProductRecords
from imagen.services.writing import SPEC


class ReuseWhat(StrEnum):
    TEMPLATE = "template"
    VALUES = "values"


class MakingUnknown(NotFound):
    """Nobody knows how a product was made: it can be an input, and no more."""


class Known(StrEnum):
    """What is known of a product's making: its generation, what its file says, or nothing."""

    GENERATION = "generation"
    FILE = "file"
    NOTHING = "nothing"


@dataclass(frozen=True)
class ReusedRequest:
    """An order of what a file says, and what the model has no place for."""

    request: OrderRequest
    left_out: tuple[LeftOut, ...]


class ReuseService:
    """Turn what was made into what can be ordered again."""

    def __init__(self, units: UnitOfWorkFactory, orders: OrderService, models: ModelService, store: MediaStore) -> None:
        self._units = units
        self._orders = orders
        self._models = models
        self._store = store

    def order(self, order_id: UUID) -> OrderRequest:
        """Give an order as it was typed, with a new draw of its random picks."""
        return replace(self._orders.request_of(order_id), seed=None, excluded=(), name="")

    def product(self, product_id: UUID, what: ReuseWhat, *, keep_seed: bool) -> OrderRequest:
        """Give what made a product, or what it was edited from. Raises NotFound where no generation did."""
        with self._units.reading() as reading:
            generation, _ = origin_of(reading, reading.products.get(product_id, deleted=True), edited=True)
        if generation is None:
            raise NotFound(
                "This product was imported, so no order made it.", "Choose a model that takes what its file says."
            )
        return self.generation(generation.id, what, keep_seed=keep_seed)

    def known(self, product_id: UUID) -> Known:
        """Tell what is known of how a product was made. Raises NotFound."""
        with self._units.reading() as reading:
            product = reading.products.get(product_id, deleted=True)
            if origin_of(reading, product, edited=True)[0] is not None:
                return Known.GENERATION
            record = ProductRecords(reading, self._store).of(product).parameters
        return Known.NOTHING if record is None else Known.FILE

    def on_model(self, product_id: UUID, model_key: str, *, keep_seed: bool = True) -> ReusedRequest:
        """Give what made a product, wherever that was, as an order of a model; its brackets are escaped.

        Raises NotFound, MakingUnknown where nobody knows how it was made, and ModelGone.
        """
        with self._units.reading() as reading:
            product = reading.products.get(product_id, deleted=True)
            record = ProductRecords(reading, self._store).of(product).parameters
        if record is None:
            raise MakingUnknown("This file does not say how it was made.", "Use it as an input instead.")
        spec = self._models.spec(model_key)
        found = reuse(record if keep_seed else replace(record, seed=None), spec)
        seed = spec.with_role(Role.SEED)
        parameters = {
            name: value for name, value in found.parameters.items() if keep_seed or seed is None or name != seed.name
        }
        request = OrderRequest(
            model_key=model_key,
            parameters=parameters,
            project_id=product.project_id,
            seed_policy=SeedPolicy.AS_GIVEN,
        )
        return ReusedRequest(request, found.left_out)

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
