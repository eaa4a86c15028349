"""What holds for all tests: none touches the keyring of the person who runs them, and all share a browser and a server."""

from __future__ import annotations

import gc
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from functools import cache
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from httpx._transports import default

if TYPE_CHECKING:
    from playwright.async_api import Browser

    from tests.browser.server import RunningServer

os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
for _name in ("REPLICATE_API_TOKEN", "FAL_KEY", "CIVITAI_API_TOKEN"):
    os.environ.pop(_name, None)

# Nothing here speaks TLS; reading all certificates for each of thousands of clients would take minutes altogether.
default.create_ssl_context = cache(default.create_ssl_context)


def pytest_collection_finish() -> None:
    """Spare the garbage collector what is there for good: NiceGUI's simulation collects all garbage twice for each test."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """The session's Imagen; tests make things of their own in it and rely on nothing being there."""
    from tests.browser.server import running_server

    with running_server(tmp_path_factory.mktemp("imagen") / "data") as running:
        yield running


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """The session's browser; without Chromium its tests are skipped, unless IMAGEN_REQUIRE_BROWSER=1."""
    from playwright.async_api import Error

    from tests.browser.chromium import launched

    async with AsyncExitStack() as stack:
        try:
            browser = await stack.enter_async_context(launched())
        except Error as error:
            if os.environ.get("IMAGEN_REQUIRE_BROWSER") == "1":
                raise
            pytest.skip(f"There is no Chromium to test with: {error.message.splitlines()[0]}")
        yield browser
