"""Show what lies in the Bin, each with what it was part of and what went with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from imagen.data.models import Generation, Order, Product
from imagen.data.repositories import Repositories
from imagen.domain.binning import BinKind
from imagen.services.keeping_views import BinItem
from imagen.services.naming import counted
from imagen.services.presentation import product_view, prompt_of
from imagen.services.views import ProductView

_PREVIEW = 300


@dataclass(frozen=True)
class _Words:
    """What is said of a thing."""

    title: str
    deleted_at: datetime | None
    detail: str = ""
    product: ProductView | None = None
    model: str | None = None
    project_id: UUID | None = None


def bin_items(reading: Repositories, found: Sequence[tuple[BinKind, UUID]]) -> list[BinItem]:
    """Show things that lie in the Bin, in the order in which they are named."""
    products = {one.id: one for one in reading.products.many([i for kind, i in found if kind is BinKind.PRODUCT])}
    made_by = [product.generation_id for product in products.values() if product.generation_id]
    generations = {generation.id: generation for generation in reading.generations.many(made_by)}
    items = []
    for kind, thing_id in found:
        product = products.get(thing_id)
        words = _product(reading, product, generations) if product else _thing(reading, kind, thing_id)
        items.append(_item(reading, kind, thing_id, words))
    return items


def _item(reading: Repositories, kind: BinKind, thing_id: UUID, words: _Words) -> BinItem:
    project = reading.projects.find(words.project_id) if words.project_id else None
    assert words.deleted_at is not None
    return BinItem(
        kind=kind,
        id=thing_id,
        title=words.title[:_PREVIEW],
        detail=words.detail,
        product=words.product,
        model=words.model,
        project_id=project.id if project else None,
        project_name=project.name if project else None,
        project_is_deleted=project is not None and project.deleted_at is not None,
        deleted_at=words.deleted_at,
    )


def _product(reading: Repositories, product: Product, generations: Mapping[UUID, Generation]) -> _Words:
    generation = generations.get(product.generation_id) if product.generation_id else None
    order = reading.orders.find(generation.order_id) if generation else None
    prompt = prompt_of(order, generation.generation_parameters) if generation else product.prompt or ""
    return _Words(
        title=prompt or product.name,
        deleted_at=product.deleted_at,
        detail=f"Order {order.number}" if order else "",
        product=product_view(product),
        model=generation.model_used if generation else product.model_used,
        project_id=product.project_id,
    )


def _thing(reading: Repositories, kind: BinKind, thing_id: UUID) -> _Words:
    return _TELLERS[kind](reading, thing_id)


def _order(reading: Repositories, order_id: UUID) -> _Words:
    order = reading.orders.get(order_id, deleted=True)
    with_it = reading.bin.with_order(order_id)
    newest = reading.products.find(max(with_it)) if with_it else None
    detail = f"Order {order.number}" + (f" · {counted(len(with_it), 'product')}" if with_it else "")
    product = product_view(newest) if newest else None
    return _Words(_title(order), order.deleted_at, detail, product, order.model_key, order.project_id)


def _template(reading: Repositories, template_id: UUID) -> _Words:
    row = reading.templates.get(template_id, deleted=True)
    prompt = prompt_of(row, row.base_parameters)
    return _Words(row.name, row.deleted_at, prompt[:_PREVIEW], None, row.model_key, row.project_id)


def _project(reading: Repositories, project_id: UUID) -> _Words:
    project = reading.projects.get(project_id, deleted=True)
    orders = reading.projects.order_counts([project_id]).get(project_id, 0)
    products = reading.projects.product_counts([project_id]).get(project_id, 0)
    parts = [counted(count, word) for count, word in ((orders, "order"), (products, "product")) if count]
    newest = reading.projects.newest_products(project_id, 1)
    return _Words(project.name, project.deleted_at, " · ".join(parts), product_view(newest[0]) if newest else None)


def _collection(reading: Repositories, collection_id: UUID) -> _Words:
    collection = reading.collections.get(collection_id, deleted=True)
    count = len(reading.collections.gone_with(collection))
    return _Words(collection.name, collection.deleted_at, counted(count, "product") if count else "Empty")


def _tag(reading: Repositories, tag_id: UUID) -> _Words:
    tag = reading.tags.get(tag_id, deleted=True)
    count = len(reading.tags.gone_with(tag))
    return _Words(tag.name, tag.deleted_at, f"On {counted(count, 'thing')}" if count else "On nothing")


def _lookup(reading: Repositories, lookup_id: UUID) -> _Words:
    lookup = reading.lookups.get(lookup_id, deleted=True)
    values = [line for line in lookup.values.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return _Words(lookup.name, lookup.deleted_at, counted(len(values), "value"))


def _saved_search(reading: Repositories, search_id: UUID) -> _Words:
    found = reading.saved_searches.get(search_id, deleted=True)
    return _Words(found.name, found.deleted_at, found.query[:_PREVIEW], project_id=found.project_id)


def _title(order: Order) -> str:
    return order.name or prompt_of(order, order.base_parameters) or order.model_key


_TELLERS = {
    BinKind.ORDER: _order,
    BinKind.TEMPLATE: _template,
    BinKind.PROJECT: _project,
    BinKind.COLLECTION: _collection,
    BinKind.TAG: _tag,
    BinKind.LOOKUP: _lookup,
    BinKind.SAVED_SEARCH: _saved_search,
}
