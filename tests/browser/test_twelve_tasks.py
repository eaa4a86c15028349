"""The main job as a person does it, twelve tasks with their presses counted: none may come to need more.

A press is a click, or a key that types no text (Enter, Ctrl+Z, Tab, a shortcut). Run with `-s` to see the table.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Visit
from tests.browser.person import LONG, Person
from tests.browser.server import RunningServer, running_server

pytestmark = pytest.mark.asyncio(loop_scope="session")

EIGHT = "A [red,blue] [dog,fox,owl,whale] at [dawn|dusk]"


class Counted(Person):
    """A person whose presses are held against what a task took before."""

    def done(self, task: str, at_most: int) -> None:
        """Hold the presses against what the task took before."""
        print(f"\n{task:45s} {self.presses:2d} presses {self.seconds:5.1f} s", end="")
        assert self.presses <= at_most


async def arrive(visit: Visit, server: RunningServer, name: str, prompt: str = "") -> Counted:
    """Open the Order page of a new project, in which an order was made where a prompt is given."""
    project: Any = server.api("POST", "/projects", {"name": name})
    if prompt:
        body = {"model": "sketch:sketch", "parameters": {"prompt": prompt}, "project_id": project["id"]}
        order = server.api("POST", "/orders", body)
        await fulfilled(server, order["id"])
    page = await visit(f"/order/{project['id']}")
    if prompt:
        await expect(page.locator(".display-image.there")).to_be_visible(timeout=LONG)
    return Counted(page)


async def fulfilled(server: RunningServer, order_id: str) -> None:
    """Wait until all of an order is made."""
    for _ in range(600):
        if server.api("GET", f"/orders/{order_id}")["status"] == "fulfilled":
            return
        await asyncio.sleep(0.1)
    raise AssertionError("The order is not fulfilled after a minute.")


def made(server: RunningServer, newest: int) -> list[dict[str, Any]]:
    """Give the parameters of the newest products, as the provider returned or got them."""
    products: Any = server.api("GET", f"/products?limit={newest}")
    generations = [server.api("GET", f"/generations/{item['generation_id']}") for item in products["items"]]
    return [{**generation["actual_parameters"]} for generation in generations]


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[RunningServer]:
    """An Imagen that was never used; it outlives the pages that show it."""
    with running_server(tmp_path / "data") as running:
        yield running


@pytest.fixture
def busy(tmp_path: Path) -> Iterator[RunningServer]:
    """An Imagen with one worker, where orders wait for each other."""
    with running_server(tmp_path / "data", "workers=1") as running:
        yield running


async def test_1_eight_pictures_from_the_start_page(fresh: RunningServer, visit: Visit) -> None:
    person = Counted(await visit("/", at=fresh))
    await person.click(person.button("Make 8 pictures"))
    await person.sees(8)
    person.done("eight pictures from the start page", 1)


async def test_2_in_what_the_others_differ(visit: Visit, server: RunningServer) -> None:
    person = await arrive(visit, server, "Differ", EIGHT)
    await person.click(person.page.get_by_role("radio", name="By choices"))
    await expect(person.page.locator(".choices-head.across")).to_have_text(["dog", "fox", "owl", "whale"])
    person.done("in what the others differ", 1)


async def test_3_take_one_back_and_get_it_again(visit: Visit, server: RunningServer) -> None:
    person = await arrive(visit, server, "Back", "A [red,blue] fox")
    await person.click(person.products.nth(1))
    await person.press("Delete")
    await person.sees(1)
    await person.press("Control+z")
    await person.sees(2)
    person.done("take one back and get it again", 3)


async def test_4_order_again_with_another_seed(visit: Visit, server: RunningServer) -> None:
    person = await arrive(visit, server, "Again", "A [red,blue] owl")
    await person.click(person.products.first)
    await expect(person.prompt).to_have_value("A [red,blue] owl")
    await person.press("Control+Enter")
    await person.sees(4)
    assert len({parameters["seed"] for parameters in made(server, 4)}) > 1
    person.done("order again with another seed", 2)


async def test_5_make_a_word_list_and_use_it(visit: Visit, server: RunningServer) -> None:
    person = await arrive(visit, server, "Word list")
    await person.click(person.page.get_by_role("link", name="Lookups"))
    await person.click(person.button("New N"))
    await person.type("sky_task")
    await person.press("Tab")
    await person.type("rain\nsnow\nfog")
    await person.press("Control+Enter")
    await expect(person.page.get_by_label("Name", exact=True)).to_have_value("sky_task")
    await person.click(person.page.get_by_role("link", name="Order"))
    await person.write_prompt("A street in [sky_task]")
    await person.press("Control+Enter")
    await person.sees(3)
    person.done("make a word list and use it", 8)


async def test_6_a_list_out_of_a_typed_word(visit: Visit, server: RunningServer) -> None:
    person = await arrive(visit, server, "Typed word")
    await person.write_prompt("A [mood_task] cat")
    await person.click(person.button("Make the lookup"))
    await person.type("calm\nwild")
    await person.press("Control+Enter")
    await expect(person.page.locator(".order-count")).to_contain_text("2")
    await person.press("Control+Enter")
    await person.sees(2)
    person.done("make a list out of a typed word", 5)


async def test_7_a_picture_as_input_in_another_style(visit: Visit, server: RunningServer) -> None:
    person = await arrive(visit, server, "Input", "A red whale at dawn")
    await person.press("u")
    await expect(person.page.locator(".imf-chip")).to_have_count(1)
    await person.click(person.page.get_by_role("combobox", name="Style"))
    await person.click(person.page.get_by_role("option").filter(has_text="Watercolour"))
    await person.press("Control+Enter")
    await person.sees(2)
    assert made(server, 1)[0]["style"] == "watercolour"
    person.done("a picture as input, in another style", 4)


async def test_8_three_step_counts_with_one_seed(visit: Visit, server: RunningServer) -> None:
    person = await arrive(visit, server, "Steps", "A red dog at dawn")
    await person.click(person.products.first)
    await person.click(person.page.get_by_role("textbox", name="Seed"))
    await person.type("7")
    await person.click(person.page.get_by_text("Advanced"))
    await person.click(person.page.get_by_role("textbox", name="Steps"))
    await person.type("4,20,60")
    await expect(person.page.locator(".order-count")).to_contain_text("3")
    await person.press("Control+Enter")
    await person.sees(4)
    assert {(p["steps"], p["seed"]) for p in made(server, 3)} == {(4, 7), (20, 7), (60, 7)}
    person.done("three step counts with one seed", 5)


async def test_9_mend_a_wrong_prompt(visit: Visit, server: RunningServer) -> None:
    server.api("POST", "/lookups", {"name": "weather", "values": "rain\nsnow"})
    person = await arrive(visit, server, "Mend")
    await person.write_prompt("A [red dog at [wether]")
    await person.click(person.page.locator(".xed-problem").get_by_role("button", name="Close after “red”"))
    await person.type(",blue")
    await person.click(person.page.locator(".xed-problem").get_by_role("button", name="Use weather"))
    await expect(person.page.locator(".order-count")).to_contain_text("4")
    await person.press("Control+Enter")
    await person.sees(4)
    person.done("mend a wrong prompt", 5)


async def test_10_a_sample_a_second_order_and_cancel_the_first(busy: RunningServer, visit: Visit) -> None:
    person = Counted(await visit("/order", at=busy))
    await person.write_prompt("A [1..20] [red,blue,green,teal] [dog,fox,owl,whale,boat] at [dawn,dusk]")
    await person.click(person.page.get_by_label("Sample", exact=True))
    await person.type("200")
    await expect(person.page.locator(".order-count")).to_contain_text("200")
    await person.press("Control+Enter")
    await expect(person.button("Cancel order 1")).to_be_visible(timeout=LONG)
    await person.write_prompt("A quiet harbour")
    await person.press("Control+Enter")
    await person.click(person.button("Cancel…"))
    await person.click(person.page.get_by_role("menuitem").filter(has_text="Order 1 ·"))
    asked = person.page.get_by_role("dialog")  # the caption of a picture of the first order may offer the same
    await person.click(asked.get_by_role("button", name="Cancel order 1"))
    await expect(person.page.locator(".queue-pill")).to_contain_text("Nothing running", timeout=LONG)
    orders: Any = busy.api("GET", "/orders")["items"]
    assert [order["status"] for order in orders] == ["fulfilled", "cancelled"]
    person.done("a sample of 200, a second order, cancel", 10)


async def test_11_like_one_see_its_settings_put_them_back(visit: Visit, server: RunningServer) -> None:
    person = await arrive(visit, server, "Like", "A [red,blue] boat")
    await person.click(person.products.nth(1))
    await person.press("l")
    await expect(person.button("Like", exact=True)).to_have_attribute("aria-pressed", "true")
    await person.press("i")
    await expect(person.page.get_by_role("dialog")).to_be_visible()
    await person.press("Escape")
    await person.press("r")
    await expect(person.prompt).to_have_value("A [red,blue] boat")
    person.done("like one, see its settings, put them back", 5)


async def test_12_a_project_renamed_and_the_old_pictures(visit: Visit, server: RunningServer) -> None:
    person = await arrive(visit, server, "Old pictures", "A [red,blue] kite")
    menu = person.page.locator("button.project-menu")
    await person.click(menu)
    await person.click(person.page.get_by_role("menuitem").filter(has_text="New project…"))
    await person.type("Winter")
    await person.press("Enter")
    await expect(menu).to_contain_text("Winter")
    await person.click(menu)
    await person.click(person.page.get_by_role("menuitem").filter(has_text="Rename"))
    await person.press("Control+a")
    await person.type("Winter campaign")
    await person.press("Enter")
    await expect(menu).to_contain_text("Winter campaign")
    await person.write_prompt("A cold [street,harbour]")
    await expect(person.page.locator(".order-count")).to_contain_text("2")
    await person.press("F5")
    await person.page.reload()
    await expect(person.prompt).to_have_value("A cold [street,harbour]")
    await person.click(menu)
    await person.click(person.page.get_by_role("menuitem").filter(has_text="Old pictures"))
    await person.sees(2)
    person.done("a project, renamed; old pictures; a reload", 12)
