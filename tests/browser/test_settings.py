"""Settings in a real browser, with the real providers in front of simulated services: from nothing to a model that is added."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import Size, Visit, fits
from tests.browser.server import RunningServer, running_server
from tests.provider_simulators import Fault, Simulators, simulators

pytestmark = pytest.mark.asyncio(loop_scope="session")

WITH_PROVIDERS = """
import sys
from imagen.providers import registry
registry.BUILT_IN.update({
    "replicate": "imagen.providers.replicate.provider:ReplicateProvider",
    "fal": "imagen.providers.fal.provider:FalProvider",
    "civitai": "imagen.providers.civitai.provider:CivitaiProvider",
})
from tests.browser.server import serve
sys.exit(serve(sys.argv[1:]))
"""
LINKS = {
    "replicate": "https://replicate.com/black-forest-labs/flux-1.1-pro-ultra",
    "fal": "https://fal.ai/models/fal-ai/flux-2/klein/9b",
    "civitai": "image/sdcpp/sdxl/createImage",
}


@pytest.fixture(scope="module")
def services() -> Iterator[Simulators]:
    with simulators() as running:
        yield running


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory, services: Simulators) -> Iterator[RunningServer]:
    """An Imagen with all providers, pointed at the simulated services."""
    addresses = [f"{name.removeprefix('IMAGEN_').lower()}={url}" for name, url in services.environment.items()]
    folder = tmp_path_factory.mktemp("settings") / "data"
    with running_server(folder, *addresses, program=WITH_PROVIDERS) as running:
        yield running


async def added(page: Page, provider: str, label: str, link: str) -> None:
    """Add a model by pasting its link, as a person does, and see that it is in the list."""
    card = page.locator(f"#{provider}")
    await card.get_by_label(f"Find or add a model of {label}").fill(link)
    await card.get_by_role("button", name="Add", exact=True).click()
    await expect(page.get_by_text("is added: choose it on the Order page.")).to_be_visible()
    await expect(card.get_by_text("Added", exact=True).first).to_be_visible()
    await expect(card.get_by_label(f"Find or add a model of {label}")).to_have_value("")


async def test_a_key_that_is_being_tested_leaves_the_next_one_alone(
    shop: RunningServer, services: Simulators, visit: Visit
) -> None:
    services.replicate.faults.add("account.get", Fault.slow_headers(1.0))
    page = await visit("/settings#replicate", at=shop)
    await page.get_by_label("Key of Replicate", exact=True).fill("r8_wrong_key_0123456789")
    await page.keyboard.press("Enter")
    other = page.get_by_label("Key of fal.ai", exact=True)
    await other.click()
    await expect(page.locator("#replicate").get_by_text("Replicate does not accept the key").first).to_be_visible()
    await expect(other).to_be_focused()
    services.replicate.faults.clear()
    shop.api("DELETE", "/settings/keys/replicate")


async def test_from_a_key_to_an_added_model(shop: RunningServer, services: Simulators, visit: Visit) -> None:
    page = await visit("/settings#replicate", at=shop)
    card = page.locator("#replicate")
    field = card.get_by_label("Key of Replicate", exact=True)
    await expect(field).to_be_focused()
    await page.keyboard.type("r8_wrong_key_0123456789")
    await page.keyboard.press("Enter")
    await expect(card.get_by_text("Replicate does not accept the key").first).to_be_visible()
    await expect(card.get_by_text("Test failed")).to_be_visible()
    await expect(card.get_by_role("link", name="Your keys at replicate.com").first).to_be_visible()
    await card.get_by_role("button", name="Replace the key of Replicate").click()
    await expect(field).to_be_focused()
    await field.fill(services.replicate.key)
    await card.get_by_role("button", name="Save and test").click()
    await expect(card.get_by_text("The key belongs to")).to_be_visible()
    await expect(card.get_by_text("Files can be uploaded")).to_be_visible()
    await expect(card.get_by_text(f"Key ending in {services.replicate.key[-4:]}")).to_be_visible()
    await expect(card.get_by_text("Ready", exact=True)).to_be_visible()
    await expect(card.get_by_role("button", name="Replace the key of Replicate")).to_be_focused()
    assert services.replicate.key not in await page.content()
    await added(page, "replicate", "Replicate", LINKS["replicate"])
    key = "replicate:black-forest-labs/flux-1.1-pro-ultra"
    shown = shop.api("GET", f"/models/{key}")
    assert (shown["added"], shown["problem"]) == (True, None)
    await card.get_by_role("button", name="Set the price of FLUX 1.1 Pro Ultra").click()
    await page.get_by_label("Dollars").fill("0.06")
    await page.get_by_role("button", name="Set price").click()
    await expect(card.get_by_text("$0.06 per image")).to_be_visible()
    published = shop.api("GET", "/models/replicate:black-forest-labs/flux-schnell")["published_price"]
    assert (published["amount"], published["unit"], published["source"]) == (3000, "output", "replicate.com/pricing")
    planned = shop.api("POST", "/expansions", {"model": key, "parameters": {"prompt": "a [red,blue] fox"}})
    assert planned["cost"] == 120_000


@pytest.mark.parametrize(("provider", "label"), [("fal", "fal.ai"), ("civitai", "civitai")])
async def test_each_provider_is_set_up_alike(
    shop: RunningServer, services: Simulators, visit: Visit, provider: str, label: str
) -> None:
    page = await visit(f"/settings#{provider}", at=shop, size="phone", dark=False)
    card = page.locator(f"#{provider}")
    await expect(card.get_by_text("Needs a key", exact=True)).to_be_visible()
    await page.wait_for_load_state("networkidle")  # all that the page shows at first has come
    await card.get_by_label(f"Key of {label}", exact=True).fill(getattr(services, provider).key)
    await card.get_by_role("button", name="Save and test").click()
    await expect(card.get_by_text("Files can be uploaded")).to_be_visible()
    await expect(card.get_by_text("Ready", exact=True)).to_be_visible()
    await added(page, provider, label, LINKS[provider])
    await card.get_by_role("button", name="Remove the key").click()
    await page.get_by_role("dialog").get_by_role("button", name="Remove the key").click()
    await expect(card.get_by_text("Needs a key", exact=True)).to_be_visible()


async def test_the_start_page_leads_to_a_provider(shop: RunningServer, visit: Visit) -> None:
    page = await visit("/", at=shop)
    await page.get_by_role("link", name="Add a key of civitai").click()
    await page.wait_for_url("**/settings#civitai")
    await expect(page.get_by_label("Key of civitai", exact=True)).to_be_focused()
    await expect(page.get_by_label("Key of civitai", exact=True)).to_be_in_viewport()


async def test_a_reload_and_going_back_stand_where_it_was_scrolled_to(shop: RunningServer, visit: Visit) -> None:
    page = await visit("/settings", at=shop)
    place = "document.getElementById('main').scrollTop"
    await page.wait_for_function("document.getElementById('main').scrollHeight > 1600")
    await page.mouse.move(700, 500)
    await page.mouse.wheel(0, 640)
    await page.wait_for_function(f"{place} === 640")
    await page.reload()
    await page.wait_for_function(f"{place} === 640")
    await page.goto(f"{shop.address}/tags")
    await page.go_back()
    await page.wait_for_function(f"{place} === 640")
    await page.goto(f"{shop.address}/settings")
    await page.wait_for_function("document.getElementById('main').scrollHeight > 1600")
    assert await page.evaluate(place) == 0


@pytest.mark.parametrize("size", ["desktop", "tablet", "phone"])
async def test_it_fits(shop: RunningServer, visit: Visit, size: Size) -> None:
    page = await visit("/settings", at=shop, size=size, dark=size != "tablet")
    await page.locator("#fal").get_by_role("button", name="Show all").click()
    await expect(page.locator("#fal").get_by_text("models here")).to_be_visible()
    assert await fits(page)
    assert await page.evaluate(NAMELESS) == []


NAMELESS = """() => [...document.querySelectorAll('main button, main input, main a[href]')]
    .filter(e => e.checkVisibility() && e.getAttribute('tabindex') !== '-1')
    .filter(e => !(e.getAttribute('aria-label') || e.textContent.trim() || e.labels?.length))
    .map(e => e.outerHTML)"""
