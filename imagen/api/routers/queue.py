"""The queue as a whole, and what each provider is given of it."""

from __future__ import annotations

from fastapi import APIRouter

from imagen.api.schemas.queue import HoldBody, MoveBody, QueueAnswer
from imagen.domain.errors import FieldProblem, InvalidInput
from imagen.domain.nearness import nearest
from imagen.services.all import Services
from imagen.services.pauses import BY_HAND
from imagen.services.views import QueueView


def make_router(services: Services) -> APIRouter:
    """Make the endpoints of the queue."""
    router = APIRouter(prefix="/queue", tags=["Queue"])

    @router.get("", response_model=QueueAnswer)
    def get_queue() -> QueueView:
        """Tell what runs and what waits, with the active orders in the order of production."""
        return services.queue.state()

    @router.post("/pause", response_model=QueueAnswer)
    def pause(body: HoldBody | None = None) -> QueueView:
        """Submit nothing more, to one provider where one is named; what runs goes on."""
        provider = _provider(services, body)
        if provider is None:
            services.queue.pause()
        else:
            services.queue.pause_provider(provider, BY_HAND)
        return services.queue.state()

    @router.post("/resume", response_model=QueueAnswer)
    def resume(body: HoldBody | None = None) -> QueueView:
        """Go on submitting, to one provider where one is named."""
        provider = _provider(services, body)
        if provider is None:
            services.queue.resume()
        else:
            services.queue.resume_provider(provider)
        return services.queue.state()

    @router.post("/move", response_model=QueueAnswer)
    def move(body: MoveBody) -> QueueView:
        """Make an order before another one of its class, or after all of them."""
        services.orders.move(body.order_id, body.before)
        return services.queue.state()

    return router


def _provider(services: Services, body: HoldBody | None) -> str | None:
    """Give the provider that is meant, None for the whole queue. Raises InvalidInput for an unknown one."""
    if body is None or body.provider is None:
        return None
    known = [one.name for one in services.models.providers()]
    if body.provider not in known:
        near = nearest(body.provider, known)
        message = f"There is no provider named {body.provider}."
        hint = f"Did you mean {near}?" if near else f"There are {', '.join(known)}."
        raise InvalidInput(message, hint, [FieldProblem("provider", message, "unknown-name", suggestion=near)])
    return body.provider
