"""Real pages in a real Chromium: one server and one browser for the whole session, a context of its own for each visit.

Without Chromium these tests are skipped, unless IMAGEN_REQUIRE_BROWSER=1, where that is a failure.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Iterator
from dataclasses import dataclass, field
from typing import Literal, Protocol

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Error, Page, async_playwright

from tests.browser.server import RunningServer, running_server

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
Size = Literal["desktop", "tablet", "phone"]
SIZES: dict[Size, tuple[int, int]] = {"desktop": (1440, 900), "tablet": (1180, 820), "phone": (390, 844)}


class Visit(Protocol):
    """Opens a page: `await visit("/lookups", size="phone", dark=False)`."""

    def __call__(
        self,
        path: str,
        *,
        size: Size = "desktop",
        dark: bool = True,
        at: RunningServer | None = None,
        beside: Page | None = None,
    ) -> Awaitable[Page]: ...


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """The session's Imagen; tests make things of their own in it and rely on nothing being there."""
    with running_server(tmp_path_factory.mktemp("imagen") / "data") as running:
        yield running


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """The session's browser."""
    async with async_playwright() as driver:
        path = os.environ.get("IMAGEN_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
        try:
            launched = await driver.chromium.launch(executable_path=path, args=ARGUMENTS)
        except Error as error:
            if os.environ.get("IMAGEN_REQUIRE_BROWSER") == "1":
                raise
            pytest.skip(f"There is no Chromium to test with: {error.message.splitlines()[0]}")
        yield launched
        await launched.close()


@dataclass
class Visits:
    """The pages that a test opened, and what they complained about."""

    browser: Browser
    contexts: list[BrowserContext] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    async def context(self, size: Size, dark: bool) -> BrowserContext:
        width, height = SIZES[size]
        made = await self.browser.new_context(
            viewport={"width": width, "height": height},
            has_touch=size != "desktop",
            is_mobile=size == "phone",
            color_scheme="dark" if dark else "light",
            accept_downloads=True,
        )
        self.contexts.append(made)
        return made

    async def open(self, context: BrowserContext, address: str) -> Page:
        page = await context.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._listen)
        await page.goto(address)
        await connected(page)
        return page

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(f"{message.text} ({message.location.get('url', '')})")


@pytest_asyncio.fixture(loop_scope="session")
async def visit(chromium: Browser, request: pytest.FixtureRequest) -> AsyncIterator[Visit]:
    """Open pages; afterwards none may have complained in its console, nor run markup that was given as text.

    `beside` opens another tab of the same browser; without it each visit is a browser of its own. `at` is another server
    than the session's.
    """
    visits = Visits(chromium)

    async def go(
        path: str,
        *,
        size: Size = "desktop",
        dark: bool = True,
        at: RunningServer | None = None,
        beside: Page | None = None,
    ) -> Page:
        here = at or request.getfixturevalue("server")
        context = beside.context if beside else await visits.context(size, dark)
        return await visits.open(context, here.address + path)

    yield go
    for context in visits.contexts:
        for page in context.pages:
            assert await page.evaluate("window.pwned") is None
        await context.close()
    assert visits.complaints == []


async def connected(page: Page) -> None:
    """Wait until the page hears its server."""
    await page.wait_for_function("window.did_handshake === true || window.socket?.connected === true")


async def fits(page: Page) -> bool:
    """Tell whether nothing of the page stands out at the side."""
    return bool(
        await page.evaluate(
            """() => document.documentElement.scrollWidth <= innerWidth + 1
                && [...document.querySelectorAll('main, main .split-side, main .split-main')]
                    .every(e => e.scrollWidth <= e.clientWidth + 1)"""
        )
    )
