"""Orders from the page in a real browser: one at each provider for each type of model that it offers, from model to details."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import Visit, fits
from tests.browser.server import RunningServer, running_server
from tests.media import samples
from tests.provider_simulators import Simulators, Speed, simulators

pytestmark = pytest.mark.asyncio(loop_scope="session")

KEYS = ("replicate", "fal", "civitai")
LONG = 60_000  # ms; clips take their time where much else runs
WORDS = "a paper kite"


@dataclass(frozen=True)
class Case:
    """What a person types to find a model, which one that is, and what goes in and comes out."""

    typed: str
    model: str
    made: str = "image"
    file: bool = False
    words: bool = True
    field: str = "Prompt"
    costs: str = ""
    """What is asked before the order: nothing, a `ceiling`, or whether to `spend`."""


CASES = [
    Case("flux schnell", "replicate:black-forest-labs/flux-schnell"),
    Case("kontext pro", "replicate:black-forest-labs/flux-kontext-pro", file=True),
    Case("video 01", "replicate:minimax/video-01", made="video"),
    Case("video 01 live", "replicate:minimax/video-01-live", made="video", file=True),
    Case("musicgen", "replicate:meta/musicgen", made="audio", costs="ceiling"),
    Case("real esrgan", "replicate:nightmareai/real-esrgan", file=True, words=False, costs="ceiling"),
    Case("flux schnell", "fal:fal-ai/flux/schnell"),
    Case("kontext max", "fal:fal-ai/flux-pro/kontext/max", file=True),
    Case("hailuo", "fal:fal-ai/minimax/hailuo-02/standard/text-to-video", made="video"),
    Case("stable video", "fal:fal-ai/stable-video", made="video", file=True, words=False, costs="ceiling"),
    Case("stable audio", "fal:fal-ai/stable-audio", made="audio"),
    Case("esrgan", "fal:fal-ai/esrgan", file=True, words=False),
    Case("illustrious", "civitai:urn:air:sdxl:checkpoint:civitai:795765@889818"),
    Case("seedream picture", "civitai:seedream/image-to-image", file=True, costs="ceiling"),
    Case("wan 2.6", "civitai:video-wan26-fal", made="video"),
    Case("hailuo picture", "civitai:video-minimax/image-to-video", made="video", file=True, costs="ceiling"),
    Case("ace step", "civitai:audio-ace-step", made="audio", field="Description"),
    Case("upscaler", "civitai:image-upscaler", file=True, words=False, costs="ceiling"),
]


@pytest.fixture(scope="module")
def services() -> Iterator[Simulators]:
    with simulators(speed=Speed(0.01, 0.03)) as running:
        yield running


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory, services: Simulators) -> Iterator[RunningServer]:
    """An Imagen with a key for each of the simulated services."""
    addresses = [f"{name.removeprefix('IMAGEN_').lower()}={url}" for name, url in services.environment.items()]
    with running_server(tmp_path_factory.mktemp("shop") / "data", *addresses, "poll_seconds=0.1") as running:
        for name in KEYS:
            running.api("PUT", f"/settings/keys/{name}", {"key": getattr(services, name).key})
        yield running


@pytest.fixture(scope="module")
def picture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("given") / "harbour.png"
    path.write_bytes(samples.picture(size=(480, 384)))
    return path


async def choose(page: Page, case: Case, name: str) -> None:
    """Choose a model by typing its name, among those of all providers, and wait until the form is its own."""
    await page.keyboard.press("/")
    field = page.get_by_role("combobox", name="Find a model")
    await expect(field).to_be_focused(timeout=LONG)
    await page.keyboard.type(case.typed)
    model_id = re.escape(case.model.partition(":")[2])
    facts = page.locator(".model-facts", has_text=re.compile(rf"(^| · ){model_id}( · |$)"))
    await page.get_by_role("option").filter(has=facts).click()
    await expect(page.get_by_role("button", name=f"Model: {name}", exact=True)).to_be_visible(timeout=LONG)


async def fill(page: Page, case: Case, picture: Path) -> None:
    """Give what the form asks for: a file by choosing it, and words."""
    if case.file:
        await page.locator(".imf input[type=file]").first.set_input_files(picture)
        await expect(page.locator(".imf-chip img:not(.dim)").first).to_be_visible(timeout=LONG)
    if case.words:
        await page.get_by_role("textbox", name=case.field, exact=True).click()
        await page.keyboard.press("Control+a")
        await page.keyboard.type(WORDS, delay=5)
    await expect(page.locator(".order-count")).to_contain_text("1", timeout=LONG)


async def order(page: Page, case: Case) -> None:
    """Order, and answer what is asked about money."""
    await page.keyboard.press("Control+Enter")
    if case.costs:
        asked = page.get_by_role("dialog")
        await expect(asked).to_contain_text("What may", timeout=LONG)
        await asked.get_by_label("One generation, at most").fill("0.25")
        await page.keyboard.press("Enter")
        await expect(asked).to_have_count(0, timeout=LONG)


async def open_details(page: Page) -> Locator:
    """Open everything about what is displayed."""
    await page.get_by_role("button", name="Details").click()
    sheet = page.get_by_role("dialog", name="Order")
    await expect(sheet.get_by_role("region", name="The four parameter sets")).to_be_visible(timeout=LONG)
    return sheet


async def plays(page: Page, kind: str) -> None:
    """Wait until what was made is shown: a picture drawn, a clip or a sound ready to play."""
    if kind == "image":
        await expect(page.locator(".display-image.there")).to_be_visible(timeout=LONG)
        return
    player = page.locator(f".stage-display {kind}")
    await expect(player).to_have_count(1, timeout=LONG)
    await page.wait_for_function(
        "kind => { const e = document.querySelector(`.stage-display ${kind}`); return e.readyState > 0 && e.duration > 1 }",
        arg=kind,
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.model)
async def test_an_order_from_the_page(shop: RunningServer, visit: Visit, picture: Path, case: Case) -> None:
    project: Any = shop.api("POST", "/projects", {"name": case.typed})
    page = await visit(f"/order/{project['id']}", at=shop)
    model: Any = shop.api("GET", f"/models/{case.model}")
    await choose(page, case, model["name"])
    await fill(page, case, picture)
    await order(page, case)
    await expect(page.locator(".stage-display")).to_contain_text(model["name"], timeout=LONG)
    await plays(page, case.made)
    sheet = await open_details(page)
    await expect(sheet).to_contain_text(f"{model['name']} · {model['provider_label']}")
    if case.file:
        await expect(sheet.get_by_role("region", name="Inputs").get_by_role("link")).to_have_count(1, timeout=LONG)
        await expect(sheet.get_by_role("cell", name=picture.name, exact=True)).to_have_count(3, timeout=LONG)
    assert "product:" not in await sheet.inner_text()
    (generation,) = shop.api("GET", f"/generations?project_id={project['id']}")["items"]
    await expect(sheet).to_contain_text("Returned")
    detail: Any = shop.api("GET", f"/generations/{generation['id']}")
    assert detail["outputs"][0]["type"] == case.made
    assert bool(detail["inputs"]) == case.file
    assert await fits(page)


async def test_what_becomes_of_a_picture_is_asked_where_several_models_take_it(
    shop: RunningServer, visit: Visit
) -> None:
    project: Any = shop.api("POST", "/projects", {"name": "Onward"})
    shop.api(
        "POST", "/orders", {"model": "sketch:sketch", "parameters": {"prompt": "A kite"}, "project_id": project["id"]}
    )
    page = await visit(f"/order/{project['id']}", at=shop)
    await expect(page.locator(".display-image.there")).to_be_visible(timeout=LONG)
    await page.keyboard.press("u")
    await page.get_by_text("Enlarge it…").click()
    await expect(page.get_by_role("button", name="Upscaling")).to_have_attribute("aria-pressed", "true")
    await expect(page.locator(".models-input")).to_be_focused()
    await page.keyboard.type("esrgan")
    await expect(page.locator(".model-row").first).to_contain_text("ESRGAN")
    await page.keyboard.press("Enter")
    await expect(page.locator(".imf-chip img")).to_have_count(1, timeout=LONG)
    await expect(page.get_by_role("button", name=re.compile("^Model: "))).to_contain_text("Upscaling")
    await expect(page.locator(".order-count")).to_contain_text("1", timeout=LONG)
