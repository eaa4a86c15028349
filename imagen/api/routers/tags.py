"""Tags."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Response

from imagen.api.listing import PageNumber, PageSize, Words, sorted_page
from imagen.api.schemas.base import Listing
from imagen.api.schemas.keeping import DoneAnswer, MergeBody, TagAnswer, TagBody, TagChange, TaggedBody
from imagen.services.all import Services
from imagen.services.keeping_views import Done, TagView
from imagen.services.views import Page


def make_router(services: Services) -> APIRouter:
    """Make the endpoints of tags."""
    router = APIRouter(prefix="/tags", tags=["Tags"])
    _add_all(router, services)
    _add_single(router, services)
    return router


def _add_all(router: APIRouter, services: Services) -> None:
    @router.get("", response_model=Listing[TagAnswer])
    def list_tags(q: Words = None, page: PageNumber = 1, limit: PageSize = 20) -> Page[TagView]:
        """List tags by name; `q` narrows them by a part of it."""
        part = (q or "").casefold()
        found = [tag for tag in services.tags.list() if part in tag.name.casefold()]
        return sorted_page(found, None, None, page, limit)

    @router.post("", status_code=201, response_model=TagAnswer)
    def create_tag(body: TagBody, response: Response) -> TagView:
        """Make a tag."""
        made = services.tags.create(body.name, body.color)
        response.headers["Location"] = f"/api/tags/{made.id}"
        return made

    @router.post("/put", response_model=DoneAnswer)
    def put_tags(body: TaggedBody) -> Done:
        """Put tags on products, projects, collections or orders; those that are not there yet are made."""
        return services.keeping.tag_things(body.kind, body.ids, body.tags)

    @router.post("/take", response_model=DoneAnswer)
    def take_tags(body: TaggedBody) -> Done:
        """Take tags off products, projects, collections or orders."""
        return services.keeping.untag_things(body.kind, body.ids, body.tags)


def _add_single(router: APIRouter, services: Services) -> None:
    @router.get("/{tag_id}", response_model=TagAnswer)
    def get_tag(tag_id: UUID) -> TagView:
        """Give one tag."""
        return services.tags.get(tag_id)

    @router.patch("/{tag_id}", response_model=TagAnswer)
    def change_tag(tag_id: UUID, body: TagChange) -> TagView:
        """Rename or recolour a tag."""
        return services.tags.update(tag_id, body.name, body.color)

    @router.post("/{tag_id}/merge", response_model=DoneAnswer)
    def merge_tag(tag_id: UUID, body: MergeBody) -> Done:
        """Put another tag in the place of this one, which goes into the Bin."""
        return services.tags.merge(tag_id, body.into)

    @router.delete("/{tag_id}", status_code=204)
    def delete_tag(tag_id: UUID) -> None:
        """Put a tag into the Bin."""
        services.tags.delete(tag_id)
