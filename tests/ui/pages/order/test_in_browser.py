"""The Order page in a real browser, on the real program with the Sketch provider."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from PIL import Image
from playwright.async_api import Page, Route, expect

from tests.browser.conftest import Visit, fits
from tests.browser.server import RunningServer, running_server

pytestmark = pytest.mark.asyncio(loop_scope="session")

PROMPT = ".field.prompt textarea"


async def write(page: Page, text: str) -> None:
    """Replace the prompt as a person would."""
    await page.click(PROMPT)
    await page.keyboard.press("Control+a")
    await page.keyboard.type(text)


async def project(server: RunningServer, name: str) -> str:
    made: Any = server.api("POST", "/projects", {"name": name})
    return str(made["id"])


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[RunningServer]:
    """An Imagen that was never used; it outlives the pages that show it."""
    with running_server(tmp_path / "data") as running:
        yield running


async def test_one_key_press_makes_the_first_eight_pictures(fresh: RunningServer, visit: Visit) -> None:
    page = await visit("/order", at=fresh)
    await expect(page.locator(".first-hint")).to_be_visible()
    await page.keyboard.press("Control+Enter")
    await expect(page.locator(".strip .tile")).to_have_count(8)
    await expect(page.locator(".strip .tile-product")).to_have_count(8, timeout=60_000)
    await expect(page.locator(".display-image.there")).to_be_visible()
    await page.get_by_role("radio", name="By choices").click()
    await expect(page.locator(".choices-cell .tile-product")).to_have_count(8)
    await expect(page.locator(".choices-head.across")).to_have_count(4)


async def test_after_a_model_its_blank_prompt_comes_next(visit: Visit, server: RunningServer) -> None:
    page = await visit(f"/order/{await project(server, 'Next')}")
    button = page.get_by_role("button", name=re.compile("^Model: "))
    await page.click(PROMPT)
    await page.keyboard.press("Control+a")
    await page.keyboard.press("Delete")
    for name in ("Sketch Motion", "Sketch Motion"):  # another one, and the one that was chosen already
        await button.click()
        await page.keyboard.type(name)
        await expect(page.locator(".model-row").first).to_contain_text(name)
        await page.keyboard.press("Enter")
        await expect(page.locator(PROMPT)).to_be_focused()
    await page.keyboard.type("a fox")
    await button.click()
    await page.keyboard.press("Escape")
    await button.click()
    await page.keyboard.type("Sketch Sound")
    await page.keyboard.press("Enter")
    await expect(button).to_contain_text("Sketch Sound")
    await expect(page.locator(PROMPT)).to_have_value("a fox")
    await expect(button).to_be_focused()


async def test_an_error_is_mended_by_a_click_and_a_lookup_made_on_the_way(visit: Visit, server: RunningServer) -> None:
    page = await visit(f"/order/{await project(server, 'Errors')}")
    await write(page, "a [mood_x] cat in [red,")
    await expect(page.locator(".xed-problem")).to_have_count(2)
    await expect(page.locator(".order-bar .btn.primary")).to_have_attribute("aria-disabled", "true")
    await page.keyboard.press("End")
    await page.keyboard.type("blue]")
    await expect(page.locator(".xed-problem")).to_have_count(1)
    await page.get_by_role("button", name="Make the lookup").click()
    await page.locator(".q-dialog textarea").fill("calm\nwild\nsad")
    await page.keyboard.press("Control+Enter")
    await expect(page.locator(".order-count")).to_have_text("6generations")
    assert await page.input_value(PROMPT) == "a [mood_x] cat in [red,blue]"
    await expect(page.locator(".plan .tbl tbody tr")).to_have_count(6)


async def test_two_windows_stay_in_step_and_never_overwrite_each_other(visit: Visit, server: RunningServer) -> None:
    address = f"/order/{await project(server, 'Two windows')}"
    one, other = await visit(address), await visit(address, size="tablet")
    await write(one, "a [red,blue] boat")
    await expect(other.locator(PROMPT)).to_have_value("a [red,blue] boat")
    await other.click(PROMPT)
    await one.keyboard.insert_text(" at sea")  # at once, so that there is one change to be taken
    await expect(other.locator(".xed-offer")).to_be_visible()
    await expect(other.locator(PROMPT)).to_have_value("a [red,blue] boat")
    await other.get_by_role("button", name="Take the change").click()
    await expect(other.locator(PROMPT)).to_have_value("a [red,blue] boat at sea")
    await one.keyboard.press("Control+Enter")
    await expect(other.locator(".strip .tile-product")).to_have_count(2, timeout=60_000)
    await expect(one.locator(".strip .tile-product")).to_have_count(2)


async def test_a_product_becomes_an_input_and_can_be_deleted_and_brought_back(
    visit: Visit, server: RunningServer
) -> None:
    page = await visit(f"/order/{await project(server, 'Inputs')}")
    await write(page, "a [red,blue] whale")
    await page.keyboard.press("Control+Enter")
    await expect(page.locator(".strip .tile-product")).to_have_count(2, timeout=60_000)
    await page.locator(".strip .tile-product").first.click()
    await page.keyboard.press("Delete")
    await expect(page.locator(".strip .tile-product")).to_have_count(1)
    await page.get_by_role("button", name="Undo").click()
    await expect(page.locator(".strip .tile-product")).to_have_count(2)
    await page.locator(".strip .tile-product").nth(1).click()
    await page.keyboard.press("u")
    await expect(page.locator(".imf-chip")).to_have_count(1)
    await expect(page.locator(PROMPT)).to_have_value("")
    await page.keyboard.press("Control+Enter")
    await expect(page.locator(".strip .tile-product")).to_have_count(3, timeout=60_000)


async def test_nothing_is_ordered_without_a_file_that_is_on_its_way(
    visit: Visit, server: RunningServer, tmp_path: Path
) -> None:
    project_id = await project(server, "On its way")
    page = await visit(f"/order/{project_id}")
    Image.new("RGB", (64, 64), "teal").save(tmp_path / "harbour.png")
    go_on = asyncio.Event()

    async def slowly(route: Route) -> None:
        await go_on.wait()
        await route.continue_()

    await page.keyboard.press("/")
    await page.keyboard.type("Sketch Restyle")
    await page.get_by_role("option", name="Sketch Restyle").first.click()
    await page.route("**/api/products/import", slowly)
    await write(page, "a [red,blue] whale")
    await page.locator(".imf input[type=file]").first.set_input_files(tmp_path / "harbour.png")
    await expect(page.locator(".imf-chip")).to_have_count(1)
    await page.locator(PROMPT).press("Control+Enter")
    await expect(page.get_by_text("A file is still on its way into")).to_be_visible()
    go_on.set()
    await expect(page.locator(".imf-chip img:not(.dim)")).to_be_visible()
    await page.locator(PROMPT).press("Control+Enter")
    await expect(page.locator(".strip .tile-product")).to_have_count(3, timeout=60_000)  # with the input
    (made,) = cast("dict[str, Any]", server.api("GET", f"/orders?project_id={project_id}"))["items"]
    assert "product:" in str(server.api("GET", f"/orders/{made['id']}/reuse"))


async def test_every_select_says_what_it_chooses(visit: Visit, server: RunningServer) -> None:
    page = await visit(f"/order/{await project(server, 'Named')}")
    await expect(page.get_by_role("button", name="Model: Sketch", exact=True)).to_have_count(1)
    for name in ("Aspect ratio", "Style"):
        await expect(page.get_by_role("combobox", name=name, exact=True)).to_have_count(1)


async def test_another_model_is_a_key_some_letters_and_enter_away(visit: Visit, server: RunningServer) -> None:
    page = await visit(f"/order/{await project(server, 'Models')}")
    await write(page, "a [red,blue] boat")
    await page.evaluate("document.activeElement.blur()")
    await page.keyboard.press("/")
    await expect(page.locator(".models-input")).to_be_focused()
    await page.keyboard.type("motion")
    await expect(page.locator(".model-row").first).to_contain_text("Sketch Motion")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="Model: Sketch Motion", exact=True)).to_be_visible()
    await expect(page.locator(PROMPT)).to_have_value("a [red,blue] boat")
    await page.reload()
    await expect(page.get_by_role("button", name="Model: Sketch Motion", exact=True)).to_be_visible()


async def test_a_reload_loses_nothing_and_every_width_fits(visit: Visit, server: RunningServer) -> None:
    address = f"/order/{await project(server, 'Kept')}"
    page = await visit(address, size="phone", dark=False)
    await write(page, "a [red,blue] [fox,owl] in a very long winding sentence about forests and rivers and mountains")
    await expect(page.locator(".order-count")).to_have_text("4generations")
    assert await fits(page)
    await page.reload()
    await expect(page.locator(".order-count")).to_have_text("4generations")
    assert (await page.input_value(PROMPT)).startswith("a [red,blue] [fox,owl] in")
    for size in ("desktop", "tablet"):
        wide = await visit(address, size=size)  # type: ignore[arg-type]
        await expect(wide.locator(".order-count")).to_have_text("4generations")
        assert await fits(wide)


async def test_a_fault_waits_for_a_pause_and_moves_nothing(visit: Visit, server: RunningServer) -> None:
    page = await visit(f"/order/{await project(server, 'Calm')}")
    await expect(page.locator(".order-detail")).to_have_text("Write a prompt to see what it makes.")
    below = page.locator(".field", has=page.locator("textarea[aria-label=Seed]"))
    before = await below.bounding_box()
    size = page.locator("textarea[aria-label=Size]")
    await size.click()
    await expect(page.locator(".field-tip:visible")).to_have_text("384, 768 makes both")
    assert await below.bounding_box() == before
    await page.keyboard.type("[512, 768]")
    await expect(page.locator(".xed-problem")).to_have_count(1)
    await page.get_by_role("button", name="Use 512,768").click()
    await expect(size).to_have_value("512,768")
    await expect(page.locator(".xed-problem")).to_have_count(0)
    assert await below.bounding_box() == before
    await page.get_by_role("button", name="Size: back to 768").click()
    await expect(size).to_have_value("")


async def test_no_help_is_cut_and_fingers_find_everything(visit: Visit, server: RunningServer) -> None:
    page = await visit(f"/order/{await project(server, 'Fingers')}", size="phone")
    await page.locator("summary", has_text="Advanced").click()
    await page.locator("textarea[aria-label=Steps]").fill("10,30")
    await expect(page.get_by_role("button", name="Steps: back to 24")).to_be_visible()
    await page.get_by_role("button", name="About Seed").click()
    await expect(page.locator(".field-more")).to_contain_text(
        "The same seed with the same words gives the same result."
    )
    await page.keyboard.press("Escape")
    small = await page.evaluate(
        """() => [...document.querySelectorAll(".split-side :is(button, summary, .xed-box, .q-field__control, .imf)")]
            .filter((one) => one.offsetParent && one.getClientRects().length)
            .map((one) => [one.className, one.getBoundingClientRect()])
            .filter(([, box]) => box.width < 43.5 || box.height < 43.5)
            .map(([name, box]) => `${name} ${box.width}x${box.height}`)"""
    )
    assert small == []
    cut = await page.evaluate(
        """() => [...document.querySelectorAll(".parameters :is(label, .field-limits, .field-tip, .q-field__native span)")]
            .filter((one) => one.offsetParent && one.scrollWidth > one.clientWidth + 1 && one.clientWidth)
            .map((one) => one.textContent)"""
    )
    assert cut == []


TYPE_AT_ONCE = """(text) => {
    const area = document.querySelector(".field.prompt textarea");
    area.value = text;
    area.dispatchEvent(new Event("input", { bubbles: true }));
}"""


async def test_what_is_typed_while_another_models_form_comes_is_not_lost(visit: Visit, server: RunningServer) -> None:
    page = await visit(f"/order/{await project(server, 'At once')}")
    for model, text in (("restyle", "a red fox"), ("motion", "a blue fox"), ("sound", "a green fox")):
        await page.get_by_role("button", name="Model:").click()
        await page.keyboard.type(model)
        await expect(page.locator(".model-row").first).to_contain_text(f"Sketch {model.capitalize()}")
        await page.keyboard.press("Enter")
        await page.evaluate(TYPE_AT_ONCE, text)
        await expect(page.get_by_role("button", name=f"Model: Sketch {model.capitalize()}", exact=True)).to_be_visible()
        await expect(page.locator(PROMPT)).to_have_value(text)
    await expect(page.locator(".order-count")).to_have_text("1generation")
    await page.reload()
    await expect(page.locator(PROMPT)).to_have_value("a green fox")
