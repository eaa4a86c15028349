"""Whether Imagen takes orders; open to everybody on this computer."""

from __future__ import annotations

from fastapi import APIRouter, Response

from imagen.api.schemas.health import HealthAnswer
from imagen.services.all import Services
from imagen.services.health import HealthView


def make_router(services: Services) -> APIRouter:
    """Make the endpoint of health."""
    router = APIRouter(tags=["Running"])

    @router.get("/health", response_model=HealthAnswer)
    def health(response: Response) -> HealthView:
        """Say ready only when orders are accepted; 503 otherwise."""
        state = services.health.state()
        response.status_code = 200 if state.ready else 503
        return state

    return router
