"""The order form's controls in a real browser, on the published schemas of real models."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest
from playwright.async_api import Page, expect

from tests.ui.components.conftest import Opener
from tests.ui.components.test_browser_components import PNG

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def form(visit: Opener, model: str, values: dict[str, Any] | None = None, **how: Any) -> Page:
    source = how.pop("source", "neutral")
    query = f"model={quote(model, safe='')}&source={source}&values={quote(json.dumps(values or {}))}"
    page = await visit(f"/controls?{query}", ready=".parameters", **how)
    await page.evaluate("document.querySelectorAll('details.advanced').forEach(d => { d.open = true })")
    return page


async def holds(page: Page, **values: Any) -> None:
    """Wait until exactly these values stand in the form."""
    await page.wait_for_function(
        "wanted => JSON.stringify(JSON.parse(document.querySelector('#heard').textContent)) === wanted",
        arg=json.dumps(values, ensure_ascii=False, separators=(",", ":")),
    )


async def test_shots_are_added_written_and_moved_by_hand_and_by_key(visit: Opener) -> None:
    page = await form(visit, "fal-ai/kling-video/v3/pro/image-to-video")
    group = page.locator(".group-field", has_text="Multi prompt")
    await group.get_by_role("button", name="Add").click()
    await expect(group.get_by_role("textbox", name="Prompt")).to_be_focused()
    await page.keyboard.type("a fox runs")
    await group.get_by_role("button", name="Add").click()
    await expect(group.get_by_role("textbox", name="Prompt").nth(1)).to_be_focused()
    await page.keyboard.type("an owl")
    await holds(page, multi_prompt=[{"prompt": "a fox runs"}, {"prompt": "an owl"}])
    await group.get_by_role("button", name="Move Multi prompt up").nth(1).focus()
    await page.keyboard.press("Enter")
    await holds(page, multi_prompt=[{"prompt": "an owl"}, {"prompt": "a fox runs"}])
    await expect(group.get_by_role("button", name="Move Multi prompt down").first).to_be_focused()
    await expect(group.get_by_role("textbox", name="Prompt").first).to_have_value("an owl")
    await group.get_by_role("button", name="Remove Multi prompt").first.click()
    await holds(page, multi_prompt=[{"prompt": "a fox runs"}])


async def test_what_is_wrong_in_a_row_stands_at_its_field(visit: Opener) -> None:
    page = await form(visit, "fal-ai/flux-lora", {"prompt": "x", "loras": [{"path": "a"}, {"path": "b", "scale": 9}]})
    wrong = page.locator(".group-row").nth(1).locator(".field-error:visible")
    await expect(wrong).to_have_text("Scale must be at most 4, and 9 is more.")
    await page.locator(".group-row").nth(1).get_by_role("textbox", name="Scale").fill("2")
    await expect(page.locator(".field-error:visible")).to_have_count(0)


async def test_a_map_is_filled_as_names_with_weights(visit: Opener) -> None:
    page = await form(visit, "sdcpp-sdxl-createImage", {"prompt": "x"})
    group = page.locator(".group-field", has_text="LoRAs")
    await group.get_by_role("button", name="Add").click()
    await group.get_by_role("textbox", name="AIR").fill("urn:air:sdxl:lora:civitai:1@2")
    await group.get_by_role("textbox", name="Weight").fill("0.7")
    await holds(page, prompt="x", loras=[{"key": "urn:air:sdxl:lora:civitai:1@2", "value": 0.7}])


async def test_a_size_is_chosen_drawn_or_ones_own(visit: Opener) -> None:
    page = await form(visit, "fal-ai/flux-lora", {"prompt": "x"})
    await page.get_by_role("combobox", name="Image size").click()
    await expect(page.locator(".select-menu .ratio")).to_have_count(6)
    upright = page.locator(".select-menu .q-item", has_text="Portrait 16:9").locator(".ratio")
    box = await upright.bounding_box()
    assert box is not None
    assert box["height"] > 1.5 * box["width"]
    await page.get_by_text("Custom size…").click()
    await page.get_by_label("Image size: width").fill("640")
    await page.get_by_label("Image size: height").fill("960")
    await page.get_by_role("button", name="Swap width and height").click()
    await holds(page, prompt="x", image_size="960x640")
    await page.get_by_role("button", name="presets").click()
    await expect(page.get_by_role("combobox", name="Image size")).to_be_visible()


async def test_json_says_where_it_is_wrong_and_is_put_in_order_when_left(visit: Opener) -> None:
    page = await form(visit, "v1-jobs-textToImage")
    field = page.locator(".json-field", has_text="Properties")
    await expect(field).to_contain_text("Written as JSON, because")
    text = field.locator("textarea")
    await text.fill('{"a": 1.50,\n "b": }')
    await expect(field.locator(".field-error")).to_contain_text("Line 2, column 7")
    await field.get_by_role("button", name="go there").click()
    await expect(text).to_be_focused()
    assert await text.evaluate("t => t.selectionStart") == 18
    await text.fill('{"a":1.50,"b":[]}')
    await page.keyboard.press("Tab")
    await expect(text).to_have_value('{"a": 1.50, "b": []}')
    await holds(page, properties='{"a": 1.50, "b": []}')


async def test_many_advanced_ones_are_found_by_a_word(visit: Opener) -> None:
    page = await form(visit, "mattheum/flux-multi-pulid-controlnet", source="many")
    fields = page.locator("details.advanced .field:visible")
    assert await fields.count() > 60
    await page.get_by_label("Filter").fill("canny")
    await expect(fields).to_have_count(1)
    await page.get_by_label("Filter").fill("nothing is called so")
    await expect(page.get_by_text("Nothing in here is called that.")).to_be_visible()
    await page.get_by_label("Filter").fill("")
    await expect(fields.nth(60)).to_be_visible()


async def test_several_files_of_the_right_kind_are_taken_and_others_named(visit: Opener) -> None:
    page = await form(visit, "openai/gpt-image-1.5")
    field = page.locator(".imf").first
    files = [
        {"name": "a.png", "mimeType": "image/png", "buffer": PNG},
        {"name": "b.png", "mimeType": "image/png", "buffer": PNG},
        {"name": "c.mp3", "mimeType": "audio/mpeg", "buffer": b"no"},
    ]
    await field.locator("input[type=file]").set_input_files(files)
    await expect(field.locator(".imf-chip")).to_have_count(2)
    await expect(field).to_contain_text("2 of 16")
    await expect(field.locator(".imf-errors")).to_contain_text("takes images, and c.mp3 is a sound.")


async def test_a_picture_in_a_row_comes_from_the_gallery(visit: Opener) -> None:
    page = await form(visit, "comfy-sdxl-createImage", {"prompt": "x", "controlNets": [{}]})
    await page.locator(".group-row").get_by_role("button", name="Gallery…").first.click()
    picked = "product:00000000-0000-0000-0000-000000000007"
    await holds(page, prompt="x", controlNets=[{"image": [picked]}])


@pytest.mark.parametrize("width", [1440, 1180, 390])
@pytest.mark.parametrize(
    ("model", "values"),
    [
        ("fal-ai/flux-lora", {"loras": [{"path": "https://a.b/c.safetensors", "scale": 9}], "image_size": "1024x768"}),
        ("comfy-sdxl-createImage", {"controlNets": [{}, {}]}),
        ("fal-ai/minimax/speech-02-hd", {}),
    ],
)
async def test_every_width_holds_the_form(visit: Opener, width: int, model: str, values: dict[str, Any]) -> None:
    page = await form(visit, model, values, width=width, touch=width < 1440)
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1")
    assert await page.evaluate("(e => e.scrollWidth <= e.clientWidth + 1)(document.querySelector('.split-side'))")
