"""Templates."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Response

from imagen.api.listing import PageNumber, PageSize, ShortText, sorted_page
from imagen.api.schemas.base import Listing
from imagen.api.schemas.keeping import ApplyBody, TemplateAnswer, TemplateBody, TemplateChange
from imagen.api.schemas.order import RequestAnswer
from imagen.services.all import Services
from imagen.services.keeping_views import TemplateView
from imagen.services.order_request import OrderRequest
from imagen.services.orders import ANY
from imagen.services.unset import UNSET
from imagen.services.views import Page


def make_router(services: Services) -> APIRouter:
    """Make the endpoints of templates."""
    router = APIRouter(prefix="/templates", tags=["Templates"])
    _add_all(router, services)
    _add_single(router, services)
    return router


def _add_all(router: APIRouter, services: Services) -> None:
    @router.get("", response_model=Listing[TemplateAnswer])
    def list_templates(
        project_id: UUID | None = None, model: ShortText = None, page: PageNumber = 1, limit: PageSize = 20
    ) -> Page[TemplateView]:
        """List templates, the newest first; a project's come with those of no project."""
        wanted: Any = ANY if project_id is None else project_id
        return sorted_page(services.templates.list(wanted, model), None, None, page, limit)

    @router.post("", status_code=201, response_model=TemplateAnswer)
    def create_template(body: TemplateBody, response: Response) -> TemplateView:
        """Make a template of an order, a product, or what would be ordered."""
        made = _made(services, body)
        response.headers["Location"] = f"/api/templates/{made.id}"
        return made


def _made(services: Services, body: TemplateBody) -> TemplateView:
    if body.order_id is not None:
        return services.templates.of_order(body.order_id, body.name, keep_seed=body.keep_seed)
    if body.product_id is not None:
        made_of = services.templates.of_product
        return made_of(body.product_id, body.name, what=body.what, keep_seed=body.keep_seed)
    assert body.order is not None
    return services.templates.of_request(body.order.request(), body.name, keep_seed=body.keep_seed)


def _add_single(router: APIRouter, services: Services) -> None:
    @router.get("/{template_id}", response_model=TemplateAnswer)
    def get_template(template_id: UUID) -> TemplateView:
        """Give one template."""
        return services.templates.get(template_id)

    @router.patch("/{template_id}", response_model=TemplateAnswer)
    def change_template(template_id: UUID, body: TemplateChange) -> TemplateView:
        """Rename a template, or make it that of a project."""
        project_id = body.project_id if "project_id" in body.model_fields_set else UNSET
        return services.templates.update(template_id, body.name, project_id)

    @router.post("/{template_id}/apply", response_model=RequestAnswer)
    def apply_template(template_id: UUID, body: ApplyBody | None = None) -> OrderRequest:
        """Give what is ordered by a template; with `draft` it is put into the order form as well."""
        asked = body or ApplyBody()
        request = services.templates.apply(template_id, asked.project_id)
        if asked.draft:
            services.templates.apply_to_draft(template_id, asked.project_id)
        return request

    @router.delete("/{template_id}", status_code=204)
    def delete_template(template_id: UUID) -> None:
        """Put a template into the Bin."""
        services.templates.delete(template_id)
