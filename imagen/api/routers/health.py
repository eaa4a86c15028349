"""Whether Imagen takes orders; open to everybody on this computer."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response

from imagen.services.all import Services


def make_router(services: Services) -> APIRouter:
    """Make the endpoint of health."""
    router = APIRouter(tags=["Running"])

    @router.get("/health")
    def health(response: Response) -> dict[str, Any]:
        """Say ready only when orders are accepted; 503 otherwise."""
        state = services.health.state()
        response.status_code = 200 if state.ready else 503
        return {"ready": state.ready, "reason": state.reason, "version": state.version}

    return router
