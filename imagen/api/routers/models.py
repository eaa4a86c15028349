"""Providers and their models."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Path

from imagen.api.listing import Direction, PageNumber, PageSize, ShortText, Words, sorted_page
from imagen.api.schemas.base import Listing
from imagen.api.schemas.model import ModelAnswer, ModelDetailAnswer, ProviderAnswer
from imagen.services.all import Services
from imagen.services.models import ModelType
from imagen.services.views import Page, ProviderView


class ModelSort(StrEnum):
    KEY = "key"
    NAME = "name"


_KEYS: Mapping[ModelSort, Callable[[ModelAnswer], str]] = {
    ModelSort.KEY: lambda one: one.key,
    ModelSort.NAME: lambda one: one.name.casefold(),
}


def make_router(services: Services) -> APIRouter:
    """Make the endpoints of providers and models."""
    router = APIRouter(tags=["Models"])

    @router.get("/providers", response_model=Listing[ProviderAnswer])
    def list_providers(page: PageNumber = 1, limit: PageSize = 20) -> Page[ProviderView]:
        """List providers, with what keeps them from taking orders."""
        return sorted_page(services.models.providers(), None, None, page, limit)

    @router.get("/models", response_model=Listing[ModelAnswer])
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

    @router.get("/models/{key:path}")
    def get_model(key: Annotated[str, Path(max_length=500)]) -> ModelDetailAnswer:
        """Give one model with its parameter set spec."""
        return ModelDetailAnswer.with_spec(services.models.get(key), services.models.spec(key))

    return router
