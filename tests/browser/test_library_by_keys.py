"""The whole way through the library without a mouse: found, culled, compared, kept, ordered again, deleted, taken back."""

from __future__ import annotations

import re
import time

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.server import RunningServer
from tests.browser.test_gallery import shows
from tests.browser.test_gallery_keeping import types_name, word
from tests.browser.test_viewer import made, product

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def choose(page: Page, count: int) -> None:
    """Select the first products."""
    await expect(page.locator(".g-cell.is-ready").first).to_be_visible()
    await page.keyboard.press("Escape")
    await page.keyboard.press("ArrowRight")
    await expect(page.locator(".g-cell.is-cursor")).to_be_focused()
    await page.keyboard.press("Control+Home")
    await page.keyboard.press("Space")
    for _ in range(count - 1):
        await page.keyboard.press("Shift+ArrowRight")
    await expect(page.locator(".selection-count")).to_have_text(f"{count} selected")


async def test_from_finding_to_taking_back(visit: Visit, server: RunningServer) -> None:
    sought, ids = made(server, 12)
    tag, collection, template = word(), word(), word()
    page = await visit("/gallery?by=none")
    press = page.keyboard.press

    await press("/")
    await page.keyboard.type(f"{sought} ")
    await press("Enter")
    await shows(page, 12)

    await choose(page, 10)
    await press("k")
    await expect(page.locator(".viewer-place")).to_have_text("1 of 10")
    for key in "kxkskxkkkk":
        await press(key)
    await expect(page.get_by_text("All decided")).to_be_visible()
    await press("Delete")
    await expect(page.locator(".toast").last).to_contain_text("Deleted 2 products")
    await press("Enter")
    await shows(page, 10)
    assert [one for one in ids if product(server, one)["liked"]] == [ids[at] for at in (0, 2, 4, 6, 7, 8, 9)]

    await choose(page, 2)
    await press("c")
    await expect(page.locator(".compare-cell")).to_have_count(2)
    await expect(page.get_by_role("table")).to_contain_text("Prompt")
    await press("Escape")
    await shows(page, 10)

    await choose(page, 3)
    await press("t")
    await types_name(page, tag)
    await press("Enter")
    await press("Enter")
    await expect(page.locator(".g-tags")).to_have_count(3)
    await press("b")
    await types_name(page, collection)
    await press("Enter")
    await expect(page.locator(".toast").last).to_contain_text(f"into {collection}")

    await choose(page, 1)
    await press("Shift+T")
    asked = page.get_by_role("dialog", name="Save as a template")
    await expect(asked.get_by_role("textbox", name="Name")).to_be_focused()
    await press("Control+a")
    await page.keyboard.type(template)
    await press("Enter")
    await expect(page.get_by_text(f"Saved the template {template}.")).to_be_visible()
    await expect(asked).to_have_count(0)

    await press("r")
    await page.wait_for_url("**/order*")
    await expect(page.get_by_role("textbox", name="Prompt", exact=True)).to_have_value(re.compile(sought))
    await expect(page.locator(".order-bar")).to_contain_text("12")
    await press("Control+Enter")
    until = time.monotonic() + 60
    while server.api("GET", f"/gallery?q={sought}")["total"] < 22:
        assert time.monotonic() < until, "it was not ordered again"
        await page.wait_for_timeout(100)

    await press("Control+k")
    await page.keyboard.type("Gallery")
    await press("Enter")
    await page.wait_for_url("**/gallery*")
    await press("/")
    await page.keyboard.type(f"collection:{collection} ")
    await press("Enter")
    await shows(page, 3)
    await choose(page, 2)
    await press("Delete")
    await shows(page, 1)
    await press("Control+z")
    await shows(page, 3)
