"""How a product was made, as a record that may leave with its file: of its generation, of its own file, or of what was edited."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from imagen import __version__
from imagen.data.models import Generation, Order, Product
from imagen.data.repositories import Repositories
from imagen.domain.digital_source import source_type_of
from imagen.domain.errors import NotFound
from imagen.domain.file_parameters import DigitalSourceType, FileParameters
from imagen.domain.parameters import Role
from imagen.domain.product import ProductOrigin
from imagen.domain.recorded_parameters import recorded
from imagen.media.metadata import ReadMetadata, read_metadata
from imagen.media.store import MediaStore
from imagen.services.imported_product import sidecar_record
from imagen.services.writing import SPEC

OWN_RENDERERS = frozenset({"sketch"})
"""Providers that draw by themselves and learned from no pictures."""

_DEEPEST = 8  # of what was edited, made of, and edited again


@dataclass(frozen=True)
class ProductRecord:
    """The record, none where nobody knows how it was made, and how the product came about in IPTC's words."""

    parameters: FileParameters | None
    source_type: DigitalSourceType | None


class ProductRecords:
    """Finds records in one reading of the database; what several products share is read once."""

    def __init__(self, reading: Repositories, store: MediaStore) -> None:
        self._reading = reading
        self._store = store
        self._orders: dict[UUID, Order] = {}
        self._types: dict[UUID, DigitalSourceType | None] = {}

    def of(self, product: Product) -> ProductRecord:
        """Give a product's record."""
        notes = self._notes(product) if product.origin is ProductOrigin.IMPORTED else None
        return ProductRecord(self._parameters(product, notes), self._source_type(product, notes))

    def order(self, order_id: UUID) -> Order:
        """Give an order, deleted or not."""
        if order_id not in self._orders:
            self._orders[order_id] = self._reading.orders.get(order_id, deleted=True)
        return self._orders[order_id]

    def _parameters(self, product: Product, notes: ReadMetadata | None, depth: int = 0) -> FileParameters | None:
        if product.generation_id is not None:
            generation = self._reading.generations.get(product.generation_id, deleted=True)
            return self._of_generation(product, generation)
        if product.made_from_id is not None and depth < _DEEPEST:
            source = self._reading.products.find(product.made_from_id)
            if source is not None:
                found = self._parameters(source, None, depth + 1)
                return found and replace(found, width=product.width, height=product.height)
        notes = notes or self._notes(product)
        return sidecar_record(product) or notes.parameters or _of_columns(product)

    def _of_generation(self, product: Product, generation: Generation) -> FileParameters:
        order = self.order(generation.order_id)
        spec = SPEC.validate_python(order.spec_used)
        seed = spec.with_role(Role.SEED)
        returned = (generation.return_parameters or {}).get(seed.name) if seed else None
        return recorded(
            spec,
            generation.generation_parameters,
            model_key=order.model_key,
            model=generation.model_used.partition(":")[2] or generation.model_used,
            version=__version__,
            seed=returned if isinstance(returned, int) and not isinstance(returned, bool) else None,
            size=(product.width, product.height) if product.width and product.height else None,
        )

    def _notes(self, product: Product) -> ReadMetadata:
        try:
            return read_metadata(self._store.path_of(product.path))
        except NotFound:
            return ReadMetadata()

    def _source_type(
        self, product: Product, notes: ReadMetadata | None = None, depth: int = 0
    ) -> DigitalSourceType | None:
        if product.id not in self._types:
            self._types[product.id] = self._found_type(product, notes, depth)
        return self._types[product.id]

    def _found_type(self, product: Product, notes: ReadMetadata | None, depth: int) -> DigitalSourceType | None:
        if product.origin is ProductOrigin.IMPORTED:
            notes = notes or self._notes(product)
            return source_type_of(product.origin, told=notes.digital_source_type)
        sources: list[Product] = []
        if product.generation_id is not None:
            sources = [source for _, source in self._reading.products.inputs_of(product.generation_id)]
        elif product.made_from_id is not None and (source := self._reading.products.find(product.made_from_id)):
            sources = [source]
        made_from = [self._source_type(source, None, depth + 1) for source in sources] if depth < _DEEPEST else []
        own = product.order_id is not None and self.order(product.order_id).provider in OWN_RENDERERS
        return source_type_of(product.origin, made_from=made_from, by_trained_model=not own)


def _of_columns(product: Product) -> FileParameters | None:
    """Give what the database still knows of a file that is gone."""
    if product.prompt is None and not product.parameters:
        return None
    values = product.parameters or {}
    seed, steps = values.get("seed"), values.get("steps")
    return FileParameters(
        prompt=product.prompt or "",
        negative_prompt=product.negative_prompt or "",
        model=product.model_used or "",
        seed=seed if isinstance(seed, int) else None,
        steps=steps if isinstance(steps, int) else None,
        width=product.width,
        height=product.height,
        pairs=tuple(values.items()),
    )
