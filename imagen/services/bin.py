"""The Bin: what was deleted, with what it was part of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from imagen.data.models import Generation, Order, Product
from imagen.data.repositories import Repositories
from imagen.services.presentation import product_view, prompt_of
from imagen.services.views import BinItem, Page

_PREVIEW = 300


def bin_page(reading: Repositories, page: int, limit: int) -> Page[BinItem]:
    """Give a page of the Bin, what was deleted last first."""
    rows = reading.products.in_bin(offset=(page - 1) * limit, limit=limit)
    return Page(_items(reading, rows), reading.products.count_in_bin(), page, limit)


def _items(reading: Repositories, products: Sequence[Product]) -> list[BinItem]:
    made_by = [product.generation_id for product in products if product.generation_id]
    generations = {generation.id: generation for generation in reading.generations.many(made_by)}
    orders = {order_id: reading.orders.find(order_id) for order_id in {one.order_id for one in generations.values()}}
    return [_item(reading, product, generations, orders) for product in products]


def _item(
    reading: Repositories,
    product: Product,
    generations: Mapping[UUID, Generation],
    orders: Mapping[UUID, Order | None],
) -> BinItem:
    generation = generations[product.generation_id] if product.generation_id else None
    prompt = prompt_of(orders[generation.order_id], generation.generation_parameters) if generation else ""
    project = reading.projects.find(product.project_id) if product.project_id else None
    assert product.deleted_at is not None
    return BinItem(
        product=product_view(product),
        title=prompt[:_PREVIEW] or product.name,
        model=generation.model_used if generation else None,
        project_id=project.id if project else None,
        project_name=project.name if project else None,
        project_is_deleted=project is not None and project.deleted_at is not None,
        deleted_at=product.deleted_at,
    )
