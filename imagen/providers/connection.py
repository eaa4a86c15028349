"""What can be tested of the connection to any service: key, catalogue, upload, in the order in which they build on each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from imagen.providers.base import ConnectionTest

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d494844520000000100000001080600000"
    "01f15c4890000000d49444154789c636000000000020001e221bc330000000049454e44ae426082"
)
"""A PNG picture of one pixel, to try an upload with."""


def connection_tests(
    key: Callable[[], str], catalogue: Callable[[], str], upload: Callable[[], str]
) -> Sequence[ConnectionTest]:
    """Name the tests of a service; each gives a sentence of what was found, or raises a ProviderError."""
    return (
        ConnectionTest("Key", key),
        ConnectionTest("Catalogue", catalogue),
        ConnectionTest("Upload", upload),
    )
