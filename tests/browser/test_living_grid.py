"""The living grid and the analysis in a real browser: walked, liked and rated by keys, holes ordered, values clicked."""

from __future__ import annotations

import re
import time

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Visit, fits
from tests.browser.server import RunningServer

pytestmark = pytest.mark.asyncio(loop_scope="session")
MODEL = "sketch:sketch"


def made(server: RunningServer, prompt: str, **more: object) -> dict[str, int]:
    placed: dict[str, int] = server.api("POST", "/orders", {"model": MODEL, "parameters": {"prompt": prompt}, **more})
    until = time.monotonic() + 90
    while server.api("GET", f"/orders/{placed['id']}")["status"] != "fulfilled":
        assert time.monotonic() < until
        time.sleep(0.2)
    return placed


async def test_a_grid_is_walked_judged_and_filled_and_stays_over_a_reload(server: RunningServer, visit: Visit) -> None:
    order = made(server, "a [crimson,azure] [fox,owl,whale]", exclude=[1])
    page = await visit(f"/grid?order={order['number']}")
    await expect(page.locator(".choices-cell .tile-product")).to_have_count(5)
    await page.locator(".choices-view").focus()
    await expect(page.locator(".cell-bar")).to_contain_text("fox")
    await page.keyboard.press("l")
    await expect(page.locator('[data-at="0:0"] .tile-liked')).to_be_visible()
    await page.keyboard.press("4")
    await expect(page.locator('[data-at="0:0"] .choices-rated')).to_have_text("4")
    beside = await visit(f"/grid?order={order['number']}", size="phone", dark=False)
    await expect(beside.locator('[data-at="0:0"] .choices-rated')).to_have_text("4")
    assert await fits(beside)
    await page.keyboard.press("ArrowRight")
    await expect(page.locator(".cell-bar")).to_contain_text("Was never ordered.")
    await page.get_by_role("button", name="Swap the axes").click()
    await expect(page.locator(".choices-head.across")).to_have_text(["crimson", "azure"])
    await page.reload()
    await expect(page.locator(".choices-head.across")).to_have_text(["crimson", "azure"])
    await page.locator('[data-at="1:0"].hole').click()
    await page.get_by_role("button", name="Order this").click()
    await expect(page).to_have_url(re.compile("/order$"))
    await expect(page.get_by_text("The form makes what is missing.")).to_be_visible()
    await expect(page.get_by_role("textbox", name="Prompt", exact=True)).to_have_value(re.compile("crimson"))


async def test_an_arrow_walks_on_wherever_the_focus_is(server: RunningServer, visit: Visit) -> None:
    order = made(server, "a [crimson,azure] [fox,owl,whale]")
    page = await visit(f"/grid?order={order['number']}")
    await page.locator('[data-at="0:0"]').click()
    await page.locator(".cell-bar").get_by_role("button", name="4, Good").click()
    await expect(page.locator('[data-at="0:0"] .choices-rated')).to_have_text("4")
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("2")
    await expect(page.locator('[data-at="0:1"] .choices-rated')).to_have_text("2")
    await expect(page.locator('[data-at="0:0"] .choices-rated')).to_have_text("4")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("5")
    await expect(page.locator('[data-at="1:1"] .choices-rated')).to_have_text("5")


async def test_a_heart_stands_beside_the_count_and_one_frame_around_the_cell(
    server: RunningServer, visit: Visit
) -> None:
    order = made(server, "a [olive,coral] [newt,toad] in [fog,sun]")
    page = await visit(f"/grid?order={order['number']}")
    await expect(page.locator(".choices-cell .tile-product")).to_have_count(4)
    await page.locator(".choices-view").focus()
    await expect(page.locator(".cell-bar")).to_contain_text("newt")
    await page.keyboard.press("l")
    cell = page.locator('[data-at="0:0"]')
    await expect(cell.locator(".tile-liked")).to_be_visible()
    heart = await cell.locator(".tile-liked").bounding_box()
    count = await cell.locator(".choices-count").bounding_box()
    assert heart is not None
    assert count is not None
    assert heart["y"] + heart["height"] <= count["y"]
    frame = await cell.locator(".tile").evaluate("(tile) => getComputedStyle(tile, '::after').boxShadow")
    assert frame == "none"
    phone = await visit(f"/grid?order={order['number']}", size="phone")
    await expect(phone.get_by_text("Tap a cell")).to_be_visible()
    await expect(phone.get_by_text("arrows walk")).to_be_hidden()


async def test_a_value_that_is_clicked_narrows_the_analysis(server: RunningServer, visit: Visit) -> None:
    made(server, "a [tint=teal,ochre] hedgehog", repeats=12)
    found = server.api("GET", "/products?q=tint%3Dteal+hedgehog&limit=50")["items"]
    server.api("POST", "/products/bulk", {"action": "like", "ids": [one["id"] for one in found]})
    page = await visit("/gallery/analysis?q=hedgehog")
    await expect(page.locator(".analysis-words")).to_contain_text("12 of 24 products found are liked: 50 %.")
    row = page.get_by_role("row").filter(has_text="tint: teal")
    await expect(row).to_contain_text("more often")
    await expect(page.locator(".share-chart svg").first).to_be_visible()
    assert await fits(page)
    await page.locator(".share-chart").nth(0).locator("path").first.wait_for(state="attached")
    await row.get_by_role("link").click()
    await expect(page).to_have_url(re.compile(r"tint%3Dteal"))
    await expect(page.locator(".analysis-words")).to_contain_text("12 of 12 products found are liked: 100 %.")


async def test_the_viewer_over_a_grid_keeps_templates_and_compares(server: RunningServer, visit: Visit) -> None:
    order = made(server, "a [plum,lime] [heron,stork]")
    page = await visit(f"/grid?order={order['number']}")
    await page.locator('[data-at="0:1"]').click()
    await page.get_by_role("button", name="Look").click()
    viewer = page.get_by_role("dialog", name="Viewer")
    await expect(viewer.get_by_text("2 of 4")).to_be_visible()
    await viewer.get_by_role("button", name="Reuse").click()
    await page.get_by_role("menuitem", name="Save as a template…").click()
    asked = page.get_by_role("dialog", name="Save as a template")
    await expect(asked.get_by_role("textbox", name="Name")).to_have_value("a [plum,lime] [heron,stork]")
    await asked.get_by_role("button", name="Save template").click()
    await expect(page.get_by_text("Saved the template")).to_be_visible()
    await viewer.get_by_role("button", name="Compare").click()
    await expect(page.get_by_role("cell", name="a lime heron")).to_be_visible()
