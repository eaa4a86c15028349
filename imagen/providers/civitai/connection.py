"""What can be tested of the connection to civitai: key, catalogue, upload."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from imagen.domain.errors import BadResponse
from imagen.providers.base import ConnectionTest

if TYPE_CHECKING:
    from imagen.providers.civitai.client import CivitaiClient

_PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d494844520000000100000001080600000"
    "01f15c4890000000d49444154789c636000000000020001e221bc330000000049454e44ae426082"
)


def connection_tests(client: CivitaiClient) -> Sequence[ConnectionTest]:
    """List the tests, in the order in which they build on each other."""
    return (
        ConnectionTest("Key", lambda: _key(client)),
        ConnectionTest("Catalogue", lambda: _catalogue(client)),
        ConnectionTest("Upload", lambda: _upload(client)),
    )


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
    client.upload(_PIXEL, "image/png")
    return "Files can be uploaded: a picture of one pixel went up."
