"""What can be tested of the connection to fal: key, catalogue, upload."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from imagen.domain.errors import BadResponse
from imagen.providers import connection
from imagen.providers.base import ConnectionTest
from imagen.providers.connection import PIXEL

if TYPE_CHECKING:
    from imagen.providers.fal.client import FalClient

_KNOWN = "fal-ai/flux/schnell"
_A_MINUTE = 60


def connection_tests(client: FalClient) -> Sequence[ConnectionTest]:
    """List the tests."""
    return connection.connection_tests(lambda: _key(client), lambda: _catalogue(client), lambda: _upload(client))


def _key(client: FalClient) -> str:
    """Ask for a price, which every key may see and nobody without one: fal has no address that says whose a key is."""
    client.listed("/models/pricing", {"endpoint_id": _KNOWN}, "prices")
    return "fal.ai accepts the key. Whether its account has credit shows with the first order."


def _catalogue(client: FalClient) -> str:
    asked = {"endpoint_id": _KNOWN, "expand": "openapi-3.0"}
    listed = client.listed("/models", asked, "models", needs_key=False)
    if not listed or not isinstance(listed[0], Mapping) or not isinstance(listed[0].get("openapi"), Mapping):
        raise BadResponse(f"The catalogue answers without a schema for {_KNOWN}.", "Try again later.")
    return f"The catalogue answers: {_KNOWN} is there with its form."


def _upload(client: FalClient) -> str:
    client.upload(PIXEL, "image/png", "imagen-test.png", _A_MINUTE)
    return "Files can be uploaded: a picture of one pixel went up, and fal.ai removes it after a minute."
