"""Recorded exchanges of civitai, and a provider that speaks to a server which gives them."""

from __future__ import annotations

from typing import Any

from imagen.providers.civitai.provider import CivitaiProvider
from imagen.providers.surroundings import Surroundings
from tests.providers.replayed import Replayed, exchanges_of

KEY = "civ_test_key"
FOLDER = "civitai-client-js-0.2.0-beta.86"


def scenario(name: str) -> list[dict[str, Any]]:
    """Give the exchanges of a recorded scenario."""
    return exchanges_of(FOLDER, name)


def give(server: Replayed, *scenarios: str) -> None:
    """Answer the next requests as these scenarios were answered."""
    server.replies += [exchange["response"] for name in scenarios for exchange in scenario(name)]


def provider_at(server: Replayed) -> CivitaiProvider:
    """Make a provider that speaks to this server alone."""
    addresses = {"civitai_url": server.url, "civitai_orchestration_url": server.url}
    return CivitaiProvider(Surroundings(key=lambda name: KEY, addresses=addresses))
