"""Production in a real browser: what a person sees while it is made, what is pressed, and what a reload keeps."""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import Size, Visit, fits
from tests.browser.server import RunningServer, running_server

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """An Imagen of its own, whose queue can be held without disturbing anybody."""
    with running_server(tmp_path_factory.mktemp("production") / "data") as running:
        yield running


def place(server: RunningServer, prompt: str, **more: Any) -> Any:
    body = {"model": "sketch:sketch", "parameters": {"prompt": prompt}, **more}
    return server.api("POST", "/orders", body)


def done(server: RunningServer, order: Any) -> None:
    until = time.monotonic() + 90
    while server.api("GET", f"/orders/{order['id']}")["status"] != "fulfilled":
        assert time.monotonic() < until
        time.sleep(0.1)


def word() -> str:
    return f"w{uuid.uuid4().hex[:8]}"


def scroll(page: Page) -> Any:
    return page.locator(".po-list").evaluate("e => e.scrollTop")


async def steps_on(page: Page, dialog: Locator, title: str) -> None:
    """Press for the next one."""
    await page.keyboard.press("ArrowRight")
    await expect(dialog).to_contain_text(title)


async def test_an_order_is_followed_opened_and_found_again(visit: Visit, server: RunningServer) -> None:
    name = word()
    page = await visit(f"/production?q={name}")
    await expect(page.get_by_text("Nothing like that")).to_be_visible()
    order = place(server, f"<img src=x onerror=window.pwned=1> {name} [red,blue] [1..3]")
    row = page.locator(".po-row")
    await expect(row).to_have_count(1)
    await expect(row.locator(".po-words")).to_contain_text("6 of 6 done")
    await expect(row.locator(".po-thumb img")).to_have_count(4)
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(page.locator(".po-pane")).to_contain_text(f"#{order['number']}")
    lines = page.locator(".pg-row")
    await expect(lines).to_have_count(6)
    await expect(lines.nth(1).locator(".pg-values")).to_contain_text("red")
    await expect(page.get_by_role("link", name="In the gallery")).to_have_attribute(
        "href", f"/gallery?q=order%3A{order['number']}"
    )
    await page.locator(".pg-view").focus()
    for key in ("ArrowDown", "ArrowDown"):
        await page.keyboard.press(key)
    await expect(page.locator(".pg-row.on")).to_have_count(1)
    following = int(await page.locator(".pg-row.on .pg-number").inner_text()) + 1
    await page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Generation")
    await expect(dialog.get_by_role("region", name="The four parameter sets")).to_be_visible()
    await expect(dialog).to_contain_text("Fetched and stored")
    await expect(page).to_have_url(re.compile("generation="))
    await steps_on(page, dialog, f"Order {order['number']}, generation {following}")
    await page.reload()
    await expect(dialog).to_contain_text(f"Order {order['number']}, generation {following}")
    await page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)
    await page.keyboard.press("Escape")
    await expect(page.locator(".po-pane")).to_be_hidden()
    await expect(page).not_to_have_url(re.compile("order="))
    await page.go_back()
    await expect(page.locator(".po-pane")).to_be_visible()


async def test_what_happens_moves_nothing(visit: Visit, still: RunningServer) -> None:
    for number in range(14):
        done(still, place(still, f"older {number}"))
    page = await visit("/production", at=still, size="tablet")
    await expect(page.locator(".po-row")).to_have_count(14)
    box = page.locator(".po-list")
    await box.evaluate("e => e.scrollTo(0, 200)")
    second = page.locator(".po-row").nth(4)
    before, place_before = await scroll(page), await second.bounding_box()
    place(still, "a new one")
    arrived = page.get_by_role("button", name="1 new order")
    await expect(arrived).to_be_visible()
    assert (await scroll(page), await second.bounding_box()) == (before, place_before)
    await page.reload()
    await expect(page.locator(".po-row")).to_have_count(15)
    await page.wait_for_function("top => document.querySelector('.po-list').scrollTop === top", arg=before)


async def test_waiting_orders_are_moved_cancelled_and_had_back_by_keys(visit: Visit, still: RunningServer) -> None:
    still.api("POST", "/queue/pause")
    orders = [place(still, f"turn {number} [1,2]") for number in range(3)]
    page = await visit("/production?show=active", at=still)
    titles = page.locator(".po-title")
    await expect(titles).to_have_text([f"turn {number} [1,2]" for number in range(3)])
    await expect(page.locator(".po-waits").first).to_contain_text("the queue is paused")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Alt+ArrowDown")
    await expect(titles).to_have_text([f"turn {number} [1,2]" for number in (1, 0, 2)])
    await (
        page.locator(".po-row")
        .nth(2)
        .locator(".po-drag")
        .drag_to(page.locator(".po-row").nth(0), target_position={"x": 200, "y": 3})
    )
    await expect(titles).to_have_text([f"turn {number} [1,2]" for number in (2, 1, 0)])
    await page.wait_for_timeout(300)
    queue = still.api("GET", "/queue")["orders"]
    assert [one["number"] for one in queue] == [orders[place_]["number"] for place_ in (2, 1, 0)]
    await page.locator(".po-row").first.click()
    first = page.locator(".pg-row").first
    await expect(first).to_contain_text("waiting")
    await page.locator(".pg-view").focus()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Delete")
    await expect(first).to_contain_text("cancelled")
    await page.locator(".toast").get_by_role("button", name="Undo").click()
    await expect(first).to_contain_text("waiting")
    await page.locator(".po-title").first.focus()
    await page.keyboard.press("Delete")
    await page.get_by_role("dialog").get_by_role("button", name=re.compile("Cancel order")).click()
    await expect(page.locator(".po-row").first.locator(".po-words")).to_contain_text("cancelled")
    for order in orders[:2]:
        still.api("POST", f"/orders/{order['id']}/cancel")
    still.api("POST", "/queue/resume")


async def test_two_windows_stay_in_step(visit: Visit, still: RunningServer) -> None:
    page, other = await visit("/production", at=still), await visit("/production", at=still)
    await page.get_by_role("button", name="Pause queue").click()
    await expect(other.get_by_role("button", name="Resume queue")).to_be_visible()
    await expect(other.get_by_text("The queue is paused")).to_be_visible()
    await other.keyboard.press("p")
    await expect(page.get_by_role("button", name="Pause queue")).to_be_visible()


async def test_a_generation_opens_the_order_page_with_its_values(visit: Visit, server: RunningServer) -> None:
    name = word()
    order = place(server, f"{name} [red,blue] kite")
    done(server, order)
    page = await visit(f"/production?order={order['number']}")
    await page.locator(".pg-row").nth(1).get_by_role("button", name="Make like this").click()
    await expect(page.get_by_role("textbox", name="Prompt", exact=True)).to_have_value(f"{name} blue kite")
    await expect(page).to_have_url(re.compile("/order$"))


async def test_the_list_is_saved_as_csv(visit: Visit, server: RunningServer) -> None:
    name = word()
    done(server, place(server, f"{name} kite", name=f"=1+{name}"))
    page = await visit(f"/production?q={name}")
    await expect(page.locator(".po-row")).to_have_count(1)
    async with page.expect_download() as download:
        await page.get_by_role("button", name="Export this list as CSV").click()
    text = (await (await download.value).path()).read_text("utf-8-sig")
    assert f"'=1+{name}" in text
    assert len(text.splitlines()) == 2


@pytest.mark.parametrize("size", ["desktop", "tablet", "phone"])
async def test_it_fits(visit: Visit, server: RunningServer, size: Size) -> None:
    order = place(server, f"{word()} [red,blue,green]")
    done(server, order)
    page = await visit("/production", size=size, dark=size == "phone")
    await expect(page.locator(".po-row").first).to_be_in_viewport()
    assert await fits(page)
    await page.locator(".po-row").first.click()
    await expect(page.locator(".pg-row").first).to_be_in_viewport()
    assert await fits(page)
    await page.locator(".pg-row").first.click()
    await expect(page.get_by_role("region", name="The four parameter sets")).to_be_visible()
    assert await fits(page)
