"""The model picker in a real browser: found, walked and chosen by hand and by key, over three hundred models."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from tests.ui.components.conftest import Opener

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def opened(visit: Opener, **how: Any) -> Page:
    page = await visit("/models", ready=".model-button", **how)
    await page.locator(".model-button").click()
    await expect(page.locator(".model-row").first).to_be_visible()
    return page


async def heard(page: Page) -> list[Any]:
    told: list[Any] = json.loads(await page.locator("#heard").inner_text())
    return told


def rows(page: Page) -> Locator:
    return page.locator(".model-row")


def named(page: Page, name: str) -> Locator:
    return rows(page).filter(has=page.get_by_text(name, exact=True))


async def test_a_key_opens_it_and_words_find_and_enter_takes(visit: Opener) -> None:
    page = await visit("/models", ready=".model-button")
    await page.keyboard.press("/")
    await expect(page.locator(".models-input")).to_be_focused()
    await expect(page.locator(".models-group").first).to_have_text("Used lately")
    await expect(rows(page).first).to_contain_text("Walnut 4")
    await page.keyboard.type("comet 18")
    await expect(rows(page).first).to_contain_text("Comet 18")
    await page.keyboard.press("ArrowDown")
    await expect(rows(page).nth(1)).to_have_attribute("aria-selected", "true")
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("Enter")
    await expect(page.locator(".models-box")).to_have_count(0)
    await expect(page.locator("#heard")).to_have_text('[["choose", "alpha:house/model-18"]]')
    await expect(page.locator(".model-button")).to_be_focused()


async def test_it_keeps_the_focus_from_what_it_was_opened_from(visit: Opener) -> None:
    page = await opened(visit)
    await page.evaluate("document.querySelector('.model-button').focus()")
    await expect(page.locator(".models-input")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.locator(".model-button")).to_be_focused()


async def test_the_key_types_where_somebody_types(visit: Opener) -> None:
    page = await visit("/models", ready=".model-button")
    await page.get_by_label("Prompt").click()
    await page.keyboard.type("day/night")
    await expect(page.get_by_label("Prompt")).to_have_value("day/night")
    await expect(page.locator(".models-box")).to_have_count(0)


async def test_filters_narrow_and_what_takes_no_orders_says_why(visit: Opener) -> None:
    page = await opened(visit)
    await expect(page.locator(".models-count")).to_have_text("300 models")
    await page.get_by_role("group", name="Provider").get_by_role("button", name="Beta").click()
    await page.get_by_role("group", name="Type").get_by_role("button", name="Text to video").click()
    await expect(page.locator(".models-count")).to_have_text("50 models")
    head = page.locator(".models-group", has_text="Beta")
    await expect(head).to_contain_text("has no key yet.")
    await expect(head.get_by_role("link", name="Settings")).to_have_attribute("href", "/settings#beta")
    await page.get_by_role("group", name="Provider").get_by_role("button", name="All").click()
    await page.get_by_role("group", name="Type").get_by_role("button", name="All").click()
    await page.keyboard.type("model-12")
    await expect(page.locator(".model-row.gone")).to_contain_text("Alpha does not offer it any more.")
    assert await page.evaluate("window.pwned") is None


async def test_what_is_known_of_costs_is_seen_and_narrows(visit: Opener) -> None:
    page = await opened(visit)
    known = page.get_by_role("button", name="Known before ordering")
    await expect(named(page, "Meadow 0")).to_contain_text("$0.04 each")
    await expect(named(page, "Meadow 5")).to_contain_text("asked when chosen")
    await expect(named(page, "Lantern 2")).to_contain_text("price unknown")
    await known.click()
    await expect(page.locator(".models-count")).to_have_text("150 models")
    await expect(rows(page).filter(has_text="price unknown")).to_have_count(0)
    await page.keyboard.type("lantern 2")
    await expect(named(page, "Lantern 212")).to_be_visible()
    await expect(named(page, "Lantern 2")).to_have_count(0)
    await page.get_by_role("button", name="Any cost").click()
    await expect(named(page, "Lantern 2")).to_be_visible()
    await page.locator(".models-input").fill("")
    await known.click()
    await page.get_by_role("group", name="Type").get_by_role("button", name="Text to video").click()
    await page.get_by_role("group", name="Provider").get_by_role("button", name="Alpha").click()
    assert set(await page.locator(".model-row-side").all_inner_texts()) == {"$0.04 each"}
    await page.get_by_role("group", name="Provider").get_by_role("button", name="Beta").click()
    assert set(await page.locator(".model-row-side").all_inner_texts()) == {"asked when chosen"}


async def test_escape_closes_and_nothing_is_chosen(visit: Opener) -> None:
    page = await opened(visit)
    await page.keyboard.type("meadow")
    await page.keyboard.press("Escape")
    await expect(page.locator(".models-box")).to_have_count(0)
    assert await heard(page) == []


async def test_a_pasted_link_is_added_by_enter_however_soon_it_comes(visit: Opener) -> None:
    page = await opened(visit)
    await page.keyboard.insert_text("https://alpha.example/some/one")
    await page.keyboard.press("Enter")
    row = page.locator(".model-row.act")
    await expect(row).to_contain_text("Asking Alpha about it…")
    await expect(row).to_have_attribute("aria-busy", "true")
    added = [["add", "alpha:some/one", "alpha", "https://alpha.example/some/one"]]
    await expect(page.locator("#heard")).to_have_text(json.dumps(added))


async def test_a_link_to_a_known_model_offers_that_one(visit: Opener) -> None:
    page = await opened(visit)
    await page.keyboard.insert_text("https://alpha.example/house/model-18")
    await expect(rows(page)).to_have_count(1)
    await expect(page.locator(".models-group").first).to_have_text("You have it")
    await page.keyboard.press("Enter")
    await expect(page.locator("#heard")).to_have_text('[["choose", "alpha:house/model-18"]]')


async def test_what_cannot_be_added_says_why_and_stays_typed(visit: Opener) -> None:
    page = await opened(visit)
    await page.keyboard.insert_text("some/broken")
    await page.keyboard.press("Enter")
    await expect(page.locator(".model-row.act").first).to_contain_text("Alpha has no such model.")
    await expect(page.locator(".models-input")).to_have_value("some/broken")


async def test_the_providers_are_searched_and_each_answers_by_itself(visit: Opener) -> None:
    page = await opened(visit)
    await page.keyboard.type("zebra")
    await expect(page.locator(".models-none").first).to_have_text("No model known here is called “zebra”.")
    await page.keyboard.press("Enter")
    await expect(page.locator(".models-none.danger-text")).to_have_text("Beta cannot be reached.")
    await expect(rows(page).filter(has_text="Found")).to_have_count(6)
    await page.get_by_role("option", name="Show 3 more at Alpha").click()
    await expect(rows(page).filter(has_text="Found")).to_have_count(9)
    await rows(page).filter(has_text="Found").first.click()
    await expect(page.locator("#heard")).to_have_text(
        '[["find", "zebra", ["alpha", "beta"]], ["add", "alpha:far/0", "alpha", "far/0"]]'
    )


async def test_a_sheet_on_the_phone_within_reach_of_a_thumb(visit: Opener) -> None:
    page = await opened(visit, width=390, height=844, touch=True)
    box = await page.locator(".models-box").bounding_box()
    assert box is not None
    assert box["width"] == 390
    assert box["y"] + box["height"] == pytest.approx(844, abs=1)
    small = await page.evaluate(
        """() => [...document.querySelectorAll(".models-box :is(button, input)")]
            .map((one) => [one.textContent, one.getBoundingClientRect()])
            .filter(([, at]) => at.height < 43.5 || at.width < 43.5).map(([name, at]) => `${name} ${at.width}x${at.height}`)"""
    )
    assert small == []
