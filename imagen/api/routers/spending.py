"""What was spent, and what may be."""

from __future__ import annotations

from fastapi import APIRouter

from imagen.api.schemas.spending import SpendingAnswer, SpendingBody
from imagen.services.all import Services


def make_router(services: Services) -> APIRouter:
    """Make the endpoints of money."""
    router = APIRouter(tags=["Spending"])

    @router.get("/spending")
    def get_spending() -> SpendingAnswer:
        """Tell what is set, and what was spent today and in the last thirty days."""
        return SpendingAnswer.of(services.spending.view())

    @router.patch("/settings/spending")
    def change_spending(body: SpendingBody) -> SpendingAnswer:
        """Change limits, the amount above which Imagen asks, ceilings, or what Buzz is worth."""
        given = body.model_dump(include=body.model_fields_set - {"ceilings"})
        services.spending.change(given)
        for model_key, amount in body.ceilings.items():
            services.spending.set_ceiling(model_key, amount)
        return SpendingAnswer.of(services.spending.view())

    return router
