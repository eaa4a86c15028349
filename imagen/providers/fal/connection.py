"""What can be tested of the connection to fal: key, catalogue, upload."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from imagen.domain.errors import BadResponse
from imagen.providers.base import ConnectionTest

if TYPE_CHECKING:
    from imagen.providers.fal.client import FalClient

_KNOWN = "fal-ai/flux/schnell"
_A_MINUTE = 60
_PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d494844520000000100000001080600000"
    "01f15c4890000000d49444154789c636000000000020001e221bc330000000049454e44ae426082"
)


def connection_tests(client: FalClient) -> Sequence[ConnectionTest]:
    """List the tests, in the order in which they build on each other."""
    return (
        ConnectionTest("Key", lambda: _key(client)),
        ConnectionTest("Catalogue", lambda: _catalogue(client)),
        ConnectionTest("Upload", lambda: _upload(client)),
    )


def _key(client: FalClient) -> str:
    """Ask for a price, which every key may see and nobody without one: fal has no address that says whose a key is."""
    client.listed("/models/pricing", {"endpoint_id": _KNOWN}, "prices")
    return "fal accepts the key. Whether its account has credit shows with the first order."


def _catalogue(client: FalClient) -> str:
    asked = {"endpoint_id": _KNOWN, "expand": "openapi-3.0"}
    listed = client.listed("/models", asked, "models", needs_key=False)
    if not listed or not isinstance(listed[0], Mapping) or not isinstance(listed[0].get("openapi"), Mapping):
        raise BadResponse(f"The catalogue answers without a schema for {_KNOWN}.", "Try again later.")
    return f"The catalogue answers: {_KNOWN} is there with its form."


def _upload(client: FalClient) -> str:
    client.upload(_PIXEL, "image/png", "imagen-test.png", _A_MINUTE)
    return "Files can be uploaded: a picture of one pixel went up, and fal removes it after a minute."
