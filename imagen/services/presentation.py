"""Turn rows of the database into the records that pages and the API show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol
from uuid import UUID

from imagen.data.models import Generation, Order, Product
from imagen.data.repositories import Repositories
from imagen.domain.attention import NEEDS_PERSON
from imagen.domain.lifecycle import GenerationStatus
from imagen.domain.product import ProductState
from imagen.media.store import file_url, thumbnail_url
from imagen.media.thumbnails import serves_itself
from imagen.services.in_flight import InFlight
from imagen.services.views import CollectionMark, GenerationView, OrderView, ProductView, Progress, TagMark

_PREVIEW = 200


class _Stored(Protocol):
    """What is known of a product's file, of whichever record."""

    @property
    def sha256(self) -> str: ...
    @property
    def mime_type(self) -> str: ...
    @property
    def width(self) -> int | None: ...
    @property
    def height(self) -> int | None: ...
    @property
    def duration_ms(self) -> int | None: ...
    @property
    def file_size(self) -> int: ...
    @property
    def state(self) -> str: ...


def large_url(product: _Stored) -> str:
    """Give where a product's large picture is: its thumbnail's, or its own while its file is known to be there."""
    shape = product.width, product.height, product.duration_ms
    if not serves_itself(product.mime_type, *shape, product.file_size):
        return thumbnail_url(product.sha256, "large")
    is_there = product.state == ProductState.READY
    return file_url(product.sha256, product.mime_type) if is_there else thumbnail_url(product.sha256, "small")


def product_view(product: Product) -> ProductView:
    """Show a product; one that the provider blocked, or that nobody has looked at yet, has no picture to be shown by."""
    blocked = product.state in (ProductState.BLOCKED, ProductState.UNCHECKED)
    return ProductView(
        id=product.id,
        generation_id=product.generation_id,
        order_id=product.order_id,
        project_id=product.project_id,
        output_index=product.output_index,
        type=product.type,
        name=product.name,
        file_size=product.file_size,
        mime_type=product.mime_type,
        width=product.width,
        height=product.height,
        duration_ms=product.duration_ms,
        placeholder=None if blocked else product.placeholder,
        state=product.state,
        liked=product.liked,
        origin=product.origin,
        file_url=file_url(product.sha256, product.mime_type),
        thumbnail_url=None if blocked else thumbnail_url(product.sha256, "small"),
        large_thumbnail_url=None if blocked else large_url(product),
        created_at=product.created_at,
        deleted_at=product.deleted_at,
        rating=product.rating,
        rated_at=product.rated_at,
        notes=product.notes,
    )


def marked(reading: Repositories, products: Sequence[ProductView]) -> list[ProductView]:
    """Show products with their tags and their collections."""
    ids = [product.id for product in products]
    tags, collections = reading.tags.on(ids), reading.collections.of(ids)
    return [
        replace(
            product,
            tags=tuple(TagMark(tag.id, tag.name, tag.color) for tag in tags.get(product.id, [])),
            collections=tuple(CollectionMark(one.id, one.name) for one in collections.get(product.id, [])),
        )
        for product in products
    ]


def order_views(reading: Repositories, orders: Sequence[Order], places: Mapping[str, int]) -> list[OrderView]:
    """Show orders with their progress; `places` tells how many generations each provider makes at once."""
    ids = [order.id for order in orders]
    counts, costs, attention = reading.orders.counts(ids), reading.orders.costs(ids), reading.orders.attention(ids)
    return [
        _order_view(order, counts[order.id], costs.get(order.id), attention.get(order.id, 0), reading, places)
        for order in orders
    ]


def generation_views(
    reading: Repositories, generations: Sequence[Generation], in_flight: InFlight
) -> list[GenerationView]:
    """Show generations with their products."""
    ids = [generation.id for generation in generations]
    products: dict[UUID, list[ProductView]] = {}
    for product in reading.products.of_generations(ids):
        assert product.generation_id is not None
        products.setdefault(product.generation_id, []).append(product_view(product))
    inputs = reading.generations.input_counts(ids)
    orders = {order_id: reading.orders.find(order_id) for order_id in {g.order_id for g in generations}}
    views = [
        _generation_view(g, orders[g.order_id], inputs.get(g.id, 0), products.get(g.id, []), in_flight)
        for g in generations
    ]
    expected = reading.spending.of_live_attempts([view.id for view in views if view.attention])
    return [replace(view, expected_cost=expected.get(view.id)) for view in views]


def prompt_of(order: Order | None, parameters: Mapping[str, Any]) -> str:
    """Find the prompt among parameters by the spec that the order was placed with."""
    specs: Iterable[Mapping[str, Any]] = order.spec_used.get("parameters", []) if order else []
    name = next((spec["name"] for spec in specs if spec.get("role") == "prompt"), "prompt")
    return str(parameters.get(name, ""))


def _order_view(
    order: Order,
    counts: Mapping[GenerationStatus, int],
    cost: int | None,
    attention: int,
    reading: Repositories,
    places: Mapping[str, int],
) -> OrderView:
    return OrderView(
        id=order.id,
        number=order.number,
        name=order.name or prompt_of(order, order.base_parameters)[:_PREVIEW] or order.model_key,
        project_id=order.project_id,
        model_key=order.model_key,
        status=order.status,
        held_reason=order.held_reason,
        held_for=order.held_for,
        priority=order.priority,
        rank=order.rank,
        base_parameters=order.base_parameters,
        expansion_seed=order.expansion_seed,
        sample_size=order.sample_size,
        repeats=order.repeats,
        seed_policy=order.seed_policy,
        one_of_each_first=order.one_of_each_first,
        excluded=tuple(order.excluded),
        estimated_cost=order.estimated_cost,
        spending_limit=order.spending_limit,
        ceiling=order.ceiling,
        cost=cost,
        factors=tuple(order.factors),
        progress=_progress(order, counts, attention, reading, places),
        created_at=order.created_at,
        written=order.written,
        provider=order.provider,
    )


def _progress(
    order: Order,
    counts: Mapping[GenerationStatus, int],
    attention: int,
    reading: Repositories,
    places: Mapping[str, int],
) -> Progress:
    pending = counts.get(GenerationStatus.PENDING, 0) + order.planned - order.written
    generating = counts.get(GenerationStatus.GENERATING, 0)
    left: float | None = None
    if pending + generating:
        each = reading.generations.average_time_ms(order.model_key)
        rounds = -(-(pending + generating) // max(places.get(order.provider, 1), 1))
        left = None if each is None else each / 1000 * rounds
    return Progress(
        planned=order.planned,
        pending=pending,
        generating=generating,
        complete=counts.get(GenerationStatus.COMPLETE, 0),
        failed=counts.get(GenerationStatus.FAILED, 0),
        cancelled=counts.get(GenerationStatus.CANCELLED, 0),
        attention=attention,
        seconds_left=left,
    )


def _generation_view(
    generation: Generation, order: Order | None, inputs: int, products: Sequence[ProductView], in_flight: InFlight
) -> GenerationView:
    waits = generation.waiting_for
    return GenerationView(
        id=generation.id,
        order_id=generation.order_id,
        order_number=order.number if order else 0,
        project_id=order.project_id if order else None,
        position=generation.position,
        expansion_index=generation.expansion_index,
        repeat=generation.repeat,
        prompt_preview=prompt_of(order, generation.generation_parameters)[:_PREVIEW],
        model=generation.model_used,
        status=generation.status,
        attention=waits if waits in NEEDS_PERSON else None,
        attention_note=generation.waiting_note,
        progress=in_flight.progress_of(generation.id),
        choices=tuple(generation.choices),
        input_count=inputs,
        output_count=len(products),
        cost=generation.cost,
        inference_time_ms=generation.inference_time_ms,
        error_kind=generation.error_kind,
        error_message=generation.error_message,
        products=tuple(products),
        created_at=generation.created_at,
        started_at=generation.started_at,
        completed_at=generation.completed_at,
        progress_note=in_flight.words_of(generation.id),
    )
