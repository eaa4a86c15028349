"""The start page in a real browser: from nothing to an order form that is filled in, with one press."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Size, Visit, fits
from tests.browser.server import RunningServer, running_server

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[RunningServer]:
    """An Imagen that was never used."""
    with running_server(tmp_path / "data", "workers=1") as running:
        yield running


@pytest.fixture(scope="module")
def unused(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """An Imagen that stays unused, because it is only looked at."""
    with running_server(tmp_path_factory.mktemp("unused") / "data", "workers=1") as running:
        yield running


async def test_one_press_makes_the_pictures_and_later_starts_go_there(fresh: RunningServer, visit: Visit) -> None:
    page = await visit("/", at=fresh)
    await expect(page.get_by_text("8 pictures", exact=True)).to_be_visible()
    await expect(page.get_by_text("is no AI")).to_be_visible()
    assert await page.get_by_role("listitem").filter(has_text="red · whale").count() == 1
    await page.keyboard.press("Control+Enter")
    await page.wait_for_url("**/order")
    prompt = page.get_by_role("textbox", name="Prompt", exact=True)
    await expect(prompt).to_have_value("A [red,blue] [dog,fox,owl,whale] at [dawn|dusk]")
    again = await visit("/", at=fresh, beside=page)
    assert again.url == f"{fresh.address}/order"


async def test_what_is_typed_there_is_what_is_ordered(fresh: RunningServer, visit: Visit) -> None:
    page = await visit("/", at=fresh)
    prompt = page.get_by_role("textbox", name="Prompt", exact=True)
    await prompt.fill("A [red,green")
    await expect(page.get_by_text("never closed")).to_be_visible()
    await prompt.fill("A [red,green,blue] kite")
    await expect(page.get_by_text("3 pictures", exact=True)).to_be_visible()
    await page.get_by_role("button", name="Make 3 pictures").click()
    await page.wait_for_url("**/order")
    await expect(page.get_by_role("textbox", name="Prompt", exact=True)).to_have_value("A [red,green,blue] kite")


@pytest.mark.parametrize("size", ["desktop", "tablet", "phone"])
async def test_it_fits(unused: RunningServer, visit: Visit, size: Size) -> None:
    page = await visit("/", at=unused, size=size, dark=size != "tablet")
    await expect(page.get_by_role("button", name="Make 8 pictures")).to_be_in_viewport()
    assert await fits(page)
