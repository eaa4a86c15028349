"""Models: what there is, what each takes, and adding further ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Path, Query, Response

from imagen.api.listing import Direction, PageNumber, PageSize, ShortText, Words, sorted_page
from imagen.api.schemas.base import Items, Listing
from imagen.api.schemas.model import (
    AddBody,
    FoundModelAnswer,
    ModelAnswer,
    ModelDetailAnswer,
    PriceBody,
    RefreshAnswer,
    RefreshBody,
    RoundAnswer,
)
from imagen.services.all import Services
from imagen.services.models import ModelType
from imagen.services.refreshing import Round
from imagen.services.views import Page

Key = Annotated[str, Path(max_length=500)]
ProviderName = Annotated[str, Query(max_length=100)]


class ModelSort(StrEnum):
    KEY = "key"
    NAME = "name"


_KEYS: Mapping[ModelSort, Callable[[ModelAnswer], str]] = {
    ModelSort.KEY: lambda one: one.key,
    ModelSort.NAME: lambda one: one.name.casefold(),
}


def make_router(services: Services) -> APIRouter:
    """Make the endpoints of models."""
    router = APIRouter(prefix="/models", tags=["Models"])
    _add_all(router, services)
    _add_single(router, services)
    return router


def _add_all(router: APIRouter, services: Services) -> None:
    @router.get("", response_model=Listing[ModelAnswer])
    def list_models(
        provider: ShortText = None,
        type: ModelType | None = None,
        family: ShortText = None,
        q: Words = None,
        sort: ModelSort | None = None,
        order: Direction | None = None,
        page: PageNumber = 1,
        limit: PageSize = 20,
    ) -> Page[ModelAnswer]:
        """List models; `q` narrows them by words in their keys, names and families."""
        found = [ModelAnswer.of(one) for one in services.models.list(provider, type, family, q)]
        key = _KEYS[sort] if sort else None
        return sorted_page(found, key, order, page, limit)

    @router.post("", status_code=201, response_model=ModelAnswer)
    def add_model(body: AddBody, response: Response) -> ModelAnswer:
        """Add a model by what names it; one that was there already is looked at again and answered with 200."""
        added = services.catalogue.add(body.reference, body.provider)
        response.headers["Location"] = "/api/models/" + quote(added.view.model.key, safe="/:@")
        response.status_code = 201 if added.is_new else 200
        return ModelAnswer.of(added.view)

    @router.get("/search", response_model=Items[FoundModelAnswer])
    def search_models(
        provider: ProviderName,
        q: Annotated[str, Query(max_length=1000)] = "",
        limit: Annotated[int, Query(ge=1, le=100)] = 30,
    ) -> dict[str, Any]:
        """Search a provider's own catalogue."""
        return {"items": services.catalogue.search(provider, q, limit)}

    @router.post("/refresh", status_code=202, response_model=RefreshAnswer)
    def refresh_models(body: RefreshBody | None = None) -> dict[str, Any]:
        """Look at models again in the background."""
        wanted = body or RefreshBody()
        return {"count": services.catalogue.refresh(wanted.keys, wanted.provider)}

    @router.get("/refresh", response_model=RoundAnswer)
    def get_refresh(provider: ProviderName) -> Round:
        """Tell how far looking at a provider's models is."""
        return services.catalogue.refreshed(provider)

    @router.delete("/refresh", response_model=RoundAnswer)
    def stop_refresh(provider: ProviderName) -> Round:
        """Look at no more models of a provider."""
        return services.catalogue.stop_refreshing(provider)


def _add_single(router: APIRouter, services: Services) -> None:
    @router.post("/{key:path}/refresh", response_model=ModelAnswer)
    def refresh_model(key: Key) -> ModelAnswer:
        """Ask the provider about one model again; one that has vanished says so."""
        return ModelAnswer.of(services.catalogue.refresh_now(key))

    @router.put("/{key:path}/price", response_model=ModelAnswer)
    def set_price(key: Key, body: PriceBody) -> ModelAnswer:
        """Say what a model costs, in the place of what is published."""
        return ModelAnswer.of(services.catalogue.set_price(key, body.amount, body.unit))

    @router.delete("/{key:path}/price", response_model=ModelAnswer)
    def clear_price(key: Key) -> ModelAnswer:
        """Take an own price back: what is published counts again."""
        return ModelAnswer.of(services.catalogue.clear_price(key))

    @router.get("/{key:path}")
    def get_model(key: Key) -> ModelDetailAnswer:
        """Give one model with its parameter set spec."""
        return ModelDetailAnswer.with_spec(services.models.get(key), services.models.spec(key))

    @router.delete("/{key:path}", status_code=204)
    def remove_model(key: Key) -> None:
        """Forget a model that was added, or what was learned of one that comes with Imagen."""
        services.catalogue.remove(key)
