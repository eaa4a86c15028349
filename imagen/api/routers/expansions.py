"""What an order would make, before it is placed."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from imagen.api import shown
from imagen.api.schemas.order import ExpansionBody
from imagen.services.all import Services


def make_router(services: Services) -> APIRouter:
    """Make the endpoint of expansions."""
    router = APIRouter(prefix="/expansions", tags=["Expansions"])

    @router.post("")
    def expand(body: ExpansionBody) -> dict[str, Any]:
        """Count, price and show what an order would make; problems in its texts are answered with 200, in `errors`."""
        return shown.plan(services.plans.plan(body.request(), body.offset, body.limit))

    return router
