"""What an order would make, before it is placed."""

from __future__ import annotations

from fastapi import APIRouter

from imagen.api.schemas.expansion import PlanAnswer
from imagen.api.schemas.order import ExpansionBody
from imagen.services.all import Services
from imagen.services.views import PlanView


def make_router(services: Services) -> APIRouter:
    """Make the endpoint of expansions."""
    router = APIRouter(prefix="/expansions", tags=["Expansions"])

    @router.post("", response_model=PlanAnswer)
    def expand(body: ExpansionBody) -> PlanView:
        """Count, price and show what an order would make; problems in its texts are answered with 200, in `errors`."""
        return services.plans.plan(body.request(), body.offset, body.limit)

    return router
