"""The analysis on real services: what it says of nothing, of too few, and of what is liked."""

from __future__ import annotations

import io

import pytest
from nicegui.testing import User
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from imagen.services.all import Services
from imagen.services.gallery_views import Asked
from imagen.ui.context import PageContext
from imagen.ui.pages import analysis as analysis_pages
from imagen.ui.pages.analysis.chart import ShareChart


@pytest.fixture
def pages(context: PageContext) -> None:
    analysis_pages.register(context)


def imported(services: Services, count: int) -> None:
    for number in range(count):
        stored = io.BytesIO()
        Image.new("RGB", (8, 8), (number * 9, 60, 90)).save(stored, "PNG", pnginfo=_said(number))
        stored.seek(0)
        assert services.imports.take_file(f"{number}.png", stored).product is not None


def _said(number: int) -> PngInfo:
    told = PngInfo()
    color = "red" if number % 2 else "blue"
    told.add_text(
        "parameters", f"a {color} fox\nSteps: {20 + number % 2}, Sampler: Euler a, CFG scale: 7, Seed: {number}"
    )
    return told


async def test_nothing_liked_is_said_with_what_to_do(user: User, pages: None, services: Services) -> None:
    await user.open("/gallery/analysis")
    await user.should_see("There is nothing to look at yet")
    imported(services, 1)
    await user.should_see("Nothing of this is liked yet")
    await user.open("/gallery/analysis?q=whale")
    await user.should_see("Nothing was found")


async def test_what_is_liked_stands_in_a_table_and_a_chart_that_asks_for_more(
    user: User, pages: None, services: Services
) -> None:
    imported(services, 26)
    reds = services.gallery.ids(Asked("red "))
    services.keeping.like(reds)
    await user.open("/gallery/analysis")
    await user.should_see("13 of 26 products found are liked: 50 %.")
    await user.should_see("more often")
    await user.should_see("steps: 21")
    charts = list(user.find(ShareChart).elements)
    assert charts
    services.keeping.like(reds[:3], False)
    await user.should_see("10 of 26 products found are liked: 38 %.")
