"""What can be tested of the connection to Replicate: key, catalogue, upload."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from imagen.domain.errors import BadResponse
from imagen.providers import connection
from imagen.providers.base import ConnectionTest
from imagen.providers.connection import PIXEL

if TYPE_CHECKING:
    from imagen.providers.replicate.client import ReplicateClient

_KNOWN = "black-forest-labs/flux-schnell"


def connection_tests(client: ReplicateClient) -> Sequence[ConnectionTest]:
    """List the tests."""
    return connection.connection_tests(lambda: _key(client), lambda: _catalogue(client), lambda: _upload(client))


def _key(client: ReplicateClient) -> str:
    account = client.get("/v1/account")
    name = account.get("username") if isinstance(account, Mapping) else None
    if not isinstance(name, str) or not name:
        raise BadResponse("Replicate accepts the key and does not say whose it is.", "Try again later.")
    return f"The key belongs to {name[:100]}."


def _catalogue(client: ReplicateClient) -> str:
    model = client.get(f"/v1/models/{_KNOWN}")
    if not isinstance(model, Mapping) or not isinstance(model.get("latest_version"), Mapping):
        raise BadResponse(f"The catalogue answers without a schema for {_KNOWN}.", "Try again later.")
    return f"The catalogue answers: {_KNOWN} is there with its form."


def _upload(client: ReplicateClient) -> str:
    stored = client.upload("imagen-test.png", io.BytesIO(PIXEL), "image/png")
    if isinstance(stored.get("id"), str):
        client.delete_file(stored["id"])
    return "Files can be uploaded: a picture of one pixel went up and was removed again."
