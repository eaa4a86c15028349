"""The viewer, culling and the comparison in a real browser: by keys alone, by mouse and by touch."""

from __future__ import annotations

import io
import time
import uuid
from typing import Any

import httpx
import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import Size, Visit, fits
from tests.browser.server import RunningServer
from tests.media import samples

pytestmark = pytest.mark.asyncio(loop_scope="session")

PICTURE = ".viewer-image.there"


def made(server: RunningServer, count: int) -> tuple[str, list[str]]:
    """Make so many pictures; give a search that finds them alone, and their ids from the newest on."""
    word = f"fox{uuid.uuid4().hex[:8]}"
    prompt = f"<img src=x onerror=window.pwned=1> {word} [1..{count}]"
    placed = server.api("POST", "/orders", {"model": "sketch:sketch", "parameters": {"prompt": prompt}})["id"]
    until = time.monotonic() + 60
    while server.api("GET", f"/orders/{placed}")["status"] != "fulfilled":
        assert time.monotonic() < until
        time.sleep(0.1)
    items = server.api("GET", f"/gallery?q={word}&limit=200")["items"]
    assert len(items) == count
    return word, [one["id"] for one in items]


def imported(server: RunningServer, name: str, data: bytes) -> str:
    """Take a file into the gallery."""
    headers = {"Authorization": f"Bearer {server.token}"}
    answer = httpx.post(
        f"{server.address}/api/products/import", headers=headers, files={"files": (name, io.BytesIO(data))}, timeout=60
    )
    return str(answer.json()["items"][0]["id"])


def product(server: RunningServer, product_id: str) -> dict[str, Any]:
    found: dict[str, Any] = server.api("GET", f"/products/{product_id}")
    return found


async def scale_of(page: Page) -> float:
    return float(
        await page.locator(".viewer-stage .display-picture").evaluate(
            "e => e.getBoundingClientRect().width / parseFloat(e.style.width)"
        )
    )


async def left_of(place: Locator) -> float:
    box = await place.bounding_box()
    assert box is not None
    return box["x"]


async def test_a_list_is_walked_by_keys_and_a_reload_stays_where_it_was(visit: Visit, server: RunningServer) -> None:
    word, ids = made(server, 3)
    page = await visit(f"/view/{ids[0]}?q={word}")
    await expect(page.locator(PICTURE)).to_be_visible()
    await expect(page.locator(".viewer-place")).to_have_text("1 of 3")
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("ArrowRight")
    await expect(page.locator(".viewer-place")).to_have_text("3 of 3")
    await page.wait_for_url(f"**/view/{ids[2]}?q={word}")
    await page.reload()
    await expect(page.locator(".viewer-place")).to_have_text("3 of 3")
    await expect(page.locator(PICTURE)).to_be_visible()
    await page.keyboard.press("ArrowLeft")
    await expect(page.locator(".viewer-place")).to_have_text("2 of 3")


async def test_it_zooms_by_keys_wheel_and_double_click(visit: Visit, server: RunningServer) -> None:
    wide = imported(server, "wide.png", samples.picture(size=(2400, 1600)))
    page = await visit(f"/view/{wide}")
    await expect(page.locator(PICTURE)).to_be_visible()
    fit = await scale_of(page)
    assert fit < 0.6
    await page.keyboard.press("z")
    await expect(page.locator(".viewer-zoom .percent")).to_have_text("100 %")
    assert abs(await scale_of(page) - 1) < 0.001
    before = await left_of(page.locator(PICTURE))
    await page.mouse.move(500, 400)
    await page.mouse.down()
    await page.mouse.move(420, 360, steps=4)
    await page.mouse.up()
    assert abs(await left_of(page.locator(PICTURE)) - (before - 80)) < 2
    await page.keyboard.press("-")
    assert await scale_of(page) < 0.8
    await page.keyboard.press("0")
    assert abs(await scale_of(page) - fit) < 0.001
    await page.mouse.wheel(0, -400)
    await expect(page.locator(".viewer-zoom .percent")).not_to_have_text(f"{round(fit * 100)} %")
    await page.keyboard.press("0")
    await page.locator(".viewer-stage").dblclick(position={"x": 300, "y": 300})
    await expect(page.locator(".viewer-zoom .percent")).to_have_text("100 %")


async def test_what_is_done_by_keys_is_kept_and_taken_back(visit: Visit, server: RunningServer) -> None:
    word, ids = made(server, 2)
    page, other = await visit(f"/view/{ids[0]}?q={word}"), await visit(f"/view/{ids[0]}?q={word}")
    await expect(page.get_by_text("How it was made")).to_be_visible()
    await page.keyboard.press("l")
    await page.keyboard.press("4")
    await expect(other.get_by_role("button", name="Like", exact=True)).to_have_attribute("aria-pressed", "true")
    await expect(other.get_by_role("button", name="4, Good")).to_have_attribute("aria-pressed", "true")
    await page.keyboard.press("t")
    await expect(page.get_by_label("Tag", exact=True)).to_be_focused()
    await page.keyboard.type("shore")
    await page.keyboard.press("Enter")
    await expect(other.get_by_role("group", name="Tags")).to_contain_text("shore")
    await expect(page.locator(".q-menu")).to_have_count(0)
    await page.keyboard.press("Delete")
    await expect(page.locator(".viewer-place")).to_have_text("")
    await page.wait_for_url(f"**/view/{ids[1]}?q={word}")
    await page.keyboard.press("Control+z")
    await expect(page.locator(".toast").last).to_contain_text("Taken back")
    assert product(server, ids[0])["deleted_at"] is None
    assert (product(server, ids[0])["liked"], product(server, ids[0])["rating"]) == (True, 3)


async def test_a_part_is_cut_out_by_keys(visit: Visit, server: RunningServer) -> None:
    word = f"part{uuid.uuid4().hex[:8]}"
    source = imported(server, f"{word}.png", samples.picture(size=(600, 400)))
    page, other = await visit(f"/view/{source}"), await visit(f"/gallery?q={word}")
    await expect(page.locator(PICTURE)).to_be_visible()
    await expect(other.locator(".gallery-count")).to_have_text("1 product")
    await expect(page.get_by_role("button", name="Crop, turn, scale")).to_be_visible()
    await page.keyboard.press("e")
    await page.get_by_label("Ratio of the crop").select_option("1:1")
    await expect(page.locator(".crop-size")).to_have_text("400 × 400")
    await page.locator(".crop").focus()
    for _ in range(200):
        await page.keyboard.press("ArrowLeft")
    await page.keyboard.press("]")
    await expect(page.get_by_label("Part to keep: 400 by 400 pixels at 0, 0.")).to_be_visible()
    await page.get_by_label("Width in pixels").fill("100")
    await page.get_by_label("Width in pixels").press("Enter")
    await page.keyboard.press("Control+Enter")
    await expect(other.locator(".gallery-count")).to_have_text("2 products")  # a second window stays in step
    await page.get_by_role("button", name="Show it").click()
    await expect(page.get_by_text("100 × 100")).to_be_visible()
    await expect(page.get_by_role("group", name="Made from")).to_be_visible()
    await page.keyboard.press("Backspace")
    await expect(page.get_by_text("600 × 400")).to_be_visible()
    await page.get_by_role("group", name="Edited into").get_by_role("button").click()
    await expect(page.get_by_text("100 × 100")).to_be_visible()
    await page.keyboard.press("Escape")  # closes at once, however it was come to
    await expect(page.locator(".viewer")).to_have_count(0)
    assert (product(server, source)["width"], product(server, source)["height"]) == (600, 400)


async def test_a_ratio_keeps_what_fits_of_the_part_that_was_drawn(visit: Visit, server: RunningServer) -> None:
    source = imported(server, "drawn.png", samples.picture(size=(600, 400)))
    page = await visit(f"/view/{source}")
    await expect(page.locator(PICTURE)).to_be_visible()
    await expect(page.get_by_role("button", name="Crop, turn, scale")).to_be_visible()
    await page.keyboard.press("e")
    await page.locator(".crop").focus()
    for key, times in (("Shift+ArrowLeft", 50), ("Shift+ArrowUp", 25), ("ArrowRight", 10)):
        for _ in range(times):
            await page.keyboard.press(key)
    ratio, size = page.get_by_label("Ratio of the crop"), page.locator(".crop-size")
    await expect(size).to_have_text("400 × 300")
    await ratio.select_option("1:1")
    await expect(size).to_have_text("300 × 300")
    await ratio.select_option("3:4")
    await expect(page.get_by_label("Part to keep: 225 by 300 pixels at 128, 0.")).to_be_visible()
    await ratio.select_option("free")
    await expect(page.get_by_label("Part to keep: 400 by 300 pixels at 40, 0.")).to_be_visible()


async def test_a_mask_is_painted(visit: Visit, server: RunningServer) -> None:
    source = imported(server, "masked.png", samples.picture(size=(300, 200)))
    page = await visit(f"/view/{source}")
    await expect(page.locator(PICTURE)).to_be_visible()
    await expect(page.get_by_role("button", name="Paint a mask")).to_be_visible()
    await page.keyboard.press("m")
    box = await page.locator(".brush-canvas").bounding_box()
    assert box is not None
    await page.mouse.move(box["x"] + 20, box["y"] + 100)
    await page.mouse.down()
    await page.mouse.move(box["x"] + 200, box["y"] + 100, steps=5)
    await page.mouse.up()
    await page.keyboard.press("Control+Enter")
    await expect(page.locator(".toast")).to_contain_text("The mask is kept")
    made_of_it = server.api("GET", f"/products/{source}/lineage")["edited_into"]
    assert [(one["width"], one["height"], one["mime_type"]) for one in made_of_it] == [(300, 200, "image/png")]


async def test_a_video_is_sought_stepped_and_gives_a_frame(visit: Visit, server: RunningServer) -> None:
    video = imported(server, "clip.mp4", samples.video(frames=30))
    page = await visit(f"/view/{video}")
    player = page.locator("video")
    await page.wait_for_function("document.querySelector('video')?.readyState >= 2")
    assert await player.evaluate("v => v.seekable.length === 1 && v.seekable.end(0) > 2")
    await player.evaluate("v => { v.currentTime = 1.55; }")
    await page.wait_for_function("!document.querySelector('video').seeking")
    await page.keyboard.press(".")
    await page.wait_for_function("document.querySelector('video').currentTime > 1.59")
    await page.keyboard.press("Shift+F")
    await expect(page.locator(".toast")).to_contain_text("The frame is a picture")
    frames = server.api("GET", f"/products/{video}/lineage")["edited_into"]
    assert [(one["type"], one["width"], one["height"]) for one in frames] == [("image", 160, 96)]


async def test_three_are_compared_in_four_ways(visit: Visit, server: RunningServer) -> None:
    _, ids = made(server, 3)
    page = await visit(f"/compare?ids={','.join(ids)}")
    await expect(page.locator(".compare-cell")).to_have_count(3)
    await expect(page.get_by_role("table")).to_contain_text("Prompt")
    await expect(page.get_by_role("table")).not_to_contain_text("Aspect ratio")
    await page.keyboard.press("+")
    widths = await page.locator(".compare-cell .display-picture").evaluate_all(
        "all => all.map(e => Math.round(e.getBoundingClientRect().width))"
    )
    assert len(set(widths)) == 1
    await page.keyboard.press("w")
    line = page.get_by_role("slider", name="How much of A is seen")
    await line.focus()
    await page.keyboard.press("ArrowRight")
    await expect(line).to_have_attribute("aria-valuenow", "55")
    await page.keyboard.press("x")
    await expect(page.locator(".compare-said")).to_contain_text("of the pixels differ")
    await page.keyboard.press("f")
    await page.keyboard.press(" ")
    await expect(page.get_by_role("button", name="On its own")).to_be_visible()
    await page.keyboard.press("2")
    await expect(page.get_by_role("button", name="Winner").nth(1)).to_have_attribute("aria-pressed", "true")
    assert [product(server, one)["liked"] for one in ids] == [False, True, False]
    server.api("POST", "/products/bulk", {"action": "like", "ids": ids[:1]})
    await expect(page.locator(".compare-cell.is-winner")).to_have_count(0)
    await expect(page.get_by_role("button", name="Winner", pressed=True)).to_have_count(0)


async def test_ten_are_culled_by_keys_alone(visit: Visit, server: RunningServer) -> None:
    word, ids = made(server, 10)
    page = await visit(f"/cull?q={word}")
    await expect(page.locator(PICTURE)).to_be_visible()
    for key in "kx4skxx25":  # as quickly as the keys can be pressed
        await page.keyboard.press(key)
    await page.keyboard.press("Control+z")
    await expect(page.locator(".viewer-place")).to_have_text("9 of 10")
    await page.keyboard.press("k")
    await page.keyboard.press("s")
    await expect(page.get_by_text("All decided")).to_be_visible()
    await page.keyboard.press("Delete")
    await expect(page.locator(".toast").last).to_contain_text("Deleted 3 products")
    states = [product(server, one) for one in ids]
    assert [bool(one["deleted_at"]) for one in states] == [n in (1, 5, 6) for n in range(10)]
    assert [one["liked"] for one in states] == [n in (0, 4, 8) for n in range(10)]
    assert [one["rating"] for one in states] == [None, None, 3, None, None, None, None, 1, None, None]


async def test_what_is_deleted_in_another_window_makes_room_for_the_next(visit: Visit, server: RunningServer) -> None:
    word, ids = made(server, 3)
    page = await visit(f"/view/{ids[0]}?q={word}")
    await expect(page.locator(".viewer-place")).to_have_text("1 of 3")
    server.api("POST", "/products/bulk", {"action": "delete", "ids": ids[:1]})
    await expect(page.locator(".toast")).to_contain_text("deleted in another window")
    await expect(page.locator(".viewer-place")).to_have_text("1 of 2")
    await page.wait_for_url(f"**/view/{ids[1]}*")
    await page.keyboard.press("ArrowRight")
    await page.wait_for_url(f"**/view/{ids[2]}*")
    await page.keyboard.press("l")
    await expect(page.get_by_role("button", name="Like", exact=True)).to_have_attribute("aria-pressed", "true")
    assert [product(server, one)["liked"] for one in ids] == [False, False, True]


@pytest.mark.parametrize("size", ["tablet", "phone"])
async def test_it_is_used_by_touch(visit: Visit, server: RunningServer, size: Size) -> None:
    word, ids = made(server, 2)
    page = await visit(f"/view/{ids[0]}?q={word}", size=size, dark=False)
    await expect(page.locator(PICTURE)).to_be_visible()
    assert await fits(page)
    box = await page.locator(".viewer-stage").bounding_box()
    assert box is not None
    at = {"y": box["y"] + box["height"] / 2}
    session = await page.context.new_cdp_session(page)

    async def touch(kind: str, *points: tuple[float, float]) -> None:
        given = [{"x": x, "y": y, "id": n} for n, (x, y) in enumerate(points)]
        await session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": given})

    await touch("touchStart", (box["x"] + 250, at["y"]))
    await touch("touchMove", (box["x"] + 150, at["y"]))
    await touch("touchMove", (box["x"] + 60, at["y"]))
    await touch("touchEnd")
    await expect(page.locator(".viewer-place")).to_have_text("2 of 2")
    fit = await scale_of(page)
    await touch("touchStart", (box["x"] + 150, at["y"]), (box["x"] + 190, at["y"]))
    await touch("touchMove", (box["x"] + 100, at["y"]), (box["x"] + 240, at["y"]))
    await touch("touchMove", (box["x"] + 60, at["y"]), (box["x"] + 300, at["y"]))
    await touch("touchEnd")
    assert await scale_of(page) > 1.5 * fit


async def test_the_order_page_opens_it_and_takes_what_it_brings(visit: Visit, server: RunningServer) -> None:
    _, ids = made(server, 2)
    page = await visit("/order")
    await expect(page.locator(".strip .tile").first).to_be_visible()
    await page.locator(".strip .tile").first.click()
    await page.keyboard.press("Enter")
    await expect(page.locator(".viewer-over .viewer-image.there")).to_be_visible()
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("Escape")
    await expect(page.locator(".viewer-over")).to_have_count(0)
    await page.goto(f"{server.address}/order?use={ids[0]}")
    await expect(page.locator(".toast")).to_contain_text("input")
    await page.wait_for_url("**/order")
    await page.goto(f"{server.address}/order?reuse={ids[1]}&what=values")
    await expect(page.locator(".toast")).to_contain_text("how this was made")


async def test_a_vanished_file_says_what_can_be_done(visit: Visit, server: RunningServer) -> None:
    gone = imported(server, "gone.png", samples.picture(size=(320, 240)))
    for found in (server.folder / "media").rglob(f"{product(server, gone)['url'].rpartition('/')[2]}"):
        found.unlink()
    page = await visit(f"/view/{gone}")
    await expect(page.get_by_role("alert").filter(has_text="The file is missing")).to_contain_text("restore a backup")
