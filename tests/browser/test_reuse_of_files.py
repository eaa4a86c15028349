"""What was imported is ordered again from wherever it is seen, in a real browser."""

from __future__ import annotations

import httpx
import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.server import RunningServer
from tests.media.metadata.samples import png, text_chunk

pytestmark = pytest.mark.asyncio(loop_scope="session")

FILE = "a [red] badger\nNegative prompt: rain\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 77, Size: 1x1"


@pytest.fixture
def badger(server: RunningServer) -> str:
    return taken(server, png(text_chunk("parameters", FILE)))


def taken(server: RunningServer, content: bytes) -> str:
    headers = {"Authorization": f"Bearer {server.token}"}
    files = [("files", ("badger.png", content))]
    answer = httpx.post(f"{server.address}/api/products/import", files=files, headers=headers, timeout=30)
    return str(answer.json()["items"][0]["id"])


async def filled(page: Page) -> None:
    await page.wait_for_url("**/order*")
    await expect(page.get_by_role("textbox", name="Prompt", exact=True)).to_have_value("a \\[red\\] badger")


async def test_from_the_viewer(visit: Visit, badger: str) -> None:
    page = await visit(f"/view/{badger}")
    await page.keyboard.press("r")
    await page.get_by_role("menuitem", name="What its file says", exact=True).click()
    await filled(page)


async def test_from_the_side_panel_and_the_selection_bar(visit: Visit, badger: str) -> None:
    page = await visit("/gallery?q=badger")
    tile = page.get_by_role("gridcell").first
    await tile.click()
    await page.locator(".gallery-details").get_by_role("button", name="Reuse").click()
    await filled(page)
    page = await visit("/gallery?q=badger")
    await page.get_by_role("gridcell").first.focus()
    await page.keyboard.press("r")
    await filled(page)


async def test_a_picture_of_which_nothing_is_known_is_offered_as_an_input(visit: Visit, server: RunningServer) -> None:
    page = await visit(f"/view/{taken(server, png())}")
    await page.keyboard.press("r")
    await page.get_by_role("menuitem", name="What its file says", exact=True).click()
    await expect(page.get_by_text("Nothing is known about how this was made")).to_be_visible()
    await page.locator(".toast").get_by_role("button", name="Use as input").click()
    await expect(page.get_by_text("Now an input of").or_(page.get_by_text("It is an input"))).to_be_visible()
