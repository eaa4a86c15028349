"""How many generations a provider makes at once: what a person set, else what the provider suggests."""

from __future__ import annotations

from collections.abc import Mapping

from imagen.data.repositories import Repositories
from imagen.providers.base import Provider

PLACES_PREFIX = "provider-places:"
MOST_PLACES = 500


def kept_places(repositories: Repositories) -> Mapping[str, int]:
    """Give what people set, by provider."""
    kept = repositories.settings.starting_with(PLACES_PREFIX)
    return {name: int(value["places"]) for name, value in kept.items() if value.get("places")}


def places_of(provider: Provider, kept: Mapping[str, int]) -> int:
    """Give the places of one provider."""
    return kept.get(provider.name, provider.places)


def keep_places(repositories: Repositories, provider: str, places: int | None) -> None:
    """Keep what a person set; None means the provider's own suggestion."""
    repositories.settings.put(f"{PLACES_PREFIX}{provider}", {} if places is None else {"places": places})
