"""The session's Chromium on a page of the playground."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page

ROOT = Path(__file__).resolve().parents[3]
Opener = Callable[..., Awaitable[Page]]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


@pytest.fixture(scope="session")
def playground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the playground and give its address."""
    port = free_port()
    folder = tmp_path_factory.mktemp("playground")
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("NICEGUI", "PYTEST"))}
    environment["NICEGUI_STORAGE_PATH"] = str(folder)
    log = (folder / "log.txt").open("w")
    command = [sys.executable, "-m", "tests.ui.components.playground", str(port)]
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    try:
        until = time.monotonic() + 60
        while not answers(f"{address}/plan"):
            alive = server.poll() is None and time.monotonic() < until
            assert alive, (folder / "log.txt").read_text()
            time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait(20)
        log.close()


@pytest_asyncio.fixture(loop_scope="session")
async def visit(chromium: Browser, playground: str) -> AsyncIterator[Opener]:
    """Open a page of the playground; afterwards nothing may have complained in the console, nor run foreign markup."""
    contexts = []
    complaints: list[str] = []

    async def go(
        path: str, *, ready: str, width: int = 1440, height: int = 900, touch: bool = False, dark: bool = True
    ) -> Page:
        context = await chromium.new_context(
            viewport={"width": width, "height": height},
            has_touch=touch,
            is_mobile=touch,
            color_scheme="dark" if dark else "light",
        )
        contexts.append(context)
        page = await context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        await page.goto(playground + path)
        await page.wait_for_selector(ready)
        await page.wait_for_function("window.did_handshake === true")
        return page

    yield go
    for context in contexts:
        for page in context.pages:
            assert await page.evaluate("window.pwned") is None
        await context.close()
    assert complaints == []


async def heard(page: Page, *wanted: Any) -> list[Any]:
    """Wait until the page's log holds an entry, and give the whole log."""
    await page.wait_for_function(
        "wanted => JSON.parse(document.querySelector('#heard').textContent).some(e => JSON.stringify(e) === wanted)",
        arg=json.dumps(list(wanted), ensure_ascii=False, separators=(",", ":")),
    )
    log: list[Any] = json.loads(await page.locator("#heard").inner_text())
    return log
