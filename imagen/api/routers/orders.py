"""Orders."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Response

from imagen.api.idempotency import Key
from imagen.api.listing import ByTime, Direction, PageNumber, PageSize, Words
from imagen.api.schemas.base import Listing
from imagen.api.schemas.generation import ResolutionBody, ResolvedAnswer
from imagen.api.schemas.order import AgainBody, OrderAnswer, OrderBody, OrderChange, RequestAnswer
from imagen.domain.lifecycle import OrderStatus
from imagen.services.all import Services
from imagen.services.order_request import OrderRequest
from imagen.services.orders import ANY
from imagen.services.views import OrderView, Page


def make_router(services: Services) -> APIRouter:
    """Make the endpoints of orders."""
    router = APIRouter(prefix="/orders", tags=["Orders"])
    _add_placing(router, services)
    _add_looking(router, services)
    _add_deeds(router, services)
    return router


def _add_placing(router: APIRouter, services: Services) -> None:
    @router.post("", status_code=201, response_model=OrderAnswer)
    def place_order(body: OrderBody, response: Response, key: Key = None) -> OrderView:
        """Place an order; the same Idempotency-Key and body again give the first order."""
        return _placed(services.orders.place(body.request(), key, body.expected_count, body.consent()), response)

    @router.post("/{order_id}/again", status_code=201, response_model=OrderAnswer)
    def order_again(order_id: UUID, response: Response, body: AgainBody | None = None, key: Key = None) -> OrderView:
        """Place the same order once more; the same Idempotency-Key again gives the order that was placed first."""
        wanted = body or AgainBody()
        made = services.orders.again(order_id, new_seed=wanted.new_seed, idempotency_key=key, consent=wanted.consent())
        return _placed(made, response)


def _add_looking(router: APIRouter, services: Services) -> None:
    @router.get("", response_model=Listing[OrderAnswer])
    def list_orders(
        project_id: UUID | None = None,
        status: OrderStatus | None = None,
        q: Words = None,
        sort: ByTime = ByTime.CREATED_AT,
        order: Direction = Direction.DESCENDING,
        page: PageNumber = 1,
        limit: PageSize = 20,
    ) -> Page[OrderView]:
        """List orders, the newest first; `q` looks for words in their prompts."""
        ascending = order is Direction.ASCENDING
        return services.orders.list(project_id or ANY, status, q, page, limit, ascending)

    @router.get("/{order_id}", response_model=OrderAnswer)
    def get_order(order_id: UUID) -> OrderView:
        """Give one order with its progress."""
        return services.orders.get(order_id)

    @router.get("/{order_id}/reuse", response_model=RequestAnswer)
    def reuse_order(order_id: UUID) -> OrderRequest:
        """Give an order as it was typed, to be ordered again with changes."""
        return services.reuse.order(order_id)


def _add_deeds(router: APIRouter, services: Services) -> None:
    @router.patch("/{order_id}", response_model=OrderAnswer)
    def change_order(order_id: UUID, body: OrderChange) -> OrderView:
        """Name an order, move it to another class or before another order (null: last in its class), say what it may cost."""
        services.orders.get(order_id)
        if body.before is not None:
            services.orders.get(body.before)  # a change that cannot be made whole is not begun
        if body.name is not None:
            services.orders.rename(order_id, body.name)
        if body.priority is not None:
            services.orders.set_priority(order_id, body.priority)
        if "before" in body.model_fields_set:
            services.orders.move(order_id, body.before)
        if body.ceiling is not None:
            services.spending.set_order_ceiling(order_id, body.ceiling)
        if "spending_limit" in body.model_fields_set:
            services.spending.limit_order(order_id, body.spending_limit)
        return services.orders.get(order_id)

    @router.post("/{order_id}/cancel", response_model=OrderAnswer)
    def cancel_order(order_id: UUID) -> OrderView:
        """Cancel what waits, and ask the providers to stop what runs."""
        return services.orders.cancel(order_id)

    @router.post("/{order_id}/retry", response_model=OrderAnswer)
    def retry_order(order_id: UUID, key: Key = None) -> OrderView:
        """Put everything that failed or was cancelled back into the queue; the same Idempotency-Key does so once."""
        return services.orders.retry(order_id, key)

    @router.post("/{order_id}/resolve", response_model=ResolvedAnswer)
    def resolve_order(order_id: UUID, body: ResolutionBody, key: Key = None) -> dict[str, int]:
        """Decide the same about every generation of an order that needs attention; once for an Idempotency-Key."""
        return {"count": services.generations.resolve_all(order_id, body.resolution, key)}


def _placed(order: OrderView, response: Response) -> OrderView:
    response.headers["Location"] = f"/api/orders/{order.id}"
    return order
