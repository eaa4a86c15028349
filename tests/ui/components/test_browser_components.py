"""The display, the image field, the grid by choices, the plan table and the frame in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import expect

from tests.ui.components.conftest import Opener, heard

pytestmark = pytest.mark.asyncio(loop_scope="session")
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64


async def test_display_zooms_by_double_click_and_keys(visit: Opener) -> None:
    page = await visit("/display", ready=".display-image.there")
    await expect(page.locator(".display-tool.percent")).not_to_have_text("100 %")
    await page.locator(".display").dblclick()
    await heard(page, "zoom", 1, False)
    await page.locator(".display").press("0")
    await expect(page.locator(".display-tool.percent")).not_to_have_text("100 %")
    await page.locator(".display").press("+")
    await expect(page.locator(".display")).to_have_class("display movable")


async def test_display_says_what_became_of_a_generation(visit: Opener) -> None:
    page = await visit("/display", ready=".display")
    await page.get_by_role("button", name="Failed").click()
    await expect(page.locator(".display-error")).to_contain_text("Refused. <img")
    await page.get_by_role("button", name="Running").click()
    await expect(page.get_by_role("progressbar")).to_have_attribute("aria-valuenow", "50")
    await page.get_by_role("button", name="Nothing").click()
    await expect(page.locator(".display-state b")).to_have_text("Nothing to show yet")


async def test_image_field_takes_files_and_says_which_it_could_not(visit: Opener) -> None:
    page = await visit("/field", ready=".imf")
    files = [
        {"name": "a.png", "mimeType": "image/png", "buffer": PNG},
        {"name": "b.txt", "mimeType": "text/plain", "buffer": b"no"},
    ]
    await page.locator(".imf input[type=file]").set_input_files(files)
    await heard(page, "ids", ["one", "made-a.png"])
    await expect(page.locator(".imf-errors")).to_contain_text("b.txt: This is no picture that Imagen can read.")
    await page.get_by_role("button", name="Remove One").click()
    await heard(page, "ids", ["made-a.png"])


async def test_grid_shows_holes_fills_and_walks(visit: Opener) -> None:
    page = await visit("/grid", ready=".choices .tile")
    await expect(page.locator(".choices-cell.hole")).to_have_count(2)
    await page.locator("[data-id=a]").click()
    await page.get_by_role("button", name="Fill").click()
    await expect(page.locator(".choices-cell.hole")).to_have_count(1)
    await page.locator(".choices-view").focus()
    await page.keyboard.press("ArrowRight")
    await heard(page, "select", "b", "key")
    await page.keyboard.press("ArrowDown")
    await heard(page, "select", "d", "key")
    await page.get_by_role("button", name="Swap the axes").click()
    await heard(page, "axes", "city", "color")


async def test_grid_says_under_each_picture_what_else_was_chosen_and_narrows_to_one(visit: Opener) -> None:
    page = await visit("/grid/2", ready=".choices .tile")
    notes = page.locator('[data-at="0:0"] .choices-note')
    await expect(notes).to_have_text(["steps 10 · dawn", "steps 10 · dusk", "steps 30 · dawn", "steps 30 · dusk"])
    await page.get_by_label("Only steps").select_option("30")
    await expect(notes).to_have_text(["dawn", "dusk"])
    await page.get_by_label("Only light").select_option("dusk")
    await expect(page.locator('[data-at="0:0"] .tile')).to_have_count(1)
    await expect(page.locator('[data-at="0:0"] .tile')).to_have_attribute("data-id", "0011")
    await page.locator('[data-id="0011"]').click()
    await page.keyboard.press("ArrowRight")
    await heard(page, "select", "0111", "key")


async def test_a_large_grid_draws_what_is_in_sight_and_is_walked_and_leafed_through(visit: Opener) -> None:
    page = await visit("/grid/stacked", ready=".choices .tile")
    assert await page.locator(".choices-cell").count() < 400
    await expect(page.locator('[data-at="0:1"] .choices-hole')).to_have_text("never ordered")
    await page.locator(".choices-view").focus()
    await heard(page, "cursor", 0, 0, "0-0-0")
    await page.keyboard.press("ArrowRight")
    await heard(page, "cursor", 0, 1, None)
    await page.keyboard.press("ArrowDown")
    await heard(page, "cursor", 1, 1, "1-1-0")
    await page.keyboard.press(".")
    await heard(page, "cursor", 1, 1, "1-1-1")
    await expect(page.locator('[data-at="1:1"] .choices-count')).to_have_text("2/3")
    await page.keyboard.press("Enter")
    await heard(page, "open", "1-1-1")
    await page.keyboard.press("End")
    await heard(page, "cursor", 1, 49, "1-49-0")
    await expect(page.locator('[data-at="1:49"]')).to_be_in_viewport()
    await expect(page.locator('[data-at="1:1"]')).to_have_count(0)


@pytest.mark.parametrize("width", [1440, 1180, 390])
@pytest.mark.parametrize("count", [1, 2, 4])
async def test_grid_uses_the_width_it_has(visit: Opener, width: int, count: int) -> None:
    page = await visit(f"/grid/{count}", ready=".choices .tile", width=width, touch=width < 500)
    await page.wait_for_function("document.querySelector('.choices-table').style.minWidth !== ''")
    view, table, tile = await page.evaluate(
        "['.choices-view', '.choices-table', '.choices .tile'].map(s => document.querySelector(s).getBoundingClientRect().width)"
    )
    assert table >= view - 2
    assert tile >= 84
    assert table <= view or width == 390
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert await page.locator(".choices-axes select").evaluate_all(
        "es => es.every(e => parseFloat(getComputedStyle(e).paddingRight) >= 24)"
    )


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 6])
async def test_plan_table_never_cuts_a_column(visit: Opener, count: int) -> None:
    page = await visit(f"/plan/{count}", ready=".plan .tbl")
    await expect(page.locator(".plan .tbl.together")).to_have_count(1 if count > 2 else 0)
    room = await page.locator(".plan-scroll").evaluate("e => [e.scrollWidth, e.clientWidth]")
    assert room[0] <= room[1]
    await expect(page.locator("tbody tr").nth(1).locator(".plan-cell")).to_have_count(count)
    if count > 2:
        cell = page.locator("tbody tr").nth(1).locator(".plan-cell").nth(2)
        await expect(cell).to_have_text("cats that sle…l by the sea")
        await expect(cell).to_have_attribute(
            "title", re.compile("cats that sleep on the sunny old stone wall by the sea")
        )


async def test_plan_table_unticks_and_counts_what_is_to_come(visit: Opener) -> None:
    page = await visit("/plan", ready=".plan")
    await expect(page.locator(".plan tr.off")).to_have_count(1)
    await page.get_by_label("Make generation 3").uncheck()
    await heard(page, "untick", 2, False)
    await expect(page.locator(".plan tr.off")).to_have_count(2)
    await page.get_by_role("button", name="999,999,999,999,999,997 to come").click()
    await heard(page, "more", 3)


async def test_keys_do_not_disturb_typing_and_are_listed(visit: Opener) -> None:
    page = await visit("/editor", ready=".xed-area")
    await page.locator(".xed-area").fill("")
    await page.locator(".xed-area").press_sequentially("L?")
    assert await page.locator(".xed-area").input_value() == "L?"
    await page.keyboard.press("Control+z")
    assert await page.locator(".xed-area").input_value() != "L?"
    await page.locator("h1").click()
    await page.keyboard.press("l")
    log = await heard(page, "key", "L")
    assert log.count(["key", "L"]) == 1
    assert ["key", "Z"] not in log
    await page.keyboard.press("Control+z")
    await heard(page, "key", "Z")
    await page.keyboard.press("?")
    await expect(page.get_by_role("dialog", name="Keys")).to_contain_text("Like")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog", name="Keys")).to_have_count(0)


async def test_jump_goes_to_a_project(visit: Opener) -> None:
    page = await visit("/editor", ready=".xed-area")
    await page.keyboard.press("Control+k")
    await page.get_by_role("combobox", name="Jump to").fill("autu")
    await expect(page.locator(".jump-item")).to_have_count(1)
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/strip?n=3")


HURRIES = """async () => {
    document.dispatchEvent(new KeyboardEvent("keydown", { key: "k", ctrlKey: true }));
    await Promise.resolve();
    const input = document.querySelector(".jump-input");
    input.value = "autu";
    input.dispatchEvent(new Event("input"));
    await Promise.resolve();
    const before = document.querySelectorAll(".jump-item").length;
    input.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
    return before;
}"""


async def test_an_enter_that_comes_before_the_list_counts_when_that_is_there(visit: Opener) -> None:
    page = await visit("/editor", ready=".xed-area")
    assert await page.evaluate(HURRIES) == 0
    await page.wait_for_url("**/strip?n=3")


async def test_failing_handler_is_told_and_deleting_can_be_undone(visit: Opener) -> None:
    page = await visit("/editor", ready=".xed-area")
    await page.get_by_role("button", name="Break").click()
    await expect(page.locator(".toast.danger")).to_contain_text("what you typed is kept")
    await page.get_by_role("button", name="Delete").click()
    await page.get_by_role("button", name="Undo").click()
    await heard(page, "undone")


async def test_phone_has_a_bottom_bar_with_more_and_big_targets(visit: Opener) -> None:
    page = await visit("/editor", ready=".xed-area", width=390, height=844, touch=True)
    places = page.locator(".rail .place:visible")
    await expect(places).to_have_count(6)
    sizes = await page.locator(".rail .place:visible, .btn:visible, .icon-btn:visible").evaluate_all(
        "es => es.map(e => e.getBoundingClientRect().height)"
    )
    assert min(sizes) >= 44
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await page.get_by_role("button", name="More").tap()
    await expect(page.get_by_role("dialog", name="More").get_by_role("link", name="Settings")).to_be_visible()


async def test_theme_follows_the_system_and_can_be_chosen(visit: Opener) -> None:
    page = await visit("/editor", ready=".xed-area", dark=False)
    background = "getComputedStyle(document.body).backgroundColor"
    assert await page.evaluate(background) == "rgb(245, 245, 247)"
    await page.get_by_role("button", name="Switch theme").click()
    assert await page.evaluate(background) == "rgb(14, 15, 17)"
    await page.goto(page.url.replace("/editor", "/display"))
    assert await page.evaluate(background) == "rgb(14, 15, 17)"
    await expect(page.get_by_role("radio", name="Dark")).to_have_attribute("aria-checked", "true")
    await page.get_by_role("radio", name="Light").click()
    await page.wait_for_function(f"{background} === 'rgb(245, 245, 247)'")
    await page.get_by_role("button", name="Switch theme").click()
    await page.wait_for_function(f"{background} === 'rgb(14, 15, 17)'")
    await expect(page.get_by_role("radio", name="Dark")).to_have_attribute("aria-checked", "true")
