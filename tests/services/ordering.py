"""Place small orders with the scripted provider, and look at what became of them."""

from __future__ import annotations

from uuid import UUID

from imagen.domain.lifecycle import OrderStatus
from imagen.services.all import Services
from imagen.services.order_request import OrderRequest
from imagen.services.views import GenerationView, OrderView
from tests.fakes.scripted_provider import MODEL, wait_until


def place(services: Services, prompt: str) -> OrderView:
    return services.orders.place(OrderRequest(MODEL, {"prompt": prompt}))


def only(services: Services, order_id: UUID) -> GenerationView:
    return services.generations.list(order_id=order_id).items[0]


def fulfilled(services: Services, order_id: UUID) -> OrderView:
    wait_until(lambda: services.orders.get(order_id).status is OrderStatus.FULFILLED, 60)
    return services.orders.get(order_id)


def needing_attention(services: Services, order_id: UUID, what: str) -> GenerationView:
    wait_until(lambda: only(services, order_id).attention == what, 60)
    return only(services, order_id)
