"""Generations."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from fastapi import APIRouter

from imagen.api import shown
from imagen.api.listing import PageNumber, PageSize, Words, listed
from imagen.api.schemas.base import Body
from imagen.domain.attention import Resolution
from imagen.domain.lifecycle import GenerationStatus
from imagen.services.all import Services
from imagen.services.orders import ANY


class ResolutionBody(Body):
    resolution: Resolution


def make_router(services: Services) -> APIRouter:
    """Make the endpoints of generations."""
    router = APIRouter(prefix="/generations", tags=["Generations"])

    @router.get("")
    def list_generations(
        order_id: UUID | None = None,
        project_id: UUID | None = None,
        model: str | None = None,
        status: GenerationStatus | None = None,
        attention: bool | None = None,
        q: Words = None,
        page: PageNumber = 1,
        limit: PageSize = 20,
    ) -> dict[str, Any]:
        """List generations, the newest first."""
        found = services.generations.list(order_id, project_id or ANY, model, status, attention, q, page, limit)
        return listed(found, shown.generation)

    @router.get("/{generation_id}")
    def get_generation(generation_id: UUID) -> dict[str, Any]:
        """Give one generation with all four parameter sets."""
        return shown.generation_detail(services.generations.get(generation_id))

    @router.post("/{generation_id}/cancel")
    def cancel_generation(generation_id: UUID) -> dict[str, Any]:
        """Cancel a generation that waits, or ask the provider to stop one that runs."""
        return shown.generation(services.generations.cancel(generation_id))

    @router.post("/{generation_id}/retry")
    def retry_generation(generation_id: UUID) -> dict[str, Any]:
        """Put a failed or cancelled generation back into the queue."""
        return shown.generation(services.generations.retry(generation_id))

    @router.post("/{generation_id}/resolve")
    def resolve_generation(generation_id: UUID, body: ResolutionBody) -> dict[str, Any]:
        """Decide about a generation that needs attention."""
        return shown.generation(services.generations.resolve(generation_id, body.resolution))

    return router
