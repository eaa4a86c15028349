"""The strip in a real browser: few elements for many tiles, keys, live changes, dragging into an image field."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.ui.components.conftest import Opener, heard

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_two_thousand_tiles_cost_only_those_in_sight(visit: Opener) -> None:
    page = await visit("/strip", ready=".tile")
    assert await page.locator(".tile").count() < 60
    await expect(page.get_by_role("option").first).to_have_attribute("aria-setsize", "2003")


async def test_newest_first_with_states_in_words(visit: Opener) -> None:
    page = await visit("/strip?n=5", ready=".tile")
    order = await page.locator(".tile").evaluate_all(
        "ts => ts.sort((a, b) => a.ariaPosInSet - b.ariaPosInSet).map(t => t.dataset.id)"
    )
    assert order[:4] == ["plan", "run", "fail", "p0"]
    await expect(page.locator("[data-id=run] .tile-word")).to_have_text("25 %")
    await expect(page.locator("[data-id=fail] .tile-word")).to_have_text("failed")
    await page.get_by_role("button", name="Progress").click()
    await expect(page.locator("[data-id=run] .tile-word")).to_have_text("75 %")


async def test_walking_by_keys_in_the_strip_and_from_the_page(visit: Opener) -> None:
    page = await visit("/strip?n=40", ready=".tile")
    await page.locator("[data-id=p0]").click()
    await heard(page, "select", "p0", "click")
    await page.keyboard.press("ArrowRight")
    await heard(page, "select", "p1", "key")
    await page.keyboard.press("End")
    await heard(page, "select", "p39", "key")
    await heard(page, "more")
    await page.keyboard.press("Enter")
    await heard(page, "open", "p39")
    await page.keyboard.press("Home")
    await heard(page, "select", "plan", "key")
    await page.evaluate("document.activeElement.blur()")
    await page.keyboard.press("ArrowRight")
    await heard(page, "select", "run", "key")


async def test_planned_tile_gives_way_to_its_product(visit: Opener) -> None:
    page = await visit("/strip?n=5", ready=".tile")
    await page.locator("[data-id=plan]").click()
    await page.get_by_role("button", name="Finish").click()
    await expect(page.locator("[data-id=fresh]")).to_have_attribute("aria-selected", "true")
    await expect(page.locator("[data-id=plan]")).to_have_count(0)


async def test_what_is_looked_at_stays_when_new_tiles_come(visit: Opener) -> None:
    page = await visit("/strip?n=400&wrap=true", ready=".tile")
    view = page.locator(".strip-view")
    await view.evaluate("v => { v.scrollTop = 800 }")
    await expect(page.locator("[data-id=plan]")).to_have_count(0)  # the window has moved to what is looked at
    before = await page.locator(".tile").first.evaluate("t => [t.dataset.id, t.getBoundingClientRect().y]")
    await page.get_by_role("button", name="Progress").click()
    after = await page.locator(f"[data-id={before[0]}]").evaluate("t => t.getBoundingClientRect().y")
    assert abs(before[1] - after) < 2


async def test_product_is_dragged_into_the_image_field(visit: Opener) -> None:
    page = await visit("/strip?n=5", ready=".tile")
    await page.locator("[data-id=p2]").drag_to(page.locator(".imf"))
    await heard(page, "ids", ["p2"])
    await expect(page.locator(".imf-chip img")).to_have_count(1)
