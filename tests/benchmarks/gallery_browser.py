"""Measure the gallery's page in a real browser on 100,000 products: first thumbnails, jumps, frames, nodes, memory.

`IMAGEN_BENCHMARK_LIBRARY` names a folder made by `python -m tests.benchmarks.library`, which the server then works in;
without it one is made first. `IMAGEN_BENCHMARK_PRODUCTS` makes a smaller or a larger one.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Page, ViewportSize

from imagen.datafolder import DataFolder
from tests.benchmarks.library import make
from tests.benchmarks.row import Row, within
from tests.browser.chromium import launched
from tests.browser.server import RunningServer, running_server

PRODUCTS = 100_000
TRIES = 5
SCROLLED_SECONDS = 4
CLIENTS = 6
_WINDOW: ViewportSize = {"width": 1440, "height": 900}
_THERE = "() => document.querySelectorAll('.g-image.there').length >= 12"
_ALL_THERE = """() => {
    const view = document.querySelector('.g-view').getBoundingClientRect();
    const seen = [...document.querySelectorAll('.g-cell')].filter((cell) => {
        const box = cell.getBoundingClientRect();
        return box.bottom > view.top && box.top < view.bottom && box.height > 0;
    });
    return seen.length > 5 && seen.every((cell) => cell.item && (cell.querySelector('.there') || !cell.querySelector('[src]')));
}"""
_FRAMES = """(seconds) => new Promise((done) => {
    const view = document.querySelector('.g-view'), times = [], blanks = [];
    let last = performance.now();
    const end = last + seconds * 1000;
    const step = (now) => {
        times.push(now - last);
        last = now;
        view.scrollTop += 24;
        blanks.push(document.querySelectorAll('.g-cell.is-blank').length);
        if (now < end) requestAnimationFrame(step);
        else done({times: times.slice(2), blanks, nodes: document.querySelectorAll('.gallery-grid *').length});
    };
    requestAnimationFrame(step);
})"""


def rows() -> list[Row]:
    """Measure on one server; times are the medians of several tries, a new browser profile for each cold one."""
    with _library() as folder, running_server(folder) as server:
        return asyncio.run(_measured(server))


async def _measured(server: RunningServer) -> list[Row]:
    async with launched() as browser:
        first = statistics.median([await _first_thumbnails(browser, server) for _ in range(TRIES)])
        jump = statistics.median([await _jump(browser, server, 0.5 + 0.03 * time) for time in range(TRIES)])
        frames = await _frames(browser, server)
        memory = await _memory(browser, server)
    slow = sorted(frames["times"])[int(len(frames["times"]) * 0.95)]
    rate = 1000 / statistics.mean(frames["times"])
    return [
        within("gallery page: 12 first thumbnails, cold", first, 0.8),
        within("gallery page: jump to the middle, all in sight", jump, 0.25),
        Row("gallery page: frames a second, scrolling", f"{rate:.0f}", "60", rate / 60, 0.95),
        within("gallery page: frame, 95th percentile", slow / 1000, 1 / 30),
        Row("gallery page: nodes of the grid", f"{frames['nodes']}", "limit 300", 300 / frames["nodes"]),
        Row("gallery page: server memory a client", f"{memory:.2f} MB", "limit 0.2 MB", 0.2 / max(memory, 0.01)),
    ]


async def _first_thumbnails(browser: Browser, server: RunningServer) -> float:
    context = await browser.new_context(viewport=_WINDOW)
    page = await context.new_page()
    await page.goto(f"{server.address}/settings")  # the browser's own start is not ours; the session is
    await context.clear_cookies()
    began = time.perf_counter()
    await page.goto(f"{server.address}/gallery", wait_until="commit")
    await page.wait_for_function(_THERE, polling="raf")
    seconds = time.perf_counter() - began
    await context.close()
    return seconds


async def _opened(browser: Browser, server: RunningServer) -> Page:
    context = await browser.new_context(viewport=_WINDOW)
    page = await context.new_page()
    await page.goto(f"{server.address}/gallery")
    await page.wait_for_function(_THERE)
    await page.wait_for_timeout(500)
    return page


async def _jump(browser: Browser, server: RunningServer, share: float) -> float:
    page = await _opened(browser, server)
    rail = await page.locator(".g-rail").bounding_box()
    assert rail is not None
    x, y = rail["x"] + rail["width"] - 6, rail["y"] + rail["height"] * share
    await page.mouse.move(x, y)
    began = time.perf_counter()
    await page.mouse.down()
    await page.mouse.up()
    await page.wait_for_function(_ALL_THERE, polling="raf")
    seconds = time.perf_counter() - began
    await page.context.close()
    return seconds


async def _frames(browser: Browser, server: RunningServer) -> dict[str, Any]:
    page = await _opened(browser, server)
    measured: dict[str, Any] = await page.evaluate(_FRAMES, SCROLLED_SECONDS)
    await page.context.close()
    return measured


async def _memory(browser: Browser, server: RunningServer) -> float:
    """Give the megabytes that a page holds, over those that the first ones needed once."""
    pages = [await _opened(browser, server) for _ in range(2)]
    before = _resident(server)
    pages += [await _opened(browser, server) for _ in range(CLIENTS)]
    after = _resident(server)
    for page in pages:
        await page.context.close()
    return max(0.0, (after - before) / CLIENTS)


def _resident(server: RunningServer) -> float:
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("RssAnon"))
    return int(line.split()[1]) / 1024


@contextmanager
def _library() -> Iterator[Path]:
    given = os.environ.get("IMAGEN_BENCHMARK_LIBRARY")
    if given:
        yield Path(given)
        return
    with tempfile.TemporaryDirectory(prefix="imagen-benchmark-") as root:
        folder = DataFolder(Path(root) / "data")
        with folder.acquire():
            make(folder, int(os.environ.get("IMAGEN_BENCHMARK_PRODUCTS", PRODUCTS)))
        yield folder.root


if __name__ == "__main__":
    for measured in rows():
        print(measured)
