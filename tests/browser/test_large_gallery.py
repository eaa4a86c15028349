"""A gallery higher than browsers make elements: a million products, made up in answers as the server gives them."""

from __future__ import annotations

import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.async_api import Page, Route, expect

from tests.browser.conftest import Visit
from tests.browser.server import RunningServer

pytestmark = pytest.mark.asyncio(loop_scope="session")

TOTAL = 1_000_000


async def a_million(route: Route) -> None:
    """Answer for a library that would take too long to make."""
    address = urlsplit(route.request.url)
    if not address.path.endswith("/api/gallery"):
        await route.continue_()
        return
    offset = int(parse_qs(address.query)["offset"][0])
    items: list[dict[str, object]] = [
        {
            "id": f"00000000-0000-7000-8000-{number:012d}",
            "type": "image",
            "state": "ready",
            "liked": False,
            "rating": None,
            "width": 8,
            "height": 8,
            "placeholder": None,
            "duration_ms": None,
            "thumbnail_url": None,
            "large_thumbnail_url": None,
            "name": f"number {number}",
            "order_number": None,
            "tags": [],
        }
        for number in range(offset, min(offset + 100, TOTAL))
    ]
    body = {"total": TOTAL, "newest": 1, "offset": offset, "arrived": 0, "problems": [], "items": items}
    await route.fulfill(status=200, content_type="application/json", body=json.dumps(body))


async def cell_at(page: Page, name: str) -> float:
    """Give the height at which a product stands in the window."""
    box = await page.get_by_role("gridcell", name=name, exact=True).bounding_box()
    assert box
    return box["y"]


async def opened(visit: Visit) -> Page:
    page = await visit("/lookups")
    await page.context.route(re.compile("/api/gallery"), a_million)
    await page.goto(page.url.replace("/lookups", "/gallery?by=none"))
    await expect(page.locator(".gallery-count")).to_have_text("1,000,000 products")
    return page


async def test_both_ends_and_the_middle_are_reached(visit: Visit, server: RunningServer) -> None:
    page = await opened(visit)
    await page.keyboard.press("ArrowRight")
    await expect(page.get_by_role("gridcell", name="number 0", exact=True)).to_be_focused()
    await page.keyboard.press("Control+End")
    last = page.get_by_role("gridcell", name="number 999999", exact=True)
    await expect(last).to_be_focused()
    await expect(last).to_be_in_viewport()
    await page.keyboard.press("Control+Home")
    await expect(page.get_by_role("gridcell", name="number 0", exact=True)).to_be_in_viewport()
    box = await page.get_by_role("scrollbar", name="Place in the list").bounding_box()
    assert box
    await page.mouse.click(box["x"] + box["width"] - 6, box["y"] + box["height"] / 2)
    await expect(page.locator(".g-row").nth(2).locator(".g-cell").first).to_have_attribute(
        "title", re.compile(r"number (49|50)\d{4}")
    )
    assert await page.locator(".gallery-grid *").count() <= 300


async def test_a_turn_of_the_wheel_is_as_far_as_anywhere(visit: Visit, server: RunningServer) -> None:
    page = await opened(visit)
    box = await page.get_by_role("scrollbar", name="Place in the list").bounding_box()
    assert box
    await page.mouse.click(box["x"] + box["width"] - 6, box["y"] + box["height"] / 3)
    await expect(page.locator(".g-row").nth(2).locator(".g-cell").first).to_have_attribute(
        "title", re.compile(r"number 3\d{5}")
    )
    await page.wait_for_timeout(300)
    middle = page.locator(".g-row").nth(3).locator(".g-cell").first
    name = await middle.get_attribute("title") or ""
    before = await cell_at(page, name)
    await page.mouse.move(box["x"] - 300, box["y"] + 300)
    await page.mouse.wheel(0, 120)
    await page.wait_for_timeout(600)  # it comes to rest, and nothing may move then
    assert abs(before - 120 - await cell_at(page, name)) < 3
