"""Orders."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Header, Response

from imagen.api import shown
from imagen.api.listing import PageNumber, PageSize, Words, listed
from imagen.api.schemas.order import AgainBody, OrderBody, OrderChange
from imagen.domain.lifecycle import OrderStatus
from imagen.services.all import Services
from imagen.services.orders import ANY

Key = Annotated[str | None, Header(alias="Idempotency-Key", min_length=1, max_length=200)]


def make_router(services: Services) -> APIRouter:
    """Make the endpoints of orders."""
    router = APIRouter(prefix="/orders", tags=["Orders"])

    @router.get("")
    def list_orders(
        project_id: UUID | None = None,
        status: OrderStatus | None = None,
        q: Words = None,
        page: PageNumber = 1,
        limit: PageSize = 20,
    ) -> dict[str, Any]:
        """List orders, the newest first."""
        return listed(services.orders.list(project_id or ANY, status, q, page, limit), shown.order)

    @router.post("", status_code=201)
    def place_order(body: OrderBody, response: Response, key: Key = None) -> dict[str, Any]:
        """Place an order; the same Idempotency-Key and body again give the first order."""
        placed = services.orders.place(body.request(), key, body.expected_count)
        response.headers["Location"] = f"/api/orders/{placed.id}"
        return shown.order(placed)

    @router.get("/{order_id}")
    def get_order(order_id: UUID) -> dict[str, Any]:
        """Give one order with its progress."""
        return shown.order(services.orders.get(order_id))

    @router.patch("/{order_id}")
    def change_order(order_id: UUID, body: OrderChange) -> dict[str, Any]:
        """Name an order, move it to another class, or before another order."""
        if body.name is not None:
            services.orders.rename(order_id, body.name)
        if body.priority is not None:
            services.orders.set_priority(order_id, body.priority)
        if "before" in body.model_fields_set:
            services.orders.move(order_id, body.before)
        return shown.order(services.orders.get(order_id))

    @router.post("/{order_id}/cancel")
    def cancel_order(order_id: UUID) -> dict[str, Any]:
        """Cancel what waits, and ask the providers to stop what runs."""
        return shown.order(services.orders.cancel(order_id))

    @router.post("/{order_id}/retry")
    def retry_order(order_id: UUID) -> dict[str, Any]:
        """Put everything that failed or was cancelled back into the queue."""
        return shown.order(services.orders.retry(order_id))

    @router.post("/{order_id}/again", status_code=201)
    def order_again(order_id: UUID, response: Response, body: AgainBody | None = None) -> dict[str, Any]:
        """Place the same order once more."""
        placed = services.orders.again(order_id, new_seed=body.new_seed if body else True)
        response.headers["Location"] = f"/api/orders/{placed.id}"
        return shown.order(placed)

    @router.get("/{order_id}/reuse")
    def reuse_order(order_id: UUID) -> dict[str, Any]:
        """Give an order as it was typed, to be ordered again with changes."""
        return shown.request(services.reuse.order(order_id))

    return router
