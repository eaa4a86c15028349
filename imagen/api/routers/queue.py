"""The queue as a whole."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from imagen.api import shown
from imagen.api.schemas.order import MoveBody
from imagen.services.all import Services


def make_router(services: Services) -> APIRouter:
    """Make the endpoints of the queue."""
    router = APIRouter(prefix="/queue", tags=["Queue"])

    @router.get("")
    def get_queue() -> dict[str, Any]:
        """Tell what runs and what waits, with the active orders in the order of production."""
        return shown.queue(services.queue.state())

    @router.post("/pause")
    def pause() -> dict[str, Any]:
        """Submit nothing more; what runs goes on."""
        services.queue.pause()
        return shown.queue(services.queue.state())

    @router.post("/resume")
    def resume() -> dict[str, Any]:
        """Go on submitting."""
        services.queue.resume()
        return shown.queue(services.queue.state())

    @router.post("/move")
    def move(body: MoveBody) -> dict[str, Any]:
        """Make an order before another one of its class, or after all of them."""
        services.orders.move(body.order_id, body.before)
        return shown.queue(services.queue.state())

    return router
