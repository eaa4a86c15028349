"""Providers: what there is, their keys (which go in and never out), tests of the connection, and their places."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path

from imagen.api.listing import PageNumber, PageSize, sorted_page
from imagen.api.schemas.base import Items, Listing
from imagen.api.schemas.provider import KeyAnswer, KeyBody, PlacesBody, ProviderDetailAnswer, TestAnswer
from imagen.services.all import Services
from imagen.services.keys import KeyState
from imagen.services.views import Page

Name = Annotated[str, Path(max_length=100)]


def make_router(services: Services) -> APIRouter:
    """Make the endpoints of providers."""
    router = APIRouter(tags=["Providers"])
    _add_providers(router, services)
    _add_keys(router, services)
    return router


def _add_providers(router: APIRouter, services: Services) -> None:
    @router.get("/providers", response_model=Listing[ProviderDetailAnswer])
    def list_providers(page: PageNumber = 1, limit: PageSize = 20) -> Page[ProviderDetailAnswer]:
        """List providers, with what keeps them from taking orders."""
        found = [ProviderDetailAnswer.of(one) for one in services.providers.list()]
        return sorted_page(found, None, None, page, limit)

    @router.get("/providers/{provider}")
    def get_provider(provider: Name) -> ProviderDetailAnswer:
        """Give one provider."""
        return ProviderDetailAnswer.of(services.providers.get(provider))

    @router.patch("/settings/providers/{provider}")
    def set_places(provider: Name, body: PlacesBody) -> ProviderDetailAnswer:
        """Say how many generations a provider makes at once."""
        return ProviderDetailAnswer.of(services.providers.set_places(provider, body.places))

    @router.post("/settings/providers/{provider}/test", response_model=Items[TestAnswer])
    def test_provider(provider: Name) -> dict[str, Any]:
        """Try a provider's connection; each test is told by itself."""
        return {"items": list(services.providers.test(provider))}


def _add_keys(router: APIRouter, services: Services) -> None:
    @router.get("/settings/keys", response_model=Items[KeyAnswer])
    def list_keys() -> dict[str, Any]:
        """Tell of every provider that takes a key whether there is one."""
        return {"items": services.keys.states()}

    @router.get("/settings/keys/{provider}", response_model=KeyAnswer)
    def get_key(provider: Name) -> KeyState:
        """Tell whether there is a key, where it is kept and its last four characters."""
        return services.keys.state(provider)

    @router.put("/settings/keys/{provider}", response_model=KeyAnswer)
    def set_key(provider: Name, body: KeyBody) -> KeyState:
        """Keep a provider's key."""
        return services.keys.set(provider, body.key)

    @router.delete("/settings/keys/{provider}", response_model=KeyAnswer)
    def remove_key(provider: Name) -> KeyState:
        """Forget a provider's key; one in the environment counts again then."""
        return services.keys.remove(provider)
