"""Providers and their models."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from imagen.api import shown
from imagen.api.listing import Words
from imagen.services.all import Services
from imagen.services.models import ModelType


def make_router(services: Services) -> APIRouter:
    """Make the endpoints of providers and models."""
    router = APIRouter(tags=["Models"])

    @router.get("/providers")
    def list_providers() -> dict[str, Any]:
        """List providers, with what keeps them from taking orders."""
        found = services.models.providers()
        return {"items": [shown.provider(one) for one in found], "total": len(found)}

    @router.get("/models")
    def list_models(
        provider: str | None = None, type: ModelType | None = None, family: str | None = None, q: Words = None
    ) -> dict[str, Any]:
        """List models."""
        found = services.models.list(provider, type, family, q)
        return {"items": [shown.model(one) for one in found], "total": len(found)}

    @router.get("/models/{key:path}")
    def get_model(key: str) -> dict[str, Any]:
        """Give one model with its parameter set spec."""
        return shown.model(services.models.get(key), services.models.spec(key))

    return router
