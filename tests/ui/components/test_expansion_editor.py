"""The expansion editor in a real browser: typing, colours, completion, problems, offers."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Page, expect

from tests.ui.components.conftest import Opener, heard

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def opened(visit: Opener) -> Page:
    return await visit("/editor", ready=".xed-area")


async def test_typing_is_told_and_keeps_the_colours_in_place(visit: Opener) -> None:
    page = await opened(visit)
    area = page.locator(".xed-area")
    await area.fill("A [red,blue] [?color] [=color] || " + "long words " * 80)
    await expect(page.locator(".x-inline").first).to_have_text("[")
    assert await page.locator(".x-random").count()
    assert await page.locator(".x-back").count()
    assert await page.locator(".x-split").count()
    sizes = await area.evaluate(
        "a => [a.scrollHeight, a.clientHeight, document.querySelector('.xed-under').offsetHeight]"
    )
    assert abs(sizes[0] - sizes[1]) <= 1
    assert abs(sizes[1] - sizes[2]) <= 1
    box = await page.locator(".xed-box").evaluate("b => [b.clientHeight, b.scrollHeight]")
    assert box[0] <= 12 * 1.65 * 13.5 + 16 < box[1] + 200
    await heard(page, "change", await area.input_value())


async def test_copy_shows_exactly_the_text(visit: Opener) -> None:
    page = await opened(visit)
    text = r"\[x\] [a\,b,c] [[color] dog,cat] ] [ \\ [?1..5] [n=1..3] || 🌆"
    await page.locator(".xed-area").fill(text)
    shown = await page.locator(".xed-under").evaluate("u => u.textContent")
    assert shown.rstrip("\u200b") == text
    assert await page.locator(".x-escape").count() >= 3
    assert await page.locator(".x-stray").count() == 2


async def test_completion_by_keyboard(visit: Opener) -> None:
    page = await opened(visit)
    area = page.locator(".xed-area")
    await area.fill("")
    await area.press_sequentially("a [wea")
    await expect(page.locator(".xed-option")).to_have_count(1)
    await page.keyboard.press("Enter")
    await page.keyboard.type(" and [=")
    await expect(page.locator(".xed-option .xed-name")).to_have_text("weather")
    await page.keyboard.press("Tab")
    assert await area.input_value() == "a [weather] and [=weather]"
    await page.keyboard.type(" [")
    await page.keyboard.press("Escape")
    await expect(page.locator(".xed-menu")).to_have_count(0)


async def test_problem_stands_at_its_place_behind_an_emoji_and_is_mended_by_one_click(visit: Opener) -> None:
    page = await opened(visit)
    await page.get_by_role("button", name="Problems").click()
    await expect(page.locator(".xed-where")).to_contain_text("No lookup named wether")
    assert "".join(await page.locator(".x-wrong").all_inner_texts()) == "[wether]"
    await page.get_by_role("button", name="Use weather").click()
    assert await page.locator(".xed-area").input_value() == "A [color] 🌆 fox in [weather]"
    await page.keyboard.press("Control+z")
    assert await page.locator(".xed-area").input_value() == "A [color] 🌆 fox in [wether]"


async def test_a_mend_far_from_its_problem_puts_the_cursor_where_typing_goes_on(visit: Opener) -> None:
    page = await opened(visit)
    area = page.locator(".xed-area")
    await area.fill("🌆 A [red dog at [wether] now")
    await page.get_by_role("button", name="Problems").click()
    await expect(page.locator(".xed-problem")).to_have_count(2)
    await page.get_by_role("button", name="Close after “red”").click()
    assert await area.input_value() == "🌆 A [red] dog at [wether] now"
    await page.keyboard.type(",blue")
    assert await area.input_value() == "🌆 A [red,blue] dog at [wether] now"
    await page.get_by_role("button", name="Use weather").click()
    assert await area.input_value() == "🌆 A [red,blue] dog at [weather] now"
    await page.keyboard.type("!")
    assert await area.input_value() == "🌆 A [red,blue] dog at [weather]! now"
    for _ in range(3):
        await page.keyboard.press("Control+z")
    assert "[red dog" in await area.input_value() or "[wether]" in await area.input_value()


async def test_taking_it_literally_leaves_the_cursor_where_it_was(visit: Opener) -> None:
    page = await opened(visit)
    area = page.locator(".xed-area")
    await area.fill("A [red dog")
    await page.get_by_role("button", name="Problems").click()
    await page.get_by_role("button", name="Take it literally").click()
    await page.keyboard.type("!")
    assert await area.input_value() == "A \\[red dog!"


async def test_a_token_is_not_called_wrong_while_it_is_typed(visit: Opener) -> None:
    page = await opened(visit)
    area = page.locator(".xed-area")
    await page.clock.install()
    await page.clock.pause_at(await page.evaluate("Date.now() + 1000"))
    await area.fill("")
    await area.press_sequentially("A [wether] [red")
    await page.clock.run_for(300)
    await expect(page.locator("#heard")).to_contain_text("[wether] [red")
    await page.keyboard.press("Control+e")
    await expect(page.locator(".xed-problem")).to_have_text([re.compile("No lookup named wether")])
    await expect(page.locator(".x-wrong")).to_have_text(["[", "wether", "]"])
    await page.clock.run_for(900)
    await expect(page.locator(".xed-problem")).to_have_count(2)
    await expect(page.locator(".x-wrong")).to_have_count(4)
    await page.keyboard.press("Backspace")
    await page.clock.run_for(300)
    await page.keyboard.press("Control+e")
    # What was said keeps its place until the typing pauses, so that nothing moves meanwhile.
    await expect(page.locator(".xed-problem.gone")).to_have_text([re.compile("never closed")])
    await page.clock.run_for(900)
    await expect(page.locator(".xed-problem")).to_have_count(1)


async def test_unknown_lookup_and_selection_offer_a_new_lookup_in_code_points(visit: Opener) -> None:
    page = await opened(visit)
    await page.get_by_role("button", name="Problems").click()
    await page.get_by_role("button", name="Make the lookup wether…").click()
    await heard(page, "make", "", "wether", 19, 27)
    await page.locator(".xed-area").focus()
    await page.locator(".xed-area").evaluate("a => a.setSelectionRange(13, 16)")
    await page.get_by_role("button", name="Make lookup…").click()
    await heard(page, "make", "fox", "", 12, 15)


async def test_peek_shows_values_and_leads_to_the_lookup(visit: Opener) -> None:
    page = await opened(visit)
    await page.locator(".xed-area").focus()
    await page.locator(".xed-area").evaluate("a => a.setSelectionRange(5, 5)")
    await page.keyboard.press("Control+Space")
    await expect(page.locator(".xed-values li")).to_have_count(3)
    await page.locator(".xed-peek").get_by_role("button", name="Edit").click()
    await heard(page, "edit", "color")


async def test_text_from_elsewhere_is_only_offered_while_somebody_types(visit: Opener) -> None:
    page = await opened(visit)
    area = page.locator(".xed-area")
    await area.focus()
    await page.keyboard.press("End")
    await page.keyboard.type("!")
    await page.keyboard.press("Control+b")
    await expect(page.locator(".xed-offer")).to_be_visible()
    assert (await area.input_value()).endswith("!")
    await page.get_by_role("button", name="Take the change").click()
    assert await area.input_value() == "from elsewhere"
    await page.keyboard.press("Control+z")
    assert (await area.input_value()).endswith("!")


async def test_text_from_elsewhere_is_taken_when_idle_and_the_server_knows(visit: Opener) -> None:
    page = await opened(visit)
    await page.get_by_role("button", name="Offer").click()
    await expect(page.locator(".xed-area")).to_have_value("from elsewhere")
    await page.get_by_role("button", name="Value").click()
    log = await heard(page, "value", "from elsewhere")
    assert not [entry for entry in log if entry[0] == "change"]


async def test_ordering_by_key_takes_the_very_last_letter_along(visit: Opener) -> None:
    page = await opened(visit)
    await page.locator(".xed-area").fill("")
    await page.locator(".xed-area").press_sequentially("A last word")
    await page.keyboard.press("Control+Enter")
    await heard(page, "order", "A last word")
