"""Generations."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter

from imagen.api.idempotency import Key
from imagen.api.listing import ByTime, Direction, PageNumber, PageSize, ShortText, Since, Until, Words
from imagen.api.schemas.base import Listing
from imagen.api.schemas.generation import GenerationAnswer, GenerationDetailAnswer, ResolutionBody
from imagen.domain.lifecycle import GenerationStatus
from imagen.services.all import Services
from imagen.services.orders import ANY
from imagen.services.views import GenerationView, Page


def make_router(services: Services) -> APIRouter:
    """Make the endpoints of generations."""
    router = APIRouter(prefix="/generations", tags=["Generations"])

    @router.get("", response_model=Listing[GenerationAnswer])
    def list_generations(
        order_id: UUID | None = None,
        project_id: UUID | None = None,
        model: ShortText = None,
        status: GenerationStatus | None = None,
        attention: bool | None = None,
        q: Words = None,
        since: Since = None,
        until: Until = None,
        sort: ByTime = ByTime.CREATED_AT,
        order: Direction = Direction.DESCENDING,
        page: PageNumber = 1,
        limit: PageSize = 20,
    ) -> Page[GenerationView]:
        """List generations, the newest first; `from` and `to` are dates or times, a date alone in `to` includes its day."""
        return services.generations.list(
            order_id,
            project_id or ANY,
            model,
            status,
            attention,
            q,
            page,
            limit,
            ascending=order is Direction.ASCENDING,
            since=since,
            until=until,
        )

    @router.get("/{generation_id}")
    def get_generation(generation_id: UUID) -> GenerationDetailAnswer:
        """Give one generation with all four parameter sets."""
        return GenerationDetailAnswer.of(services.generations.get(generation_id))

    @router.post("/{generation_id}/cancel", response_model=GenerationAnswer)
    def cancel_generation(generation_id: UUID) -> GenerationView:
        """Cancel a generation that waits, or ask the provider to stop one that runs."""
        return services.generations.cancel(generation_id)

    @router.post("/{generation_id}/retry", response_model=GenerationAnswer)
    def retry_generation(generation_id: UUID, key: Key = None) -> GenerationView:
        """Put a failed or cancelled generation back into the queue; the same Idempotency-Key does so once."""
        return services.generations.retry(generation_id, key)

    @router.post("/{generation_id}/resolve", response_model=GenerationAnswer)
    def resolve_generation(generation_id: UUID, body: ResolutionBody, key: Key = None) -> GenerationView:
        """Decide about a generation that needs attention; the same Idempotency-Key does so once."""
        return services.generations.resolve(generation_id, body.resolution, key)

    return router
