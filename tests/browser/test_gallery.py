"""The gallery in a real browser: found, selected by mouse, keys and touch, kept over a reload, in step in two browsers."""

from __future__ import annotations

import io
import re
import time
import uuid
from collections.abc import Mapping
from urllib.parse import quote

import httpx
import pytest
from PIL import Image
from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import Size, Visit, fits
from tests.browser.server import RunningServer

pytestmark = pytest.mark.asyncio(loop_scope="session")


def picture(number: int) -> bytes:
    """Make a small picture that no other is equal to."""
    stored = io.BytesIO()
    look = uuid.uuid4().bytes
    made = Image.new("RGB", (24, 24), (number * 7 % 256, 90, 160))
    made.putpixel((0, 0), (look[0], look[1], look[2]))
    made.putpixel((1, 0), (look[3], look[4], look[5]))
    made.save(stored, "PNG")
    return stored.getvalue()


def imported(server: RunningServer, project_id: str, count: int) -> list[str]:
    """Take so many pictures into a project, and give their ids in the order in which they came."""
    files = [("files", (f"<img src=x onerror=window.pwned=1> {n}.png", picture(n), "image/png")) for n in range(count)]
    headers = {"Authorization": f"Bearer {server.token}"}
    address = f"{server.address}/api/products/import"
    answer = httpx.post(address, files=files, data={"project_id": project_id}, headers=headers, timeout=60)
    assert answer.is_success, answer.text
    return [item["id"] for item in answer.json()["items"]]


def filled(server: RunningServer, count: int) -> tuple[str, str]:
    """Make a project with so many pictures; give its id and the address of the gallery that shows them without headings."""
    name = f"fox{uuid.uuid4().hex[:8]}"
    project_id = server.api("POST", "/projects", {"name": name})["id"]
    imported(server, project_id, count)
    return project_id, f"/gallery?q={quote(f'project:{name}')}&by=none"


def made(server: RunningServer, order: Mapping[str, object]) -> None:
    """Order something and wait until it is there."""
    placed = server.api("POST", "/orders", order)["id"]
    until = time.monotonic() + 60
    while server.api("GET", f"/orders/{placed}")["status"] != "fulfilled":
        assert time.monotonic() < until
        time.sleep(0.1)


def cells(page: Page) -> Locator:
    return page.locator(".g-cell:not(.is-blank)")


def chosen(page: Page) -> Locator:
    return page.locator(".g-cell.is-chosen")


async def shows(page: Page, count: int) -> None:
    await expect(page.locator(".gallery-count")).to_have_text(f"{count} products" if count != 1 else "1 product")


async def ids_of(page: Page, count: int) -> list[str]:
    """Give the ids of the first cells."""
    found = [await cells(page).nth(at).get_attribute("data-id") for at in range(count)]
    return [one for one in found if one]


async def place(page: Page) -> float:
    return float(await page.locator(".g-view").evaluate("(view) => view.scrollTop"))


async def test_mouse(visit: Visit, server: RunningServer) -> None:
    _, address = filled(server, 30)
    page = await visit(address)
    await shows(page, 30)
    await cells(page).nth(1).click()
    await expect(cells(page).nth(1)).to_be_focused()
    await expect(page.locator(".selection-bar")).to_be_hidden()
    await cells(page).nth(3).click(modifiers=["ControlOrMeta"])
    await expect(page.locator(".selection-count")).to_have_text("2 selected")
    await cells(page).nth(6).click(modifiers=["Shift"])
    await expect(chosen(page)).to_have_count(4)
    await page.keyboard.press("Escape")
    await expect(chosen(page)).to_have_count(0)
    await cells(page).nth(2).click(position={"x": 14, "y": 14})
    await expect(chosen(page)).to_have_count(1)
    await cells(page).nth(9).click()
    await expect(chosen(page)).to_have_count(0)


async def test_a_band_selects_what_it_touches(visit: Visit, server: RunningServer) -> None:
    _, address = filled(server, 30)
    page = await visit(address)
    await shows(page, 30)
    first, last = await cells(page).nth(1).bounding_box(), await cells(page).nth(7).bounding_box()
    assert first
    assert last
    columns = int(await page.locator(".g-view").get_attribute("aria-colcount") or 0)
    await page.mouse.move(first["x"] + 60, first["y"] + 60)
    await page.mouse.down()
    await page.mouse.move(first["x"] + 90, first["y"] + 80)
    await page.mouse.move(last["x"] + 40, last["y"] + 40, steps=4)
    await expect(page.locator(".g-band")).to_be_visible()
    await page.mouse.up()
    await expect(page.locator(".g-band")).to_be_hidden()
    wide = abs(7 % columns - 1) + 1
    await expect(page.locator(".selection-count")).to_have_text(f"{wide * (7 // columns + 1)} selected")


async def test_keys(visit: Visit, server: RunningServer) -> None:
    _, address = filled(server, 30)
    page = await visit(address)
    await shows(page, 30)
    await page.keyboard.press("ArrowRight")
    await expect(cells(page).nth(0)).to_be_focused()
    await page.keyboard.press("ArrowRight")
    await expect(cells(page).nth(1)).to_be_focused()
    await page.keyboard.press("Space")
    await expect(page.locator(".selection-count")).to_have_text("1 selected")
    for _ in range(3):
        await page.keyboard.press("Shift+ArrowRight")
    await expect(page.locator(".selection-count")).to_have_text("4 selected")
    await page.keyboard.press("Control+End")
    await expect(page.locator(".g-cell.is-cursor")).to_be_in_viewport()
    await expect(page.locator(".g-cell.is-cursor")).to_be_focused()
    await page.keyboard.press("Control+a")
    await expect(page.locator(".selection-count")).to_have_text("All 30 selected")
    await page.keyboard.press("Space")
    await expect(page.locator(".selection-count")).to_have_text("29 selected")
    await page.keyboard.press("l")
    await expect(page.locator(".toast")).to_contain_text("Liked 29 products")
    await page.keyboard.press("Escape")
    await page.keyboard.press("Control+Home")
    await expect(page.locator(".g-cell").first.locator(".g-liked")).to_be_visible()


async def test_touch(visit: Visit, server: RunningServer) -> None:
    _, address = filled(server, 8)
    page = await visit(address, size="phone")
    await shows(page, 8)
    box = await cells(page).nth(1).bounding_box()
    assert box
    touch = await page.context.new_cdp_session(page)
    point = {"x": box["x"] + 70, "y": box["y"] + 70}
    await touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]})
    await expect(chosen(page)).to_have_count(1)
    await touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    await cells(page).nth(2).tap()
    await expect(page.locator(".selection-count")).to_have_text("2 selected")
    await page.get_by_role("button", name="Select nothing").tap()
    await expect(page.locator(".selection-bar")).to_be_hidden()
    await cells(page).nth(0).tap()
    await expect(page.locator(".viewer-over")).to_be_visible()


async def test_a_reload_and_back_keep_the_place(visit: Visit, server: RunningServer) -> None:
    _, address = filled(server, 90)
    page = await visit(address)
    await shows(page, 90)
    await cells(page).nth(2).click(modifiers=["ControlOrMeta"])
    await page.locator(".g-view").evaluate("(view) => { view.scrollTop = 1200; }")
    await page.wait_for_function("history.state?.gallery?.index > 0")
    there = await place(page)
    await page.reload()
    await shows(page, 90)
    await page.wait_for_function(f"Math.abs(document.querySelector('.g-view').scrollTop - {there}) < 3")
    await expect(page.locator(".selection-count")).to_have_text("1 selected")
    field = page.get_by_role("combobox", name="Search")
    await field.click()
    await page.keyboard.press("End")
    await page.keyboard.type(" zzzz", delay=10)
    await expect(page.get_by_text("Nothing was found")).to_be_visible()
    await page.go_back()
    await shows(page, 90)
    await page.wait_for_function(f"Math.abs(document.querySelector('.g-view').scrollTop - {there}) < 3")
    await expect(field).not_to_have_value(re.compile("zzzz"))


async def test_two_browsers_stay_in_step(visit: Visit, server: RunningServer) -> None:
    project_id, address = filled(server, 6)
    page, other = await visit(address), await visit(address)
    await shows(page, 6)
    await shows(other, 6)
    await cells(page).nth(1).click()
    await page.keyboard.press("l")
    await expect(cells(other).nth(1).locator(".g-liked")).to_be_visible()
    await page.keyboard.press("Shift+ArrowRight")
    await expect(page.locator(".selection-count")).to_have_text("2 selected")
    await page.keyboard.press("Delete")
    await shows(page, 4)
    await shows(other, 4)
    await page.locator(".toast").get_by_role("button", name="Undo").last.click()
    await shows(page, 6)
    await shows(other, 6)
    imported(server, project_id, 2)
    await shows(other, 8)


async def test_what_arrives_is_offered_to_those_who_look_elsewhere(visit: Visit, server: RunningServer) -> None:
    project_id, address = filled(server, 90)
    page = await visit(address)
    await shows(page, 90)
    await page.locator(".g-view").evaluate("(view) => { view.scrollTop = 1000; }")
    await page.wait_for_function("history.state?.gallery?.index > 0")
    there = await place(page)
    imported(server, project_id, 3)
    offer = page.get_by_role("button", name="3 new")
    await expect(offer).to_be_visible()
    assert abs(await place(page) - there) < 2
    await offer.click()
    await shows(page, 93)
    assert await place(page) == 0


async def test_searching(visit: Visit, server: RunningServer) -> None:
    _, address = filled(server, 5)
    page = await visit(address)
    await shows(page, 5)
    field = page.get_by_role("combobox", name="Search")
    await page.keyboard.press("/")
    await expect(field).to_be_focused()
    await page.keyboard.press("End")
    await page.keyboard.type(" type:vidio", delay=10)
    await expect(page.locator(".sl-problem")).to_contain_text("vidio", timeout=30_000)
    await page.keyboard.press("Escape")
    await page.locator(".sl-problem").get_by_role("button").click()
    await expect(field).to_have_value(re.compile("type:video"))
    await expect(page.get_by_text("Nothing was found")).to_be_visible()
    await page.get_by_role("button", name="without type:video").click()
    await shows(page, 5)
    server.api("POST", "/products/bulk", {"action": "like", "ids": await ids_of(page, 2)})
    await page.get_by_role("button", name="Liked, 2").click()
    await shows(page, 2)
    await expect(field).to_have_value(re.compile("liked"))
    await page.get_by_role("button", name="Remove liked").click()
    await shows(page, 5)
    await page.get_by_role("button", name="Liked, 2").click(modifiers=["Shift"])
    await expect(field).to_have_value(re.compile("-liked"))
    await shows(page, 3)


async def test_completion(visit: Visit, server: RunningServer) -> None:
    page = await visit("/gallery")
    await page.keyboard.press("/")
    await page.keyboard.type("ori", delay=20)
    await expect(page.get_by_role("option").first).to_contain_text("origin:")
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("option", name="imported")).to_be_visible()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("combobox", name="Search")).to_have_value(re.compile(r"^origin:\w+ $"))
    await expect(page.locator(".sl-chip")).to_have_count(1)


async def test_only_what_is_in_sight_is_in_the_page(visit: Visit, server: RunningServer) -> None:
    _, address = filled(server, 150)
    page = await visit(address)
    await shows(page, 150)
    rail = page.get_by_role("scrollbar", name="Place in the list")
    box = await rail.bounding_box()
    assert box
    await page.mouse.move(box["x"] + box["width"] - 6, box["y"] + 20)
    await page.mouse.down()
    await page.mouse.move(box["x"] + box["width"] - 6, box["y"] + box["height"] - 2, steps=4)
    await page.mouse.up()
    await expect(page.locator(".g-row").last).to_have_attribute("aria-rowindex", re.compile(r"\d\d"))
    assert await place(page) > 1000
    await expect(page.locator(".g-cell .g-image.there").first).to_be_visible()
    assert await page.locator(".gallery-grid *").count() <= 300


async def test_headings_and_looks(visit: Visit, server: RunningServer) -> None:
    _, address = filled(server, 40)
    page = await visit(address)
    await shows(page, 40)
    await page.get_by_role("button", name="Group by: No groups").click()
    await page.get_by_role("menuitem", name="Day").click()
    await expect(page.locator(".g-space .g-head")).to_contain_text("Today")
    await expect(page.locator(".g-space .g-head")).to_contain_text("40")
    await page.locator(".g-space .g-head").hover()
    await page.locator(".g-space").get_by_role("button", name="Select products").click()
    await expect(page.locator(".selection-count")).to_have_text("Press what is to be selected")
    await cells(page).nth(3).click()
    await expect(page.locator(".selection-count")).to_have_text("1 selected")
    await page.get_by_role("button", name="Select all of Today").first.click()
    await expect(page.locator(".selection-count")).to_have_text("40 selected")
    await page.keyboard.press("Escape")
    await expect(page.locator(".selection-bar")).to_be_hidden()
    columns = int(await page.locator(".g-view").get_attribute("aria-colcount") or 0)
    await page.get_by_role("button", name="Large pictures").click()
    await expect(page.locator(".g-view")).not_to_have_attribute("aria-colcount", str(columns))
    await page.get_by_role("button", name="Sort: Newest first").click()
    await page.get_by_role("menuitem", name="Oldest first").click()
    await expect(page).to_have_url(re.compile("sort=oldest"))


async def test_a_product_is_ordered_again_and_used(visit: Visit, server: RunningServer) -> None:
    word = f"fox{uuid.uuid4().hex[:8]}"
    order = {"model": "sketch:sketch", "parameters": {"prompt": f"a {word} in rain"}}
    made(server, order)
    page = await visit(f"/gallery?q={word}")
    await shows(page, 1)
    await cells(page).first.click()
    await expect(page.locator(".gallery-details")).to_contain_text(word)
    await page.keyboard.press("r")
    await expect(page).to_have_url(re.compile("/order$"))
    await expect(page.get_by_role("textbox", name="Prompt", exact=True)).to_have_value(f"a {word} in rain")
    await page.go_back()
    await shows(page, 1)
    await cells(page).first.click()
    await page.keyboard.press("u")
    await expect(page.locator(".toast")).to_contain_text("input")


@pytest.mark.parametrize("size", ["desktop", "tablet", "phone"])
async def test_it_fits(visit: Visit, server: RunningServer, size: Size) -> None:
    _, address = filled(server, 12)
    page = await visit(address, size=size, dark=size == "phone")
    await shows(page, 12)
    await expect(cells(page).first).to_be_in_viewport()
    assert await fits(page)
