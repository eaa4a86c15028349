"""Templates and collections in a real browser: made from an order, used again, and undone; what is deleted comes back."""

from __future__ import annotations

import re
import time
import uuid

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Size, Visit, fits
from tests.browser.server import RunningServer

pytestmark = pytest.mark.asyncio(loop_scope="session")


def word() -> str:
    return f"w{uuid.uuid4().hex[:8]}"


def ordered(server: RunningServer, prompt: str) -> int:
    """Count the newest orders with this prompt."""
    return [one["parameters"]["prompt"] for one in server.api("GET", "/orders?limit=5")["items"]].count(prompt)


async def test_a_template_is_made_of_an_order_and_ordered_again(visit: Visit, server: RunningServer) -> None:
    name = word()
    body = {"model": "sketch:sketch", "parameters": {"prompt": f"A {name} [fox,owl]"}}
    order = server.api("POST", "/orders", body)
    production = await visit(f"/production?order={order['number']}")
    await production.get_by_role("button", name="More about this order").click()
    await production.get_by_role("menuitem", name="Save as a template…").click()
    asked = production.get_by_role("dialog", name="Save as a template")
    await asked.get_by_role("textbox", name="Name").fill(name)
    await production.keyboard.press("Enter")
    await expect(production.get_by_text(f"Saved the template {name}.")).to_be_visible()
    page = await visit("/templates")
    row = page.locator(".template-row").filter(has_text=name)
    await expect(row.get_by_role("link", name=f"from order {order['number']}")).to_be_visible()
    await row.get_by_role("button", name="Use").click()
    await expect(page.get_by_text(f"The form shows the template {name}.")).to_be_visible()
    await expect(page).to_have_url(re.compile("/order$"))
    await expect(page.get_by_role("textbox", name="Prompt", exact=True)).to_have_value(f"A {name} [fox,owl]")
    await page.get_by_role("button", name=re.compile("^Order")).last.click()
    until = time.monotonic() + 60
    while ordered(server, f"A {name} [fox,owl]") < 2:
        assert time.monotonic() < until, "it was not ordered again"
        await page.wait_for_timeout(100)


async def test_deleting_a_template_is_taken_back_in_both_windows(visit: Visit, server: RunningServer) -> None:
    name = word()
    order = {"model": "sketch:sketch", "parameters": {"prompt": f"A {name}"}}
    server.api("POST", "/templates", {"order": order, "name": name})
    here, there = await visit("/templates"), await visit("/templates", size="phone", dark=False)
    rows = [page.locator(".template-row").filter(has_text=name) for page in (here, there)]
    for row in rows:
        await expect(row).to_have_count(1)
    await rows[0].get_by_role("button", name=f"More for {name}").click()
    await here.get_by_role("menuitem", name="Delete").click()
    for row in rows:
        await expect(row).to_have_count(0)
    await here.keyboard.press("Control+z")
    for row in rows:
        await expect(row).to_have_count(1)


async def test_a_collection_is_made_tagged_opened_and_deleted(visit: Visit, server: RunningServer) -> None:
    name = word()
    page, other = await visit("/collections"), await visit("/collections")
    await page.keyboard.press("n")
    dialog = page.get_by_role("dialog", name="New collection")
    await dialog.get_by_role("textbox", name="Name").fill(name)
    await page.keyboard.press("Enter")
    card = page.locator(".collection-card").filter(has_text=name)
    await expect(card).to_contain_text("Nothing in it yet")
    await expect(other.locator(".collection-card").filter(has_text=name)).to_have_count(1)
    await card.get_by_role("button", name=f"More for {name}").click()
    await page.get_by_role("menuitem", name="Tags…").click()
    tags = page.get_by_role("dialog", name=f"Tags of {name}")
    await tags.get_by_role("textbox", name="Add a tag").fill(f"tag-{name}")
    await page.keyboard.press("Enter")
    await tags.get_by_role("button", name="Done").click()
    await expect(card).to_contain_text(f"tag-{name}")
    await card.get_by_role("button", name=f"More for {name}").click()
    await page.get_by_role("menuitem", name="Delete").click()
    await expect(card).to_have_count(0)
    await page.get_by_role("button", name="Undo").click()
    await expect(card).to_have_count(1)
    await card.get_by_role("link", name=name).click()
    await expect(page).to_have_url(re.compile(f"/gallery\\?q=collection%3A{name}&sort=by-hand"))


@pytest.mark.parametrize("path", ["/collections", "/templates", "/tags"])
@pytest.mark.parametrize("size", ["desktop", "tablet", "phone"])
async def test_nothing_stands_out_at_the_side(visit: Visit, server: RunningServer, path: str, size: Size) -> None:
    long = word() * 11
    if path == "/collections":
        server.api("POST", "/collections", {"name": long, "description": long * 5})
    elif path == "/tags":
        server.api("POST", "/tags", {"name": long})
    else:
        order = {"model": "sketch:sketch", "parameters": {"prompt": long * 9}}
        server.api("POST", "/templates", {"order": order, "name": long})
    page = await visit(path, size=size)
    await expect(page.get_by_text(long).first).to_be_visible()
    assert await fits(page)
