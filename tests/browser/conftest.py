"""Real pages in a real Chromium: the session's server and browser, a context of its own for each visit."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Generator
from dataclasses import dataclass, field
from typing import Literal, Protocol

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from tests.browser.chromium import ARGUMENTS
from tests.browser.server import RunningServer

__all__ = ["ARGUMENTS"]  # the benchmarks take it from here

_LOGGED = 3000  # characters
expect.set_options(timeout=30_000)  # ms; five seconds are too little where much else runs

Size = Literal["desktop", "tablet", "phone"]
SIZES: dict[Size, tuple[int, int]] = {"desktop": (1440, 900), "tablet": (1180, 820), "phone": (390, 844)}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Function) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show with a failed test what the servers logged that it visited: a page does not tell why."""
    report = yield
    if report.failed:
        for name, given in item.funcargs.items():
            if isinstance(given, RunningServer):
                report.sections.append((f"logged by {name}", given.said()[-_LOGGED:]))
    return report


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
    """Wait until the page hears its server; what happens in one before that may be told in another order."""
    await page.wait_for_function("window.did_handshake === true")


async def fits(page: Page) -> bool:
    """Tell whether nothing of the page stands out at the side."""
    return bool(
        await page.evaluate(
            """() => document.documentElement.scrollWidth <= innerWidth + 1
                && [...document.querySelectorAll('main, main .split-side, main .split-main')]
                    .every(e => e.scrollWidth <= e.clientWidth + 1)"""
        )
    )
