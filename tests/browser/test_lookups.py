"""The Lookups page in a real browser: typing is kept, windows stay in step, files come in and go out."""

from __future__ import annotations

import asyncio
import uuid
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import Size, Visit, fits
from tests.browser.server import RunningServer

pytestmark = pytest.mark.asyncio(loop_scope="session")


def made(server: RunningServer, values: str, description: str = "") -> dict[str, Any]:
    name = f"list_{uuid.uuid4().hex[:8]}"
    body = {"name": name, "values": values, "description": description}
    lookup: dict[str, Any] = server.api("POST", "/lookups", body)
    return lookup


def stored(server: RunningServer, lookup: dict[str, Any]) -> str:
    return str(server.api("GET", f"/lookups/{lookup['id']}")["values"])


def values_of(page: Page) -> Any:
    return page.get_by_role("textbox", name="Values", exact=True)


# What the values are when the address moves: whoever sees the next ones may go back at once.
_NOTE_WHAT_STANDS_THERE = """() => {
  const push = history.pushState.bind(history);
  history.pushState = (...all) => {
    window.stoodThere = document.querySelector('.lookup-values textarea').value;
    push(...all);
  };
}"""


async def saved(page: Page) -> None:
    await expect(page.locator(".lookup-state")).to_have_text("Saved")


async def test_typing_is_saved_and_expanded_while_it_goes_on(visit: Visit, server: RunningServer) -> None:
    color = made(server, "red\nblue")
    shirt = made(server, f"[{color['name']}] shirt")
    page = await visit(f"/lookups/{shirt['name']}")
    makes = page.get_by_role("complementary", name="What this lookup makes")
    await expect(makes.get_by_text("blue shirt")).to_be_visible()
    await values_of(page).fill(f"[{color['name']}] shirt\nwhite shirt\n[oops")
    await expect(page.get_by_text("Line 3: This [ is never closed")).to_be_visible()
    await saved(page)
    assert stored(server, shirt).endswith("[oops")
    await values_of(page).fill(f"[{color['name']}] [hat,coat]")
    await expect(makes.locator(".lookup-count")).to_have_text("4 texts")
    await saved(page)
    await page.reload()
    await expect(values_of(page)).to_have_value(f"[{color['name']}] [hat,coat]")


async def test_a_wrong_name_is_told_at_the_field_and_a_good_one_moves_the_address(
    visit: Visit, server: RunningServer
) -> None:
    taken, lookup = made(server, "a"), made(server, "b")
    page = await visit(f"/lookups/{lookup['name']}")
    name = page.get_by_label("Name", exact=True)
    await name.fill("1st")
    await expect(page.get_by_text("A name begins with a letter")).to_be_visible()
    await name.fill(taken["name"].upper())
    await name.press("Enter")
    await expect(page.get_by_text("There is a lookup named")).to_be_visible()
    await expect(page.locator(".lookup-state")).to_have_text("Name not saved")
    await name.fill(f"{lookup['name']}/new one")
    await name.press("Enter")
    await saved(page)
    await expect(page).to_have_url(f"{server.address}/lookups/{lookup['name']}/new%20one")
    assert server.api("GET", f"/lookups/{lookup['id']}")["name"] == f"{lookup['name']}/new one"


async def test_a_change_elsewhere_is_taken_when_idle_and_offered_while_working(
    visit: Visit, server: RunningServer
) -> None:
    lookup = made(server, "one")
    page = await visit(f"/lookups/{lookup['name']}")
    server.api("PATCH", f"/lookups/{lookup['id']}", {"values": "two"})
    await expect(values_of(page)).to_have_value("two")
    await values_of(page).focus()
    server.api("PATCH", f"/lookups/{lookup['id']}", {"values": "three"})
    await expect(page.get_by_text("Another window changed the values.")).to_be_visible()
    await page.keyboard.press("Control+End")
    await page.keyboard.type(" mine")
    await expect(page.locator(".lookup-state")).to_have_text("Not saved")
    assert stored(server, lookup) == "three"
    await page.get_by_role("button", name="Keep mine").click()
    await saved(page)
    assert stored(server, lookup) == "two mine"
    await values_of(page).focus()
    server.api("PATCH", f"/lookups/{lookup['id']}", {"values": "four"})
    await page.get_by_role("button", name="Take the change").click()
    await expect(values_of(page)).to_have_value("four")
    await saved(page)


async def test_delete_and_undo(visit: Visit, server: RunningServer) -> None:
    lookup = made(server, "a\nb", "kept")
    page = await visit(f"/lookups/{lookup['name']}")
    await page.get_by_role("button", name="More for this lookup").click()
    await page.get_by_text("Delete", exact=True).click()
    await expect(page.locator(".lookup-row").filter(has_text=lookup["name"])).to_have_count(0)
    server.api("GET", f"/lookups/{lookup['id']}", expect=404)
    await page.locator(".toast").get_by_role("button", name="Undo").click()
    await expect(values_of(page)).to_have_value("a\nb")
    await expect(page.get_by_label("Description", exact=True)).to_have_value("kept")


async def test_a_duplicate_takes_the_next_free_name(visit: Visit, server: RunningServer) -> None:
    lookup = made(server, "a", "Plain")
    page = await visit(f"/lookups/{lookup['name']}")
    await values_of(page).fill("a\nb")
    await page.get_by_role("button", name="More for this lookup").click()
    await page.get_by_text("Duplicate", exact=True).click()
    await expect(page.get_by_label("Name", exact=True)).to_have_value(f"{lookup['name']} 2")
    await expect(values_of(page)).to_have_value("a\nb")  # what was typed last is in it
    await expect(page.get_by_label("Description", exact=True)).to_have_value("Plain")


async def test_deleted_elsewhere_keeps_what_was_typed(visit: Visit, server: RunningServer) -> None:
    lookup = made(server, "a")
    page = await visit(f"/lookups/{lookup['name']}")
    server.api("DELETE", f"/lookups/{lookup['id']}")
    await expect(page.get_by_text("deleted in another window")).to_be_visible()
    await values_of(page).fill("a\nb")
    await page.get_by_role("button", name="Bring it back").click()
    await saved(page)
    assert stored(server, lookup) == "a\nb"


async def test_files_come_in_looked_at_first(visit: Visit, server: RunningServer, tmp_path: Path) -> None:
    mark = uuid.uuid4().hex[:6]
    files = [tmp_path / f"color {mark}.txt", tmp_path / f"coat {mark}.txt", tmp_path / "picture.txt"]
    files[0].write_text("red\n{2::dark|light} blue\n")
    files[1].write_text(f"__color {mark}__ coat\n{{2$$a|b}}\n")
    files[2].write_bytes(b"\x00\x01")
    page = await visit("/lookups")
    await page.get_by_role("button", name="Import", exact=True).click()
    await page.locator("input[type=file]").set_input_files([str(path) for path in files])
    await expect(page.get_by_text("This is no text file")).to_be_visible()
    await expect(page.get_by_text("Line 2: braces or wildcards")).to_be_visible()
    await page.get_by_role("button", name="Import 2 lookups").click()
    await expect(page.get_by_text("Imported 2 lookups")).to_be_visible()
    await expect(page.get_by_text("This is no text file")).to_be_visible()  # what failed stays, with its reason
    found = {lookup["name"]: lookup["values"] for lookup in server.api("GET", "/lookups?limit=100")["items"]}
    assert found[f"color {mark}"] == "red\n[?dark|dark|light] blue\n"
    assert found[f"coat {mark}"] == f"[?color {mark}] coat\n{{2$$a|b}}\n"


async def test_export_gives_the_values_as_a_file(visit: Visit, server: RunningServer) -> None:
    lookup = made(server, "a\n# b\n[c,d]")
    page = await visit(f"/lookups/{lookup['name']}")
    await page.get_by_role("button", name="More for this lookup").click()
    async with page.expect_download() as coming:
        await page.get_by_text("Export as text").click()
    download = await coming.value
    assert download.suggested_filename == f"{lookup['name']}.txt"
    content = await asyncio.to_thread(Path(await download.path()).read_text)
    assert content == "a\n# b\n[c,d]"


async def test_back_and_forward_walk_the_lookups(visit: Visit, server: RunningServer) -> None:
    first, second = made(server, "first"), made(server, "second")
    page = await visit(f"/lookups/{first['name']}")
    await page.get_by_placeholder("Search names and values").fill(second["name"])
    await page.locator(".lookup-row").filter(has_text=second["name"]).click()
    await expect(values_of(page)).to_have_value("second")
    await page.go_back()
    await expect(values_of(page)).to_have_value("first")


async def test_the_address_moves_before_the_content(visit: Visit, server: RunningServer) -> None:
    first, second = made(server, "first"), made(server, "second")
    page = await visit(f"/lookups/{first['name']}")
    await expect(values_of(page)).to_have_value("first")
    await page.evaluate(_NOTE_WHAT_STANDS_THERE)
    await page.locator(".lookup-row").filter(has_text=second["name"]).click()
    await expect(values_of(page)).to_have_value("second")
    assert await page.evaluate("window.stoodThere") == "first"


@pytest.mark.parametrize("size", ["desktop", "tablet", "phone"])
async def test_it_fits(visit: Visit, server: RunningServer, size: Size) -> None:
    lookup = made(server, "word " * 200 + "\n" + "x" * 400, "d" * 300)
    for path in ("/lookups", f"/lookups/{lookup['name']}"):
        page = await visit(path, size=size, dark=size == "phone")
        await expect(page.locator(".lookup-row:visible, .lookup-back:visible").first).to_be_visible()
        assert await fits(page)
