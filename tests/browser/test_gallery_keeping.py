"""Keeping in the gallery: by keys alone, by dragging, in two browsers in step, and over a reload."""

from __future__ import annotations

import re
import uuid
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.async_api import Page, Route, expect

from tests.browser.conftest import Visit, fits
from tests.browser.server import RunningServer
from tests.browser.test_gallery import cells, chosen, filled, ids_of, imported, picture, place, shows

pytestmark = pytest.mark.asyncio(loop_scope="session")


def word() -> str:
    """Make a name that nothing else has."""
    return f"w{uuid.uuid4().hex[:8]}"


async def types_name(page: Page, name: str) -> None:
    """Type into the dialog that asks for a name, as soon as it is there."""
    await page.wait_for_function("document.activeElement?.matches('.picker-field')")
    await page.keyboard.type(name)


def collected(server: RunningServer, ids: list[str]) -> tuple[str, str]:
    """Put products into a new collection; give its id and the address of the gallery that shows it in its own order."""
    name = word()
    collection = server.api("POST", "/collections", {"name": name})["id"]
    server.api("POST", "/products/bulk", {"action": "collect", "ids": ids, "collection_id": collection})
    return collection, f"/gallery?q={quote(f'collection:{name}')}&sort=by-hand"


async def test_by_keys_alone(visit: Visit, server: RunningServer) -> None:
    _, address = filled(server, 6)
    tag, other, collection = word(), word(), word()
    page = await visit("/gallery")
    await page.keyboard.press("/")
    await page.keyboard.type(re.search(r"project%3A(\w+)", address)[0].replace("%3A", ":") + " ")  # type: ignore[index]
    await page.keyboard.press("Enter")
    await shows(page, 6)
    await expect(page.locator(".g-cell.is-ready")).to_have_count(6)
    await page.keyboard.press("Escape")
    await page.keyboard.press("ArrowRight")
    await expect(page.locator(".g-cell.is-cursor")).to_be_focused()
    await page.keyboard.press("Space")
    await expect(page.locator(".selection-count")).to_have_text("1 selected")
    await page.keyboard.press("Shift+ArrowRight")
    await expect(page.locator(".selection-count")).to_have_text("2 selected")

    await page.keyboard.press("t")
    await types_name(page, f"{tag},{other}")
    await page.keyboard.press("Enter")
    await page.keyboard.press("Enter")
    await expect(page.locator(".toast")).to_contain_text(re.compile(f"Tagged 2 products with .*{tag}"))
    await expect(page.locator(".g-tags")).to_have_count(2)
    await expect(page.locator(".gallery-details")).to_contain_text(tag)

    await page.keyboard.press("b")
    await types_name(page, collection)
    await page.keyboard.press("Enter")
    await expect(page.locator(".toast").last).to_contain_text(f"into {collection}")

    await page.keyboard.press("5")
    await expect(page.locator(".g-cell .g-excellent")).to_have_count(2)
    await page.keyboard.press("Control+z")
    await expect(page.locator(".g-cell .g-excellent")).to_have_count(0)
    await page.keyboard.press("Control+Shift+z")
    await expect(page.locator(".g-cell .g-excellent")).to_have_count(2)
    for _ in range(4):  # the rating, what was collected, the collection, the tags
        await page.keyboard.press("Control+z")
    await expect(page.locator(".g-tags")).to_have_count(0)
    assert server.api("GET", "/tags")["items"] is not None
    assert not [one for one in server.api("GET", "/collections")["items"] if one["name"] == collection]


async def test_two_browsers_stay_in_step(visit: Visit, server: RunningServer) -> None:
    _, address = filled(server, 4)
    tag, collection = word(), word()
    page, other = await visit(address), await visit(address)
    await shows(page, 4)
    await shows(other, 4)
    await cells(other).nth(1).click()
    await cells(page).nth(1).click()
    await page.keyboard.press("l")
    await expect(cells(other).nth(1).locator(".g-liked")).to_be_visible()
    await page.keyboard.press("t")
    await types_name(page, tag)
    await page.keyboard.press("Enter")
    await page.keyboard.press("Enter")
    await expect(other.locator(".gallery-details")).to_contain_text(tag)
    await expect(other.locator(".facet-tags")).to_contain_text(tag)
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await page.keyboard.press("b")
    await types_name(page, collection)
    await page.keyboard.press("Enter")
    await expect(other.get_by_role("region", name="Collection")).to_contain_text(collection)
    await expect(other.locator(".gallery-details")).to_contain_text(collection)
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await page.keyboard.press("Delete")
    await shows(other, 3)
    await page.keyboard.press("Control+z")
    await shows(other, 4)
    await shows(page, 4)
    tag_id = next(one["id"] for one in server.api("GET", "/tags")["items"] if one["name"] == tag)
    server.api("PATCH", f"/tags/{tag_id}", {"name": f"{tag}x", "color": "#ff0000"})
    await expect(other.locator(".facet-tags")).to_contain_text(f"{tag}x")
    await expect(other.locator(".facet-color").first).to_have_css("background-color", "rgb(255, 0, 0)")


async def test_a_reload_keeps_place_and_anchor(visit: Visit, server: RunningServer) -> None:
    _, address = filled(server, 90)
    page = await visit(address)
    await shows(page, 90)
    await page.locator(".g-view").evaluate("(view) => { view.scrollTop = 900; }")
    await page.wait_for_function("history.state?.gallery?.index > 0")
    await page.locator(".g-cell.is-ready:not(.is-blank)").nth(12).click(modifiers=["ControlOrMeta"])
    await expect(page.locator(".selection-count")).to_have_text("1 selected")
    there = await place(page)
    await page.wait_for_function("history.state?.gallery?.chosen?.ids?.length === 1")
    await page.reload()
    await shows(page, 90)
    await page.wait_for_function(f"Math.abs(document.querySelector('.g-view').scrollTop - {there}) < 3")
    await expect(page.locator(".selection-count")).to_have_text("1 selected")
    await page.locator(".g-cell.is-chosen").focus()
    await page.keyboard.press("Shift+ArrowRight")
    await page.keyboard.press("Shift+ArrowRight")
    await expect(page.locator(".selection-count")).to_have_text("3 selected")


async def test_the_viewer_stands_in_the_address(visit: Visit, server: RunningServer) -> None:
    _, address = filled(server, 4)
    page = await visit(address)
    await shows(page, 4)
    first, second = await ids_of(page, 2)
    await cells(page).nth(0).dblclick()
    await expect(page.locator(".viewer-over .viewer")).to_be_visible()
    await expect(page).to_have_url(re.compile(f"view={first}"))
    await page.keyboard.press("ArrowRight")
    await expect(page).to_have_url(re.compile(f"view={second}"))
    await page.reload()
    await expect(page.locator(".viewer-over .viewer")).to_be_visible()
    await expect(page.locator(".viewer-place")).to_contain_text("2 of 4")
    await page.go_back()
    await expect(page.locator(".viewer-over .viewer")).to_have_count(0)
    await expect(page).not_to_have_url(re.compile("view="))
    await page.go_forward()
    await expect(page.locator(".viewer-over .viewer")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page).not_to_have_url(re.compile("view="))
    await shows(page, 4)


async def test_quick_back_and_forward_end_where_the_address_says(visit: Visit, server: RunningServer) -> None:
    _, address = filled(server, 2)
    page = await visit(address)
    await shows(page, 2)
    (first,) = await ids_of(page, 1)
    await cells(page).nth(0).dblclick()
    await expect(page).to_have_url(re.compile(f"view={first}"))
    for gap in (20, 60, 90, 120, 160, 250):  # while it closes, and shortly after
        await page.evaluate("gap => { history.back(); return new Promise(done => setTimeout(done, gap)); }", gap)
        await page.evaluate("history.forward(); new Promise(done => setTimeout(done, 600))")
        await expect(page).to_have_url(re.compile(f"view={first}"))
        await expect(page.locator(".viewer-over .viewer")).to_be_visible()


async def test_the_grid_goes_on_where_the_viewer_had_come_to(visit: Visit, server: RunningServer) -> None:
    _, address = filled(server, 4)
    page = await visit(address)
    await shows(page, 4)
    ids = await ids_of(page, 4)
    await cells(page).nth(0).dblclick()
    await expect(page.locator(".viewer-place")).to_have_text("1 of 4")
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("ArrowRight")
    await expect(page).to_have_url(re.compile(f"view={ids[2]}"))
    await page.keyboard.press("Escape")
    await expect(page.locator(".g-cell.is-cursor")).to_have_attribute("data-id", ids[2])
    await expect(page).not_to_have_url(re.compile("view="))


async def test_order_by_hand(visit: Visit, server: RunningServer) -> None:
    ids = imported(server, server.api("POST", "/projects", {"name": word()})["id"], 5)
    _, address = collected(server, ids)
    page, other = await visit(address), await visit(address)
    await shows(page, 5)
    assert await ids_of(page, 5) == ids
    await cells(page).nth(0).click()
    await page.keyboard.press("Alt+ArrowRight")
    moved = [ids[1], ids[0], *ids[2:]]
    await expect(cells(page).nth(1)).to_have_attribute("data-id", ids[0])
    assert await ids_of(page, 5) == moved
    await expect(cells(page).nth(1)).to_be_focused()
    await expect(cells(other).nth(1)).to_have_attribute("data-id", ids[0])  # a second window stays in step
    await page.keyboard.press("Control+z")
    await expect(cells(page).nth(0)).to_have_attribute("data-id", ids[0])
    await expect(cells(other).nth(0)).to_have_attribute("data-id", ids[0])
    await cells(page).nth(4).drag_to(cells(page).nth(1), target_position={"x": 8, "y": 60})
    await expect(cells(page).nth(1)).to_have_attribute("data-id", ids[4])
    assert await ids_of(page, 5) == [ids[0], ids[4], *ids[1:4]]
    await expect(page.locator(".g-cell.is-cursor")).to_have_attribute("data-id", ids[4])
    await expect(page.locator(".gallery-details-title")).to_contain_text(" 4.png")
    await page.get_by_role("button", name="More of what is found").click()
    await page.get_by_role("menuitem", name="Move to the end").click()
    await expect(cells(page).nth(4)).to_have_attribute("data-id", ids[4])
    await page.keyboard.press("Control+z")
    await expect(cells(page).nth(1)).to_have_attribute("data-id", ids[4])
    await cells(page).nth(1).click()
    await page.keyboard.press("Shift+B")
    await shows(page, 4)


async def test_dragged_onto_a_tag_and_a_collection(visit: Visit, server: RunningServer) -> None:
    _, address = filled(server, 4)
    page = await visit(address)
    await shows(page, 4)
    ids = await ids_of(page, 4)
    tag = word()
    server.api("POST", "/products/bulk", {"action": "tag", "ids": ids[3:], "tags": [tag]})
    collected(server, ids[3:])
    row = page.locator(".facet-tags .facet-row", has_text=tag)
    await expect(row).to_be_visible()
    await cells(page).nth(0).click()
    await cells(page).nth(1).click(modifiers=["ControlOrMeta"])
    await cells(page).nth(0).drag_to(row)
    await expect(page.locator(".toast")).to_contain_text(f"Tagged 2 products with {tag}")
    await expect(page.locator(".g-tags")).to_have_count(3)
    collection = page.get_by_role("region", name="Collection").locator(".facet-row").first
    await cells(page).nth(0).drag_to(collection)
    await expect(collection.locator(".facet-count")).to_have_text("3")


async def test_saved_searches(visit: Visit, server: RunningServer) -> None:
    _, address = filled(server, 2)
    name = word()
    page, other = await visit(address + "&sort=oldest"), await visit("/gallery")
    await shows(page, 2)
    await page.keyboard.press("s")
    await page.get_by_role("menuitem", name="Save this search…").click()
    await page.wait_for_function("document.activeElement?.matches('.q-dialog input')")
    await page.keyboard.press("Control+a")
    await page.keyboard.type(name)
    await page.keyboard.press("Enter")
    await expect(page.locator(".toast")).to_contain_text(f"Saved the search {name}")
    await other.keyboard.press("s")
    await other.get_by_role("menuitem", name=name).click()
    await shows(other, 2)
    await expect(other).to_have_url(re.compile("sort=oldest"))
    await expect(page.locator(".q-dialog")).to_have_count(0)
    await page.keyboard.press("s")
    await expect(page.get_by_role("menuitem", name=name)).to_be_visible()
    await page.get_by_role("menuitem", name="Rename, order, delete…").click()
    await page.get_by_role("button", name=f"Delete {name}").click()
    await expect(page.locator(".toast").last).to_contain_text(f"Deleted the saved search {name}")
    await expect(page.get_by_role("button", name=f"Delete {name}")).to_have_count(0)


async def test_shuffled_anew_each_time(visit: Visit, server: RunningServer) -> None:
    _, address = filled(server, 12)
    page = await visit(address)
    await shows(page, 12)
    seeds: set[str] = set()
    for before in ("Newest first", "Shuffled"):
        await page.get_by_role("button", name=f"Sort: {before}").click()
        await page.get_by_role("menuitem", name="Shuffled").click()
        known = ",".join(f"'{seed}'" for seed in seeds)
        await page.wait_for_function(
            f"() => {{ const s = new URLSearchParams(location.search).get('seed'); return s && ![{known}].includes(s); }}"
        )
        seeds.add(str(await page.evaluate("new URLSearchParams(location.search).get('seed')")))
    elsewhere = await visit(page.url.removeprefix(server.address))
    await shows(elsewhere, 12)
    await elsewhere.wait_for_function("document.querySelectorAll('.g-cell:not(.is-blank)').length === 12")
    order = await ids_of(elsewhere, 12)
    await page.wait_for_function(
        "(order) => [...document.querySelectorAll('.g-cell')].slice(0, 12).map((cell) => cell.dataset.id).join() === order",
        arg=",".join(order),
    )
    assert len(seeds) == 2


async def test_import_and_export(visit: Visit, server: RunningServer, tmp_path: Path) -> None:
    page = await visit("/gallery?q=origin:imported")
    await page.get_by_role("button", name="Import").first.wait_for()
    file = tmp_path / f"{word()}.png"
    file.write_bytes(picture(3))
    drop = """([name, bytes]) => {
        const data = new DataTransfer();
        data.items.add(new File([new Uint8Array(bytes)], name, { type: "image/png" }));
        const how = { dataTransfer: data, bubbles: true, cancelable: true };
        for (const kind of ["dragover", "drop"]) document.querySelector("main").dispatchEvent(new DragEvent(kind, how));
    }"""
    await page.evaluate(drop, [file.name, list(file.read_bytes())])
    await expect(page.locator(".toast")).to_contain_text("Imported 1 file.")
    await expect(page.locator(".import-list")).to_contain_text(file.name)
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog", name="Import")).to_have_count(0)
    await page.evaluate(drop, [file.name, list(file.read_bytes())])
    await expect(page.locator(".toast").last).to_contain_text("1 was there already")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog", name="Import")).to_have_count(0)
    await expect(cells(page).first).to_be_visible()
    await page.keyboard.press("Control+a")
    await page.keyboard.press("x")
    async with page.expect_download() as download:
        await page.get_by_role("dialog", name="Export").get_by_role("button", name="Export").click()
    assert (await download.value).suggested_filename.endswith(".zip")


@pytest.mark.parametrize("by_key", [True, False])
async def test_what_is_typed_before_the_field_is_there_is_for_the_field(
    visit: Visit, server: RunningServer, by_key: bool
) -> None:
    _, address = filled(server, 2)
    page = await visit(address)
    await shows(page, 2)
    await cells(page).first.focus()
    await page.keyboard.press("Space")
    await page.keyboard.press("Shift+ArrowRight")
    await expect(page.locator(".selection-count")).to_have_text("2 selected")
    if by_key:
        await page.keyboard.press("t")
    else:
        await page.locator(".selection-bar").get_by_role("button", name="Tag", exact=True).click()
    await page.keyboard.type("love 5x")
    await expect(page.get_by_role("dialog").get_by_role("combobox")).to_have_value("love 5x")
    for product in await ids_of(page, 2):
        kept = server.api("GET", f"/products/{product}")
        assert (kept["liked"], kept["rating"]) == (False, None)
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await page.keyboard.press("l")
    await expect(page.locator(".g-liked")).to_have_count(2)


async def test_a_missing_file_says_what_can_be_done(visit: Visit, server: RunningServer) -> None:
    _, address = filled(server, 1)
    page = await visit(address)
    await shows(page, 1)
    (product,) = await ids_of(page, 1)
    view = server.api("GET", f"/products/{product}")
    stored = view["url"].rpartition("/")[2]
    path = next(server.folder.rglob(stored))
    kept = path.rename(path.with_suffix(".away"))
    await page.reload()
    await shows(page, 1)
    await cells(page).first.click()
    await expect(page.locator(".gallery-details")).to_contain_text("The file is missing")
    await page.get_by_role("button", name="Look for it").click()
    await expect(page.locator(".toast")).to_contain_text("not there yet")
    kept.rename(path)
    await page.get_by_role("button", name="Look for it").click()
    await expect(page.locator(".gallery-details .file-state")).to_be_hidden()


async def test_a_picture_that_cannot_be_loaded_says_so_where_it_is_listed(visit: Visit, server: RunningServer) -> None:
    project_id, address = filled(server, 1)
    page = await visit(address)
    (product,) = await ids_of(page, 1)
    collection = server.api("POST", "/collections", {"name": f"Lost {project_id}"})["id"]
    server.api("POST", "/products/bulk", {"action": "collect", "ids": [product], "collection_id": collection})

    async def spoil(route: Route) -> None:
        await route.fulfill(body="no picture", content_type="image/png")

    await page.context.route(re.compile("/(media|thumbnails)/"), spoil)
    fresh = await visit(address, beside=page)
    await expect(cells(fresh).first).to_contain_text("cannot be shown")
    await fresh.goto(f"{server.address}/collections")
    tile = fresh.locator(".collection-card", has_text=f"Lost {project_id}").locator("img.mosaic-tile")
    await expect(tile).to_have_attribute("src", re.compile("^data:image/gif"))


async def test_the_bar_fits_a_phone(visit: Visit, server: RunningServer) -> None:
    _, address = filled(server, 4)
    page = await visit(address, size="phone")
    await shows(page, 4)
    await cells(page).nth(0).focus()
    await page.keyboard.press("Space")
    await page.keyboard.press("Shift+ArrowRight")
    await expect(page.locator(".selection-count")).to_have_text("2 selected")
    await expect(chosen(page)).to_have_count(2)
    assert await fits(page)
    await page.locator(".selection-more").tap()
    await page.get_by_role("menuitem", name="Rate excellent").tap()
    await expect(page.locator(".toast")).to_contain_text("Rated excellent: 2 products")
