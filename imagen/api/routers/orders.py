"""Orders."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from imagen.api.csv_answer import CsvAnswer
from imagen.api.idempotency import Key
from imagen.api.listing import ByTime, Cursor, Direction, Offset, PageNumber, PageSize
from imagen.api.order_filter import Wanted
from imagen.api.schemas.generation import ResolutionBody, ResolvedAnswer
from imagen.api.schemas.order import AgainBody, OrderAnswer, OrderBody, OrderChange, RequestAnswer
from imagen.api.schemas.production import (
    CancelBody,
    OrderCounts,
    OrderGenerations,
    OrderListing,
    RetriedAnswer,
    RetryBody,
)
from imagen.domain.production import ShowGenerations
from imagen.services.all import Services
from imagen.services.order_request import OrderRequest
from imagen.services.production_csv import generations_csv, orders_csv
from imagen.services.views import OrderView


def make_router(services: Services) -> APIRouter:
    """Make the endpoints of orders."""
    both = APIRouter(tags=["Orders"])
    router = APIRouter(prefix="/orders")
    _add_placing(router, services)
    _add_acts_on_all(router, services)
    _add_looking(router, services)
    _add_generations(router, services)
    _add_deeds(router, services)

    @both.get("/orders.csv", response_class=CsvAnswer)
    def export_orders(wanted: Wanted) -> CsvAnswer:
        """Give all orders that are listed as CSV."""
        return CsvAnswer.named("orders.csv", orders_csv(services.production, wanted))

    both.include_router(router)
    return both


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


def _add_acts_on_all(router: APIRouter, services: Services) -> None:
    @router.post("/retry")
    def retry_orders(wanted: Wanted, key: Key = None) -> RetriedAnswer:
        """Put everything that failed in the orders that are listed back into the queue; the Idempotency-Key does so once."""
        return RetriedAnswer.model_validate(services.production.retry_failed(wanted, key))

    @router.post("/resolve", response_model=ResolvedAnswer)
    def resolve_orders(wanted: Wanted, body: ResolutionBody, key: Key = None) -> dict[str, int]:
        """Decide the same about everything that needs attention in the orders that are listed."""
        return {"count": services.production.resolve(wanted, body.resolution, key)}


def _add_looking(router: APIRouter, services: Services) -> None:
    @router.get("", response_model=OrderListing)
    def list_orders(
        wanted: Wanted,
        sort: ByTime = ByTime.CREATED_AT,
        order: Direction = Direction.DESCENDING,
        cursor: Cursor = None,
        page: PageNumber = 1,
        limit: PageSize = 20,
    ) -> dict[str, Any]:
        """List orders, the newest first; active ones, where `show` asks for them, in the order of production.

        The answer's `cursor` leads to the next ones, which new ones never shift.
        """
        sought = replace(wanted, ascending=order is Direction.ASCENDING)
        found = services.production.page(sought, cursor=cursor, offset=(page - 1) * limit, limit=limit)
        items = [{**vars(row.order), "waits": row.waits} for row in found.rows]
        return {"items": items, "total": found.total, "page": page, "limit": limit, "cursor": found.cursor}

    @router.get("/counts")
    def count_orders(wanted: Wanted) -> OrderCounts:
        """Count how many orders each choice of what to show would list."""
        counts = services.production.counts(wanted)
        return OrderCounts.model_validate({str(show): count for show, count in counts.items()})

    @router.get("/{order_id}", response_model=OrderAnswer)
    def get_order(order_id: UUID) -> OrderView:
        """Give one order with its progress."""
        return services.orders.get(order_id)

    @router.get("/{order_id}/reuse", response_model=RequestAnswer)
    def reuse_order(order_id: UUID) -> OrderRequest:
        """Give an order as it was typed, to be ordered again with changes."""
        return services.reuse.order(order_id)


def _add_generations(router: APIRouter, services: Services) -> None:
    @router.get("/{order_id}/generations")
    def list_generations_of_order(
        order_id: UUID,
        show: ShowGenerations = ShowGenerations.ALL,
        offset: Offset = 0,
        limit: PageSize = 100,
    ) -> OrderGenerations:
        """List an order's generations in the order of production, with the values in which they differ."""
        return OrderGenerations.of(services.production.generations(order_id, show, offset=offset, limit=limit))

    @router.get("/{order_id}/generations.csv", response_class=CsvAnswer)
    def export_generations(order_id: UUID, show: ShowGenerations = ShowGenerations.ALL) -> CsvAnswer:
        """Give an order's generations as CSV."""
        number = services.orders.get(order_id).number
        return CsvAnswer.named(f"order-{number}.csv", generations_csv(services.production, order_id, show))


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

    @router.delete("/{order_id}", status_code=204)
    def delete_order(order_id: UUID) -> None:
        """Put an order that is not being made into the Bin, together with its products."""
        services.bin.delete_order(order_id)

    @router.post("/{order_id}/cancel", response_model=OrderAnswer)
    def cancel_order(order_id: UUID, body: CancelBody | None = None) -> OrderView:
        """Cancel what waits, and ask the providers to stop what runs unless `keep_running`."""
        return services.orders.cancel(order_id, keep_running=body is not None and body.keep_running)

    @router.post("/{order_id}/pause", response_model=OrderAnswer)
    def pause_order(order_id: UUID) -> OrderView:
        """Begin nothing more of an order; what runs goes on."""
        return services.orders.pause(order_id)

    @router.post("/{order_id}/resume", response_model=OrderAnswer)
    def resume_order(order_id: UUID) -> OrderView:
        """Let an order that was paused go on."""
        return services.orders.resume(order_id)

    @router.post("/{order_id}/retry", response_model=OrderAnswer)
    def retry_order(order_id: UUID, body: RetryBody | None = None, key: Key = None) -> OrderView:
        """Put everything that failed or was cancelled back into the queue; the same Idempotency-Key does so once.

        With `only_failed` what was cancelled stays so.
        """
        return services.orders.retry(order_id, key, only_failed=body is not None and body.only_failed)

    @router.post("/{order_id}/resolve", response_model=ResolvedAnswer)
    def resolve_order(order_id: UUID, body: ResolutionBody, key: Key = None) -> dict[str, int]:
        """Decide the same about every generation of an order that needs attention; once for an Idempotency-Key."""
        return {"count": services.generations.resolve_all(order_id, body.resolution, key)}


def _placed(order: OrderView, response: Response) -> OrderView:
    response.headers["Location"] = f"/api/orders/{order.id}"
    return order
