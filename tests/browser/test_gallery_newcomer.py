"""What somebody new expects of the gallery: settings are found, a selection ends with its visit, every act is in sight."""

from __future__ import annotations

import re
import uuid

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.server import RunningServer
from tests.browser.test_gallery import cells, chosen, filled, imported, made, shows

pytestmark = pytest.mark.asyncio(loop_scope="session")


def styled(server: RunningServer) -> str:
    """Order a portrait in two styles, and give the name of the project they are in."""
    name = f"fox{uuid.uuid4().hex[:8]}"
    project_id = server.api("POST", "/projects", {"name": name})["id"]
    parameters = {"prompt": "a small boat", "style": ["neon", "ink"], "aspect_ratio": "2:3"}
    made(server, {"model": "sketch:sketch", "project_id": project_id, "parameters": parameters})
    return name


def liked(page: Page) -> str:
    """Give how the mask of the heart in the details begins."""
    return "(e) => getComputedStyle(e.querySelector('.icon')).maskImage.includes(\"fill='%23000'\")"


async def test_a_setting_is_found_as_people_look_for_it(visit: Visit, server: RunningServer) -> None:
    name = styled(server)
    page = await visit(f"/gallery?q=project:{name} ")
    await shows(page, 2)
    field = page.get_by_role("combobox", name="Search")
    await field.fill(f"project:{name} neon")
    await expect(page.get_by_role("option").first).to_contain_text("style=neon")
    await page.keyboard.press("Escape")
    await expect(page.get_by_text(re.compile("^Did you mean .*style=neon"))).to_be_visible()
    await page.locator(".gallery-state").get_by_role("button", name=re.compile("style=neon")).click()
    await shows(page, 1)
    await field.fill(f"project:{name} style:neon")
    await page.keyboard.press("Escape")
    await expect(page.locator(".sl-under .x-wrong")).to_have_text(["style:", "neon"])
    await page.locator(".sl-problem").get_by_role("button", name=re.compile("style=neon")).click()
    await shows(page, 1)
    await expect(field).to_have_value(re.compile("style=neon$"))


async def test_a_value_leads_to_all_that_was_made_with_it(visit: Visit, server: RunningServer) -> None:
    name = styled(server)
    page = await visit(f"/gallery?q=project:{name} ")
    await shows(page, 2)
    await cells(page).first.click()
    value = page.locator(".gallery-details .fact", has_text="Style").locator("a").first
    await expect(value).to_have_text(re.compile("neon|ink"))
    style = await value.inner_text()
    assert await value.get_attribute("href") == f"/gallery?q=style%3D{style}%20"
    await value.click()
    await expect(page.get_by_role("combobox", name="Search")).to_have_value(re.compile(f"style={style}"))
    await expect(cells(page).first).to_be_visible()


async def test_each_choice_of_a_text_is_told(visit: Visit, server: RunningServer) -> None:
    name = f"fox{uuid.uuid4().hex[:8]}"
    made(server, {"model": "sketch:sketch", "parameters": {"prompt": f"a [red {name},blue {name}] at [dawn,dusk]"}})
    page = await visit(f"/gallery?q={name}")
    await shows(page, 4)
    await cells(page).first.click()
    told = page.locator(".gallery-details .facts:not(.gallery-values) .fact", has_text="Choice").locator("a")
    await expect(told).to_have_text([re.compile(name), re.compile("dawn|dusk")])
    await told.nth(0).click()
    await shows(page, 2)


async def test_a_selection_ends_with_its_visit(visit: Visit, server: RunningServer) -> None:
    _, address = filled(server, 8)
    page = await visit(address)
    await shows(page, 8)
    await cells(page).nth(0).click()
    await cells(page).nth(2).click(modifiers=["ControlOrMeta"])
    await expect(chosen(page)).to_have_count(2)
    await page.wait_for_function("history.state?.gallery?.chosen?.ids?.length === 2")
    await page.reload()
    await expect(chosen(page)).to_have_count(2)
    await page.goto(f"{server.address}/tags")
    await page.goto(f"{server.address}{address}")
    await shows(page, 8)
    await expect(page.locator(".g-cell.is-cursor")).to_be_visible()
    await expect(chosen(page)).to_have_count(0)
    await page.evaluate("history.go(-2)")
    await expect(chosen(page)).to_have_count(2)
    other = await visit(address, beside=page)
    await shows(other, 8)
    await expect(chosen(other)).to_have_count(0)


async def test_all_acts_are_in_sight_where_there_is_room(visit: Visit, server: RunningServer) -> None:
    _, address = filled(server, 4)
    page = await visit(address)
    await shows(page, 4)
    await cells(page).nth(0).click()
    await cells(page).nth(1).click(modifiers=["ControlOrMeta"])
    bar = page.locator(".selection-bar")
    for act in ("Like", "Tag", "Collect", "Move", "Compare", "Cull", "Export"):
        await expect(bar.get_by_role("button", name=act, exact=True)).to_be_visible()
    await expect(bar.locator(".is-over")).to_have_count(0)
    await expect(bar.get_by_role("button", name="More", exact=True)).to_be_hidden()


async def test_what_is_liked_and_rated_says_so(visit: Visit, server: RunningServer) -> None:
    _, address = filled(server, 2)
    page = await visit(address)
    await shows(page, 2)
    await cells(page).first.click()
    details = page.locator(".gallery-details")
    heart = details.get_by_role("button", name="Like", exact=True)
    assert not await heart.evaluate(liked(page))
    await expect(details.locator(".rating-row")).to_contain_text("Rating")
    await expect(details.locator(".rating-row")).to_contain_text("Not rated")
    await page.keyboard.press("l")
    await page.keyboard.press("4")
    now = details.get_by_role("button", name="Liked", exact=True)
    await expect(now).to_be_visible()
    assert await now.evaluate(liked(page))
    await expect(details.locator(".rating-row")).to_contain_text("Good")
    await expect(details.locator(".rating-answer.reached")).to_have_count(4)
    await page.keyboard.press("Enter")
    viewed = page.locator(".viewer-bar").get_by_role("button", name="Like", exact=True)
    await expect(viewed).to_have_attribute("aria-pressed", "true")
    assert await viewed.evaluate(liked(page))


async def test_what_one_does_is_in_sight_beside_the_picture(visit: Visit, server: RunningServer) -> None:
    name = styled(server)
    page = await visit(f"/gallery?q=project:{name} ")
    await shows(page, 2)
    await cells(page).first.click()
    for act in ("Reuse", "Like", "Use as input", "Delete"):
        button = page.locator(".gallery-details").get_by_role("button", name=re.compile(f"^{act}"))
        await expect(button).to_be_in_viewport(ratio=1)


async def test_nothing_moves_when_the_conditions_come(visit: Visit, server: RunningServer) -> None:
    """The first thing that is drawn has room for them, so that a press meets what was aimed at."""
    _, address = filled(server, 2)
    page = await visit("/tags")
    await page.add_init_script(
        """addEventListener("DOMContentLoaded", () => { const seen = (window.seen = new Set());
        const look = () => { const e = document.querySelector("[aria-label='More of what is found']");
            if (e) seen.add(Math.round(e.getBoundingClientRect().y)); requestAnimationFrame(look); };
        look(); });"""
    )
    await page.goto(f"{server.address}{address}")
    await shows(page, 2)
    await expect(page.locator(".sl-chip")).to_have_count(1)
    assert await page.evaluate("window.seen.size") == 1


async def test_select_begins_to_select(visit: Visit, server: RunningServer) -> None:
    _, address = filled(server, 6)
    page = await visit(address.replace("&by=none", ""), size="phone")
    await shows(page, 6)
    await page.locator(".g-space").get_by_role("button", name="Select products").tap()
    await expect(chosen(page)).to_have_count(0)
    await expect(page.locator(".selection-count")).to_have_text("Press what is to be selected")
    await cells(page).nth(1).tap()
    await cells(page).nth(2).tap()
    await expect(page.locator(".selection-count")).to_have_text("2 selected")
    await page.locator(".g-space").get_by_role("button", name="Select all of Today").tap()
    await expect(page.locator(".selection-count")).to_have_text("6 selected")
    await page.get_by_role("button", name="Select nothing").tap()
    await expect(page.locator(".selection-bar")).to_be_hidden()
    await cells(page).nth(0).tap()
    await expect(page.locator(".viewer-over")).to_be_visible()


async def test_a_saved_search_is_one_press_away(visit: Visit, server: RunningServer) -> None:
    project_id, address = filled(server, 2)
    imported(server, project_id, 1)
    page = await visit(address)
    await shows(page, 3)
    project = server.api("GET", f"/projects/{project_id}")["name"]
    await page.get_by_role("button", name="Saved searches").click()
    await page.get_by_role("menuitem", name="Save this search…").click()
    name = page.get_by_role("dialog").get_by_role("textbox", name="Name")
    await expect(name).to_have_value(project)
    await page.get_by_role("dialog").get_by_role("button", name="Save").click()
    await expect(page.get_by_role("button", name=f"Saved searches: {project}")).to_contain_text(project)
    await page.get_by_role("button", name="Clear the search").click()
    await expect(page.get_by_role("button", name="Saved searches", exact=True)).to_be_visible()
    await page.locator(".saved-list").get_by_role("button", name=project).click()
    await shows(page, 3)
    await expect(page.get_by_role("button", name=f"Saved searches: {project}")).to_be_visible()
