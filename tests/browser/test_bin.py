"""The Bin in a real browser: deleting elsewhere, selecting by hand and by keys, taking back."""

from __future__ import annotations

import time
import uuid

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Size, Visit, fits
from tests.browser.server import RunningServer

pytestmark = pytest.mark.asyncio(loop_scope="session")


def deleted(server: RunningServer, count: int) -> str:
    """Make so many pictures, delete them, and give a word that their prompts have."""
    word = f"fox{uuid.uuid4().hex[:8]}"
    order = {
        "model": "sketch:sketch",
        "parameters": {"prompt": f"<img src=x onerror=window.pwned=1> {word} [1..{count}]"},
    }
    placed = server.api("POST", "/orders", order)["id"]
    until = time.monotonic() + 60
    while server.api("GET", f"/orders/{placed}")["status"] != "fulfilled":
        assert time.monotonic() < until
        time.sleep(0.1)
    ids = [one["id"] for one in server.api("GET", f"/products?order_id={placed}&limit=200")["items"]]
    server.api("POST", "/products/bulk", {"action": "delete", "ids": ids})
    return word


async def test_some_come_back_by_hand_and_by_keys(visit: Visit, server: RunningServer) -> None:
    page, other = await visit("/bin"), await visit("/bin")
    word = deleted(server, 3)
    cards = page.locator(".bin-card").filter(has_text=word)
    await expect(cards).to_have_count(3)
    await cards.nth(0).locator(".bin-pick").click()
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("Space")
    await expect(page.get_by_role("checkbox", checked=True)).to_have_count(2)
    await page.keyboard.press("r")
    await expect(page.locator(".toast")).to_contain_text("Restored 2 products")
    await expect(cards).to_have_count(1)
    await expect(other.locator(".bin-card").filter(has_text=word)).to_have_count(1)
    await page.locator(".toast").get_by_role("button", name="Undo").click()
    await expect(cards).to_have_count(3)


@pytest.mark.parametrize("size", ["desktop", "tablet", "phone"])
async def test_it_fits(visit: Visit, server: RunningServer, size: Size) -> None:
    deleted(server, 1)
    page = await visit("/bin", size=size, dark=size == "phone")
    await expect(page.locator(".bin-card").first).to_be_in_viewport()
    await expect(page.get_by_role("button", name="Select all")).to_be_in_viewport()
    assert await fits(page)
