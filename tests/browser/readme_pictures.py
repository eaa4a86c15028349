"""Take the README's pictures anew: `python -m tests.browser.readme_pictures`, after the look of a page has changed."""

from __future__ import annotations

import asyncio
import io
import tempfile
import time
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser, FloatRect, Page, expect

from tests.browser.chromium import launched
from tests.browser.server import RunningServer, running_server
from tests.provider_simulators import Simulators, Speed, simulators

PLACE = Path(__file__).parents[2] / "static" / "readme"
ANIMALS = "A [red,blue] [dog,fox,owl,whale] at [dawn|dusk]"
AUTUMN = "A [golden,teal] [lighthouse,whale,owl,fox] in [autumn,rain]"
MANY = "A paper boat, number [1..420]"
SKETCH, FLUX = "sketch:sketch", "replicate:black-forest-labs/flux-schnell"
LONG = 60_000  # ms


def main() -> None:
    """Stock an Imagen beside simulated services, and take all pictures."""
    with tempfile.TemporaryDirectory() as root, simulators(speed=Speed(0.01, 0.03, few_pictures=True)) as services:
        addresses = [f"{name.removeprefix('IMAGEN_').lower()}={url}" for name, url in services.environment.items()]
        with running_server(Path(root) / "data", *addresses) as server:
            _stock(server, services)
            asyncio.run(_take(server))


def _stock(server: RunningServer, services: Simulators) -> None:
    server.api("PUT", "/settings/keys/replicate", {"key": services.replicate.key})
    autumn = _made(server, AUTUMN)
    server.api("POST", "/products/bulk", {"action": "tag", "ids": autumn[::5], "tags": ["print"]})
    server.api("POST", "/products/bulk", {"action": "like", "ids": autumn[1::4]})
    for rating in range(5):
        server.api("POST", "/products/bulk", {"action": "rate", "ids": autumn[rating::7], "rating": rating})
    shortlist = server.api("POST", "/collections", {"name": "Shortlist"})["id"]
    server.api("POST", "/products/bulk", {"action": "collect", "ids": autumn[2:8], "collection_id": shortlist})
    _made(server, ANIMALS)


def _made(server: RunningServer, prompt: str) -> list[str]:
    """Order pictures, and give the ids of all there are, the newest first."""
    placed = server.api("POST", "/orders", {"model": SKETCH, "parameters": {"prompt": prompt}})["id"]
    while server.api("GET", f"/orders/{placed}")["status"] != "fulfilled":
        time.sleep(0.1)
    return [one["id"] for one in server.api("GET", "/gallery?limit=100")["items"]]


async def _take(server: RunningServer) -> None:
    async with launched() as browser:
        await _order(await _page(browser, f"{server.address}/order"))
        await _grid(await _page(browser, f"{server.address}/grid?order=2", height=620))
        await _gallery(await _page(browser, f"{server.address}/gallery?q=-liked%20"))
        await _models(await _page(browser, f"{server.address}/order"))
        await _question(await _page(browser, f"{server.address}/order"))


async def _page(browser: Browser, address: str, *, height: int = 900) -> Page:
    context = await browser.new_context(viewport={"width": 1440, "height": height}, color_scheme="dark")
    page = await context.new_page()
    page.set_default_timeout(LONG)
    await page.goto(address)
    await page.wait_for_function("window.did_handshake === true")
    return page


async def _order(page: Page) -> None:
    await page.get_by_role("textbox", name="Prompt", exact=True).fill(ANIMALS)
    await expect(page.locator(".order-count")).to_have_text("8generations", timeout=LONG)
    await page.locator(".strip .tile").nth(2).click()
    await _keep(page, "order", 1200)


async def _grid(page: Page) -> None:
    await page.locator('[data-at="1:1"]').click()
    await _keep(page, "grid", 1000)


async def _gallery(page: Page) -> None:
    cells = page.locator(".g-cell.is-ready")
    await cells.nth(1).click()
    await cells.nth(2).click(modifiers=["ControlOrMeta"])
    await expect(page.locator(".selection-count")).to_have_text("2 selected", timeout=LONG)
    await _keep(page, "gallery", 1200)


async def _models(page: Page) -> None:
    await page.locator(".model-button").click()
    await page.locator(".models-input").fill("flux")
    await expect(page.locator(".model-row").first).to_contain_text("FLUX", timeout=LONG)
    await _keep(page, "models", 1100)


async def _question(page: Page) -> None:
    await page.locator(".model-button").click()
    await page.locator(".models-input").fill("flux schnell")
    await page.locator(".model-row", has_text="black-forest-labs/flux-schnell").first.click()
    await page.get_by_role("textbox", name="Prompt", exact=True).fill(MANY)
    await expect(page.locator(".order-count")).to_have_text("420generations", timeout=LONG)
    await page.keyboard.press("Control+Enter")
    dialog = page.locator(".q-dialog .dialog")
    await expect(dialog).to_be_visible(timeout=LONG)
    await page.wait_for_timeout(500)
    box = await dialog.bounding_box()
    assert box is not None
    room = FloatRect(x=box["x"] - 24, y=box["y"] - 24, width=box["width"] + 48, height=box["height"] + 48)
    await _keep(page, "question", 480, room)


async def _keep(page: Page, name: str, width: int, part: FloatRect | None = None) -> None:
    """Keep what is seen, or a part of it, as a picture of so many pixels across."""
    await page.wait_for_timeout(1500)  # until what fades has faded
    taken = Image.open(io.BytesIO(await page.screenshot(clip=part)))
    size = (width, round(taken.height * width / taken.width))
    taken.convert("RGB").resize(size, Image.Resampling.LANCZOS).save(PLACE / f"{name}.webp", quality=82, method=6)
    await page.context.close()


if __name__ == "__main__":
    main()
