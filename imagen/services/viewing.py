"""Look at single products closely: what is known of one, where it comes from, and in what some of them differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from imagen.data.models import Generation, Order, Product
from imagen.data.repositories import Repositories
from imagen.data.unit_of_work import UnitOfWorkFactory
from imagen.domain.errors import NotFound
from imagen.domain.product import ProductState
from imagen.media.store import MediaStore
from imagen.services.origins import origin_of, record_of
from imagen.services.presentation import product_view, prompt_of
from imagen.services.views import InputView, ProductView

_MOST_SHOWN = 24
_SEED = "seed"


@dataclass(frozen=True)
class NamedThing:
    """A tag, a collection, a project or an order that a product belongs to; `color` only where it has one."""

    id: UUID
    name: str
    color: str = ""


@dataclass(frozen=True)
class Lineage:
    """Where a product comes from and what became of it; `used_in` are the newest of `used_in_count`."""

    made_from: ProductView | None = None
    inputs: tuple[InputView, ...] = ()
    siblings: tuple[ProductView, ...] = ()
    edited_into: tuple[ProductView, ...] = ()
    used_in: tuple[ProductView, ...] = ()
    used_in_count: int = 0


@dataclass(frozen=True)
class ShownProduct:
    """What it takes to show a product large; `is_missing` when its file has vanished."""

    product: ProductView
    title: str
    rating: int | None
    is_missing: bool


@dataclass(frozen=True)
class ViewedProduct:
    """All that is known of a product; `parameters` are those it was made with in the end, `rating` is 0 to 4.

    `facts` is what else was read from an imported file. `order` and `project` are named as people know them.
    """

    shown: ShownProduct
    prompt: str
    negative_prompt: str
    model: str
    parameters: Mapping[str, Any]
    notes: str
    rated_at: datetime | None
    tags: tuple[NamedThing, ...]
    collections: tuple[NamedThing, ...]
    project: NamedThing | None
    order: NamedThing | None
    order_number: int | None
    source_url: str | None
    lineage: Lineage
    labels: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def product(self) -> ProductView:
        return self.shown.product


@dataclass(frozen=True)
class Difference:
    """One thing in which products differ: what it is called, and its value for each of them, None where it has none."""

    name: str
    label: str
    values: tuple[Any, ...]


class ViewingService:
    """Reads for the viewer and for comparisons."""

    def __init__(self, units: UnitOfWorkFactory, store: MediaStore) -> None:
        self._units = units
        self._store = store

    def shown(self, product_ids: Sequence[UUID]) -> list[ShownProduct]:
        """Give products as they are shown large, in this order; those that are gone for good are left out."""
        with self._units.reading() as reading:
            found = {product.id: product for product in reading.products.many(product_ids)}
            products = [found[product_id] for product_id in product_ids if product_id in found]
            generations = reading.lineage.generations_of(products)
            return [self._shown(reading, product, generations) for product in products]

    def view(self, product_id: UUID) -> ViewedProduct:
        """Give all that is known of a product, also of one in the Bin. Raises NotFound."""
        with self._units.reading() as reading:
            product = reading.products.get(product_id, deleted=True)
            generation, order = origin_of(reading, product)
            project = reading.projects.find(product.project_id) if product.project_id else None
            record = record_of(reading, product)
            return ViewedProduct(
                shown=self._shown(reading, product, {generation.id: generation} if generation else {}),
                notes=product.notes,
                rated_at=product.rated_at,
                tags=tuple(NamedThing(tag.id, tag.name, tag.color) for tag in reading.lineage.tags_of(product.id)),
                collections=tuple(NamedThing(one.id, one.name) for one in reading.lineage.collections_of(product.id)),
                project=NamedThing(project.id, project.name) if project is not None else None,
                order=NamedThing(order.id, order.name) if order is not None else None,
                order_number=order.number if order is not None else None,
                source_url=product.source_url,
                lineage=_lineage(reading, product),
                labels=_labels(order),
                facts=dict(product.details or {}),
                prompt=record.prompt,
                negative_prompt=record.negative_prompt,
                model=record.model,
                parameters=record.parameters,
            )

    def of_order(self, number: int) -> Sequence[UUID]:
        """List the products of an order as it made them, from its first generation on. Raises NotFound."""
        with self._units.reading() as reading:
            order = reading.orders.numbered(number)
            if order is None:
                raise NotFound(f"There is no order {number}.", "Look at the number of the order again.")
            query = (
                select(Product.id)
                .join(Generation, col(Generation.id) == Product.generation_id)
                .where(Product.order_id == order.id, col(Product.deleted_at).is_(None))
                .order_by(col(Generation.position), col(Product.output_index))
            )
            return list(reading.session.exec(query))

    def origin(self, product_id: UUID) -> UUID | None:
        """Find the generation that made a product, or made what it was edited from; None when none did."""
        with self._units.reading() as reading:
            generation, _ = origin_of(reading, reading.products.get(product_id, deleted=True), edited=True)
            return generation.id if generation is not None else None

    def differences(self, product_ids: Sequence[UUID]) -> list[Difference]:
        """List in what products differ: model, words, parameters, size; what is the same for all of them is left out."""
        return differences([self.view(product_id) for product_id in product_ids])

    def _shown(self, reading: Repositories, product: Product, generations: Mapping[UUID, Generation]) -> ShownProduct:
        generation = generations.get(product.generation_id) if product.generation_id is not None else None
        title = product.prompt or ""
        if generation is not None:
            title = prompt_of(reading.orders.find(generation.order_id), generation.generation_parameters)
        is_missing = product.state is ProductState.MISSING or (
            product.state is not ProductState.BLOCKED and not self._store.exists(product.path)
        )
        return ShownProduct(product_view(product), title or product.name, product.rating, is_missing)


def differences(viewed: Sequence[ViewedProduct]) -> list[Difference]:
    """List in what products differ, the seed last of the parameters, since it nearly always does."""
    labels = {name: label for one in viewed for name, label in one.labels.items()}
    rows = [
        Difference("model", "Model", tuple(one.model or None for one in viewed)),
        Difference("prompt", "Prompt", tuple(one.prompt or None for one in viewed)),
        Difference("negative_prompt", "Negative prompt", tuple(one.negative_prompt or None for one in viewed)),
    ]
    names = dict.fromkeys(
        name for one in viewed for name in one.parameters if name not in {"prompt", "negative_prompt"}
    )
    prompts = {name for one in viewed for name, value in one.parameters.items() if value == one.prompt}
    for name in sorted(names, key=lambda name: name == _SEED):
        if name not in prompts:
            label = labels.get(name, name.replace("_", " ").capitalize())
            rows.append(Difference(name, label, tuple(one.parameters.get(name) for one in viewed)))
    rows.append(Difference("size", "Size", tuple(_size(one.product) for one in viewed)))
    return [row for row in rows if any(value != row.values[0] for value in row.values)]


def _size(product: ProductView) -> str | None:
    return f"{product.width} × {product.height}" if product.width and product.height else None


def _labels(order: Order | None) -> dict[str, str]:
    specs: Sequence[Mapping[str, Any]] = order.spec_used.get("parameters", []) if order else []
    return {str(spec["name"]): str(spec["label"]) for spec in specs if spec.get("label")}


def _lineage(reading: Repositories, product: Product) -> Lineage:
    source = _find(reading, product.made_from_id)
    used_in, count = reading.lineage.used_in(product.id, _MOST_SHOWN)
    inputs = reading.products.inputs_of(product.generation_id) if product.generation_id is not None else ()
    return Lineage(
        made_from=product_view(source) if source is not None else None,
        inputs=tuple(InputView(link.parameter, link.order_index, product_view(one)) for link, one in inputs),
        siblings=tuple(product_view(one) for one in reading.lineage.siblings(product)),
        edited_into=tuple(product_view(one) for one in reading.lineage.edited_into(product.id, _MOST_SHOWN)),
        used_in=tuple(product_view(one) for one in used_in),
        used_in_count=count,
    )


def _find(reading: Repositories, product_id: UUID | None) -> Product | None:
    if product_id is None:
        return None
    try:
        return reading.products.get(product_id, deleted=True)
    except NotFound:
        return None
