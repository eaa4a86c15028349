"""Find the Imagen that runs on a data folder."""

from __future__ import annotations

import httpx

from imagen.datafolder import DataFolder

_SECONDS_TO_ANSWER = 5.0


def client_of(address: str, token: str = "") -> httpx.Client:
    """Make a client for the API at an address; no proxy of the surroundings comes between."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return httpx.Client(base_url=address, headers=headers, timeout=60.0, trust_env=False)


def running_address(folder: DataFolder) -> str | None:
    """Give the address of the Imagen that holds the folder; None when none does, or its address is stale."""
    address = folder.read_address()
    if address is None:
        return None
    try:
        with client_of(address.url) as client:
            answer = client.get("/api/health", timeout=_SECONDS_TO_ANSWER)
            told = answer.json()
    except (httpx.HTTPError, httpx.InvalidURL, ValueError):
        return None
    return address.url if isinstance(told, dict) and "ready" in told else None
