"""The Projects page in a real browser: making, finding, renaming, putting away and taking back."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Size, Visit, fits
from tests.browser.server import RunningServer

pytestmark = pytest.mark.asyncio(loop_scope="session")


def made(server: RunningServer, **fields: Any) -> dict[str, Any]:
    name = f"Project {uuid.uuid4().hex[:8]}"
    project: dict[str, Any] = server.api("POST", "/projects", {"name": name, **fields})
    return project


async def test_a_new_project_by_keys_leads_to_its_order_page(visit: Visit, server: RunningServer) -> None:
    page = await visit("/projects")
    await page.keyboard.press("n")
    await page.get_by_label("Name").fill(" ")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert").filter(has_text="A project needs a name")).to_be_visible()
    await page.get_by_label("Name").fill("By keys")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/order/*")
    await expect(page.get_by_role("button", name="Project: By keys")).to_be_visible()


async def test_its_pictures_arrive_on_the_card_without_a_reload(visit: Visit, server: RunningServer) -> None:
    project = made(server)
    page = await visit("/projects")
    card = page.locator("article").filter(has_text=project["name"])
    await expect(card.get_by_text("Nothing made yet")).to_be_visible()
    order = {"model": "sketch:sketch", "parameters": {"prompt": "a [red,blue] fox"}, "project_id": project["id"]}
    server.api("POST", "/orders", order)
    await expect(card.get_by_text("1 order · 2 products")).to_be_visible(timeout=30_000)
    await expect(card.get_by_text("Last 30 days · up to 2 a day")).to_be_visible()
    pictures = card.locator("img")
    await expect(pictures).to_have_count(2)
    for at in range(2):
        await expect(pictures.nth(at)).to_have_js_property("complete", True)
        assert await pictures.nth(at).evaluate("(picture) => picture.naturalWidth") > 0


async def test_a_card_leads_to_what_the_project_holds(visit: Visit, server: RunningServer) -> None:
    project = made(server)
    server.api(
        "POST", "/orders", {"model": "sketch:sketch", "parameters": {"prompt": "a lynx"}, "project_id": project["id"]}
    )
    page = await visit("/projects")
    card = page.locator("article").filter(has_text=project["name"])
    await card.get_by_role("link", name="Production: ordered in").click()
    await page.wait_for_url(f"**/production?project={project['id']}*")
    await expect(page.get_by_text("a lynx").first).to_be_visible()
    await page.goto(f"{server.address}/projects")
    await card.get_by_role("link", name="Gallery: made in").click()
    await page.wait_for_url("**/gallery?q=project*")


async def test_rename_is_seen_by_another_tab_and_markup_stays_text(visit: Visit, server: RunningServer) -> None:
    project = made(server)
    page, other = await visit("/projects"), await visit("/projects")
    card = page.locator("article").filter(has_text=project["name"])
    await card.get_by_role("button", name="More for").click()
    await page.get_by_text("Rename, describe, limit…").click()
    hostile = f"<img src=x onerror=window.pwned=1> {project['name']}"
    dialog = page.get_by_role("dialog", name="Rename and describe")
    await expect(dialog.get_by_label("Name")).to_be_focused()
    await expect(dialog.get_by_label("Name")).to_have_value(project["name"])
    await dialog.get_by_label("Name").fill(hostile)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("link", name=hostile, exact=True)).to_be_visible()
    await expect(other.get_by_role("link", name=hostile, exact=True)).to_be_visible()


async def test_archive_delete_and_undo(visit: Visit, server: RunningServer) -> None:
    project = made(server)
    page = await visit("/projects")
    card = page.locator("article").filter(has_text=project["name"])
    await card.get_by_role("button", name="More for").click()
    await page.get_by_text("Archive", exact=True).click()
    await expect(card).to_have_count(0)
    await page.get_by_role("radio", name="Archived").click()
    await expect(card).to_be_visible()
    await card.get_by_role("button", name="More for").click()
    await page.get_by_text("Delete", exact=True).click()
    await expect(card).to_have_count(0)
    await page.locator(".toast").filter(has_text="Deleted").get_by_role("button", name="Undo").click()
    await expect(card).to_be_visible()
    assert server.api("GET", f"/projects/{project['id']}")["status"] == "archived"


async def test_arrow_keys_walk_and_enter_opens(visit: Visit, server: RunningServer) -> None:
    first, second = made(server), made(server)
    page = await visit("/projects")
    await expect(page.get_by_role("link", name=second["name"], exact=True)).to_be_visible()
    await page.keyboard.press("ArrowRight")
    await expect(page.get_by_role("link", name=second["name"], exact=True)).to_be_focused()
    await page.keyboard.press("ArrowRight")
    await expect(page.get_by_role("link", name=first["name"], exact=True)).to_be_focused()
    await page.keyboard.press("Enter")
    await page.wait_for_url(f"**/order/{first['id']}")


async def test_what_is_searched_and_sorted_stays_over_a_reload(visit: Visit, server: RunningServer) -> None:
    found, other = made(server, description="zebra stripes"), made(server)
    page = await visit("/projects")
    await expect(page.get_by_role("link", name=other["name"], exact=True)).to_be_visible()
    await page.keyboard.press("/")
    await page.keyboard.type("zebra " + found["name"][-8:])  # at once: no key goes astray
    await expect(page.get_by_role("link", name=other["name"], exact=True)).to_have_count(0)
    await page.wait_for_url("**/projects?q=zebra*")
    await page.reload()
    await expect(page.get_by_label("Search projects", exact=True)).to_have_value("zebra " + found["name"][-8:])
    await page.get_by_label("Search projects", exact=True).press("ArrowDown")
    await expect(page.get_by_role("link", name=found["name"], exact=True)).to_be_focused()


async def test_what_becomes_of_all_it_holds_is_said_before_it_is_deleted(visit: Visit, server: RunningServer) -> None:
    project = made(server)
    order = {"model": "sketch:sketch", "parameters": {"prompt": "a [red,blue] fox"}, "project_id": project["id"]}
    server.api("POST", "/orders", order)
    page, other = await visit(f"/projects?q={project['name']}"), await visit("/projects")
    link = page.get_by_role("link", name=project["name"], exact=True)
    await expect(page.get_by_text("1 order · 2 products")).to_be_visible(timeout=30_000)
    await link.focus()
    await page.keyboard.press("Delete")
    dialog = page.get_by_role("dialog", name=f"Delete {project['name']}?")
    await expect(dialog.get_by_text("Its 1 order and 2 products stay where they are")).to_be_visible()
    await dialog.get_by_role("button", name="Delete project").click()
    await expect(other.get_by_role("link", name=project["name"], exact=True)).to_have_count(0)
    await page.keyboard.press("Control+z")
    await expect(other.get_by_role("link", name=project["name"], exact=True)).to_be_visible()
    await expect(link).to_be_visible()
    await link.focus()
    await page.keyboard.press("g")
    await page.wait_for_url("**/gallery?q=project*")


@pytest.mark.parametrize("size", ["desktop", "tablet", "phone"])
async def test_it_fits(visit: Visit, server: RunningServer, size: Size) -> None:
    made(server, description="word" * 60)
    page = await visit("/projects", size=size, dark=size == "phone")
    await expect(page.get_by_role("button", name="New project")).to_be_in_viewport()
    assert await fits(page)


async def test_the_queue_pill_pauses_and_resumes(visit: Visit, server: RunningServer) -> None:
    page = await visit("/projects")
    try:
        await page.get_by_role("button", name="Queue:").click()
        await page.get_by_text("Pause the queue").click()
        await expect(page.get_by_role("button", name="Queue: Paused")).to_be_visible()
        project = made(server)
        order = {"model": "sketch:sketch", "parameters": {"prompt": "a [1..3] fox"}, "project_id": project["id"]}
        server.api("POST", "/orders", order)
        await expect(page.get_by_role("button", name="Queue: Paused · 3 waiting")).to_be_visible()
        await page.get_by_role("button", name="Queue:").click()
        await expect(page.get_by_text("0 / 3")).to_be_visible()
        await page.get_by_text("Resume the queue").click()
        await expect(page.get_by_role("button", name="Queue: Nothing running")).to_be_visible(timeout=30_000)
    finally:
        server.api("POST", "/queue/resume")
