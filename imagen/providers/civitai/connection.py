"""What can be tested of the connection to civitai: key, catalogue, upload."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from imagen.domain.errors import BadResponse
from imagen.providers import connection
from imagen.providers.base import ConnectionTest
from imagen.providers.connection import PIXEL

if TYPE_CHECKING:
    from imagen.providers.civitai.client import CivitaiClient


def connection_tests(client: CivitaiClient) -> Sequence[ConnectionTest]:
    """List the tests."""
    return connection.connection_tests(lambda: _key(client), lambda: _catalogue(client), lambda: _upload(client))


def _key(client: CivitaiClient) -> str:
    account = client.site("/me", with_key=True)
    name = account.get("username") if isinstance(account, Mapping) else None
    if not isinstance(name, str) or not name:
        raise BadResponse("civitai accepts the key and does not say whose it is.", "Try again later.")
    return f"The key belongs to {name[:100]}."


def _catalogue(client: CivitaiClient) -> str:
    """Ask both APIs: the site tells of models, orchestration of what can be generated."""
    services = client.get("/v2/services", {"limit": 1, "offset": 0})
    models = client.site("/models", {"limit": 1, "types": "Checkpoint"})
    if not isinstance(services, Mapping) or not isinstance(models, Mapping) or not models.get("items"):
        raise BadResponse("The catalogue answers without any models.", "Try again later.")
    count = services.get("totalCount")
    return f"The catalogue answers: {count:,} services." if isinstance(count, int) else "The catalogue answers."


def _upload(client: CivitaiClient) -> str:
    client.upload(PIXEL, "image/png")
    return "Files can be uploaded: a picture of one pixel went up."
