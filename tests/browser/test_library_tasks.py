"""Twelve tasks of the library, by the shortest way of somebody who knows Imagen, with every press counted.

A typed text counts as one press, and so does a drag; a double click is two. Run with `-s` to see the table; a task that
comes to need more, or fewer, fails until `PRESSES` says so.
"""

from __future__ import annotations

import asyncio
import csv
import io
import re
import time
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

import pytest
from PIL import Image
from playwright.async_api import Download, Locator, expect

from imagen.domain.money import dollars
from tests.browser.conftest import Visit
from tests.browser.person import LONG, Person
from tests.browser.server import RunningServer, running_server
from tests.browser.test_gallery import cells, shows
from tests.media.metadata.samples import FIXTURES
from tests.provider_simulators import Fault, Simulators, Speed, simulators

pytestmark = pytest.mark.asyncio(loop_scope="session")

PRESSES = {
    "what failed: found, understood, made again": 3,
    "nine lighthouses seen large, three liked, six bad": 13,
    "two owls side by side, zoomed, what differs": 7,
    "three into a new collection, the last one first": 10,
    "a tag with its own colour, its list, saved": 16,
    "four liked, and a chart of what is liked": 10,
    "an order as a table, two of it rated good": 7,
    "a template of a picture, ordered with a hare": 14,
    "twelve deleted and undone, two had back later": 13,
    "a file taken in, its words, ordered on Sketch": 11,
    "a picture cut square and turned, its source": 12,
    "a collection exported with a list alone, its sums": 7,
}
ANIMALS = "A [red,blue] [dog,fox,owl,whale] at [dawn,dusk]"
LIGHTHOUSES = "a lighthouse in [a storm,fog,snow], [oil painting,photograph,ink drawing]"
HARBOUR = "a quiet harbour with [two,nine] boats"
KITES = "a paper kite over [the sea,a field,a town,a hill,a lake]"
FLUX, SKETCH = "fal:fal-ai/flux/schnell", "sketch:sketch"
SMALL = {"size": 384}  # pixels; drawn and decoded sooner
BOUNDS: dict[str, Any] = {"ceiling": 100_000, "spending_limit": 5_000_000}  # micro-dollars
E1001 = "CUDA out of memory (E1001)"
BAD = 0  # of ratings from 0 to 4


class Counted(Person):
    """A person whose presses and texts together are held against the table."""

    def done(self, task: str) -> None:
        """Hold what it took against what the table says."""
        self.hold(task, PRESSES)

    async def go(self, place: str) -> None:
        """Go to a page by the rail."""
        await self.click(self.page.locator(".rail").get_by_role("link", name=place, exact=True))
        await self.page.wait_for_url(re.compile(f"/{place.lower()}"))

    async def narrow(self, facet: str, value: str, count: int) -> None:
        """Ask for one value among the filters of the gallery."""
        row = self.page.get_by_role("region", name=facet).get_by_role("button", name=re.compile(f"^{value}, "))
        await self.click(row)
        await shows(self.page, count)

    async def seek(self, words: str, count: int) -> None:
        """Search in the gallery, and wait until so many are shown."""
        await expect(self.page.locator(".g-cell.is-ready").first).to_be_visible(timeout=LONG)
        await self.press("/")
        await self.type(words)
        await shows(self.page, count)

    async def double_click_word(self, word: str) -> None:
        """Click twice on a word of the prompt, which selects it."""
        place = await self.prompt.evaluate(
            """(area, word) => {
                const under = area.parentElement.querySelector(".xed-under"), walk = document.createTreeWalker(under, 4);
                for (let node; (node = walk.nextNode()); ) {
                    const at = node.data.indexOf(word), range = document.createRange();
                    if (at < 0) continue;
                    range.setStart(node, at); range.setEnd(node, at + word.length);
                    const { x, y, width, height } = range.getBoundingClientRect();
                    return [x + width / 2, y + height / 2];
                }
            }""",
            word,
        )
        self.presses += 2
        await self.page.mouse.dblclick(*place)

    @property
    def toast(self) -> Locator:
        """What the page said last."""
        return self.page.locator(".toast").last

    @property
    def dialog(self) -> Locator:
        """The question that is open."""
        return self.page.get_by_role("dialog")


@pytest.fixture(scope="module")
def services() -> Iterator[Simulators]:
    with simulators(speed=Speed(0.01, 0.03, few_pictures=True)) as running:
        yield running


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, services: Simulators) -> Iterator[RunningServer]:
    """An Imagen with four orders in it, of one of which two pictures failed."""
    addresses = [f"{name.removeprefix('IMAGEN_').lower()}={url}" for name, url in services.environment.items()]
    with running_server(tmp_path_factory.mktemp("library") / "data", *addresses, "poll_seconds=0.1") as running:
        stock(running, services)
        yield running


def stock(server: RunningServer, services: Simulators) -> None:
    """Order what the tasks are about."""
    server.api("PUT", "/settings/keys/fal", {"key": services.fal.key})
    book = server.api("POST", "/projects", {"name": "Fox book"})["id"]
    posters = server.api("POST", "/projects", {"name": "Lighthouse posters"})["id"]
    placed = [
        ordered(server, SKETCH, ANIMALS, SMALL | {"aspect_ratio": "3:2"}, project_id=book, name="Animals"),
        ordered(server, SKETCH, LIGHTHOUSES, SMALL, project_id=posters, name="Lighthouses"),
        ordered(server, SKETCH, HARBOUR, SMALL, repeats=6),
    ]
    services.fal.faults.add("queue.submit", Fault.fail(E1001), times=2)
    placed.append(ordered(server, FLUX, KITES, project_id=book, name="Kites", **BOUNDS))
    made = [ended(server, one)["progress"] for one in placed]
    assert [(one["complete"], one["failed"]) for one in made] == [(16, 0), (9, 0), (12, 0), (3, 2)]


def ordered(server: RunningServer, model: str, prompt: str, also: Mapping[str, Any] | None = None, **more: Any) -> str:
    """Place an order, `also` with other values than the prompt, and give its id."""
    body = {"model": model, "parameters": {"prompt": prompt, **(also or {})}, **more}
    return str(server.api("POST", "/orders", body)["id"])


def ended(server: RunningServer, order_id: str) -> Any:
    """Wait until nothing of an order is left to be made, and give it."""
    until = time.monotonic() + 60
    while (order := server.api("GET", f"/orders/{order_id}"))["status"] != "fulfilled":
        assert time.monotonic() < until, "it has not ended"
        time.sleep(0.05)
    return order


def found(server: RunningServer, words: str, sort: str = "newest") -> list[Any]:
    """Give what a search finds, from the newest on or sorted otherwise."""
    items: list[Any] = server.api("GET", f"/gallery?q={quote(words)}&sort={sort}&limit=100")["items"]
    return items


async def test_1_what_failed_is_made_again(library: RunningServer, visit: Visit) -> None:
    person = Counted(await visit("/", at=library))
    page = person.page
    await person.go("Production")
    row = page.locator(".po-row", has_text="Kites")
    await expect(row).to_contain_text("2 failed")
    await person.click(row)
    await expect(page.locator(".pg-trouble")).to_have_text([re.compile(re.escape(E1001))] * 2)
    await person.click(person.button("Retry 2 failed"))
    await expect(page.locator(".po-pane")).to_contain_text("5 of 5 done", timeout=LONG)
    order = library.api("GET", "/orders?limit=1")["items"][0]
    assert (order["status"], order["progress"]["complete"]) == ("fulfilled", 5)
    assert len(found(library, "kite")) == 5
    person.done("what failed: found, understood, made again")


async def test_2_nine_are_decided_about(library: RunningServer, visit: Visit) -> None:
    person = Counted(await visit("/", at=library))
    page = person.page
    await person.go("Gallery")
    await person.narrow("Project", "Lighthouse posters", 9)
    await person.press("Control+a")
    await person.press("k")
    for number, key in enumerate("k11k111k1", 1):
        await expect(page.locator(".viewer-place")).to_have_text(f"{number} of 9")
        await expect(page.locator(".cull-stage .viewer-image.there, .viewer-stage .viewer-image.there")).to_be_visible()
        await person.press(key)
    await expect(page.get_by_text("All decided")).to_be_visible()
    wanted = [(True, None) if key == "k" else (False, BAD) for key in "k11k111k1"]
    until = time.monotonic() + 30  # the last decision is kept while its end is shown
    while [(one["liked"], one["rating"]) for one in found(library, "lighthouse")] != wanted:
        assert time.monotonic() < until, found(library, "lighthouse")
        await asyncio.sleep(0.05)
    person.done("nine lighthouses seen large, three liked, six bad")


async def test_3_two_beside_each_other(library: RunningServer, visit: Visit) -> None:
    person = Counted(await visit("/", at=library))
    page = person.page
    await person.go("Gallery")
    await person.seek("owl", 4)
    await person.click(cells(page).nth(0))
    await person.click_too(cells(page).nth(1))
    await person.press("c")
    await expect(page.locator(".compare-cell")).to_have_count(2)
    scale = page.get_by_role("toolbar", name="How to compare").locator(".percent")
    before = await scale.inner_text()
    await person.press("+")
    await expect(scale).not_to_have_text(before)
    seen = page.locator(".compare-cell .display-picture")
    places = await seen.evaluate_all("all => all.map(e => e.style.cssText)")
    assert places[0] == places[1]
    table = page.get_by_role("table")
    prompts = re.compile(r"^Prompt A \w+ owl at \w+ A \w+ owl at \w+$")  # whichever two of the four came last
    await expect(table.get_by_role("row", name=prompts)).to_be_visible()
    await expect(table.get_by_role("row")).to_have_text(
        [re.compile(start) for start in ("^Differs", "^Prompt", "^Seed")]
    )
    person.done("two owls side by side, zoomed, what differs")


def liked_lighthouses(server: RunningServer) -> list[str]:
    """See to it that three lighthouses are liked, as the second task leaves them, and give their ids."""
    liked = [one["id"] for one in found(server, "lighthouse liked")]
    if not liked:
        liked = [one["id"] for one in found(server, "lighthouse")[::4]]
        server.api("POST", "/products/bulk", {"action": "like", "ids": liked})
    return liked


async def test_4_three_into_a_collection(library: RunningServer, visit: Visit) -> None:
    ids = liked_lighthouses(library)
    person = Counted(await visit("/", at=library))
    page = person.page
    await person.go("Gallery")
    await person.narrow("Project", "Lighthouse posters", 9)
    await person.narrow("Liked", "Liked", 3)
    await person.press("Control+a")
    await person.press("b")
    await person.type("Posters")
    await person.press("Enter")
    await expect(person.toast).to_contain_text("into Posters")
    await person.go("Collections")
    await person.click(page.get_by_role("link", name="Posters", exact=True))
    await shows(page, 3)
    *others, last = [one["id"] for one in found(library, "collection:Posters", "by-hand")]
    await expect(page.locator(".g-cell.is-ready")).to_have_count(3)
    await expect(page.get_by_role("region", name="Collection")).to_contain_text("Posters")
    await expect(cells(page).nth(2)).to_have_attribute("draggable", "true")
    await person.drag(cells(page).nth(2), cells(page).nth(0))
    await expect(cells(page).nth(0)).to_have_attribute("data-id", last)
    ordered = [one["id"] for one in found(library, "collection:Posters", "by-hand")]
    assert ordered == [last, *others]
    assert set(ordered) == set(ids)
    person.done("three into a new collection, the last one first")


async def test_5_a_tag_of_its_own_colour(library: RunningServer, visit: Visit) -> None:
    person = Counted(await visit("/", at=library))
    page = person.page
    await person.go("Gallery")
    await person.seek("fox", 4)
    await person.click(cells(page).first)
    await person.press("Control+a")
    await person.press("t")
    await person.type("hero")
    await person.press("Enter")
    await person.press("Enter")
    await expect(person.toast).to_contain_text("Tagged 4 products with hero")
    await person.click(page.get_by_role("link", name="Edit the tags"))
    before = library.api("GET", "/tags")["items"][0]["color"]
    await person.click(page.get_by_role("button", name="Colour of hero"))
    swatch = page.locator(".tag-swatch").filter(visible=True).last
    color = await swatch.get_attribute("title")
    assert color != before
    await person.click(swatch)
    await expect(page.get_by_role("button", name="Colour of hero")).to_have_attribute("style", re.compile(str(color)))
    await person.click(page.get_by_role("link", name="hero", exact=True))
    await shows(page, 4)
    await person.press("s")
    await person.click(page.get_by_role("menuitem", name="Save this search…"))
    name = person.dialog.get_by_role("textbox", name="Name")
    await expect(name).to_have_value("hero")
    await expect(name).to_be_focused()
    await person.press("Enter")
    await expect(person.toast).to_contain_text("Saved the search hero")
    assert [(one["name"], one["color"]) for one in library.api("GET", "/tags")["items"]] == [("hero", color)]
    assert [one["id"] for one in found(library, "tag:hero")] == [one["id"] for one in found(library, "fox")]
    assert [one["query"] for one in library.api("GET", "/saved-searches")["items"]] == ["tag:hero"]
    person.done("a tag with its own colour, its list, saved")


async def test_6_what_is_liked_most(library: RunningServer, visit: Visit) -> None:
    person = Counted(await visit("/", at=library))
    page = person.page
    await person.go("Gallery")
    await person.seek("red (fox OR owl)", 4)
    await person.press("Enter")
    await person.press("Escape")
    await person.press("Control+a")
    await person.press("l")
    await expect(person.toast).to_contain_text("Liked 4 products")
    await person.click(person.button("Clear the search"))
    await person.click(person.button("More of what is found"))
    await person.click(page.get_by_role("menuitem", name="What is liked of it"))
    await expect(page.locator(".share-chart svg").first).to_be_visible()
    choices = page.get_by_role("region", name="Choices").get_by_role("row")
    await expect(choices.nth(1)).to_contain_text(re.compile("prompt: red.*4 of 8: 50 %"))
    assert len(found(library, "red liked")) == 4
    person.done("four liked, and a chart of what is liked")


async def test_7_an_order_as_a_table(library: RunningServer, visit: Visit) -> None:
    person = Counted(await visit("/", at=library))
    page = person.page
    await person.go("Production")
    await person.click(page.locator(".po-row", has_text="Animals"))
    await person.click(page.get_by_role("link", name="As a grid"))
    await expect(page.locator(".choices-head")).to_have_text(["dog", "fox", "owl", "whale", "red", "blue"])
    for number, animal in enumerate(("dog", "fox"), 1):
        await person.press("ArrowRight")
        await expect(page.locator(".cell-bar")).to_contain_text(animal)
        await person.press("4")
        await expect(page.locator(".choices-rated")).to_have_text(["4"] * number)
    assert len(found(library, "rating:good")) == 2
    person.done("an order as a table, two of it rated good")


async def test_8_a_template_of_a_picture(library: RunningServer, visit: Visit) -> None:
    person = Counted(await visit("/", at=library))
    page = person.page
    await person.go("Gallery")
    await person.seek("fox", 4)
    await person.click(cells(page).first)
    await person.press("Shift+T")
    await expect(person.dialog.get_by_role("textbox", name="Name")).to_be_focused()
    await person.type("My animal")
    await person.click(person.dialog.get_by_role("radio", name="The values of this one"))
    await person.press("Control+Enter")
    await person.click(person.toast.get_by_role("button", name="Show"))
    await person.click(page.locator(".template-row", has_text="My animal").get_by_role("button", name="Use"))
    await expect(person.prompt).to_have_value(re.compile(r"^A \w+ fox at \w+$"))  # whichever of the four came last
    wanted = (await person.prompt.input_value()).replace("fox", "hare")
    await person.double_click_word("fox")
    await person.type("hare")
    await expect(person.prompt).to_have_value(wanted)
    await person.order(1)
    await expect(page.locator(".caption-words")).to_contain_text(wanted, timeout=LONG)
    await expect(page.locator(".stage-display .display-image.there")).to_be_visible(timeout=LONG)
    assert library.api("GET", "/orders?limit=1")["items"][0]["parameters"]["prompt"] == wanted
    assert [one["name"] for one in library.api("GET", "/templates")["items"]] == ["My animal"]
    person.done("a template of a picture, ordered with a hare")


async def test_9_deleted_and_had_back(library: RunningServer, visit: Visit) -> None:
    person = Counted(await visit("/", at=library))
    page = person.page
    await person.go("Gallery")
    await person.seek("harbour", 12)
    await person.click(cells(page).first)
    await person.press("Control+a")
    await person.press("Delete")
    await shows(page, 0)
    await person.press("Control+z")
    await shows(page, 12)
    await person.click(cells(page).nth(0))
    await person.click_too(cells(page).nth(1))
    await expect(page.locator(".selection-count")).to_have_text("2 selected")
    await person.press("Delete")
    await shows(page, 10)
    await person.go("Bin")
    await expect(page.locator(".bin-card")).to_have_count(2)
    await person.press("a")
    await expect(person.button("Restore 2")).to_be_enabled()
    await person.press("r")
    await expect(page.locator(".bin-card")).to_have_count(0)
    assert len(found(library, "harbour")) == 12
    person.done("twelve deleted and undone, two had back later")


async def test_10_a_file_taken_in(library: RunningServer, visit: Visit) -> None:
    ended(library, ordered(library, FLUX, "a paper kite", **BOUNDS))  # so that the next form is for another model
    person = Counted(await visit("/", at=library))
    page = person.page
    await person.go("Gallery")
    await person.click(person.button("Import", exact=True))
    async with page.expect_file_chooser() as chooser:
        await person.click(person.dialog.get_by_role("button", name="Drop pictures"))
    person.presses += 1
    await (await chooser.value).set_files([FIXTURES / name for name in ("invokeai.png", "novelai.png", "a1111.png")])
    await expect(person.toast).to_contain_text("Imported 3 files")
    await person.press("Escape")
    await expect(person.dialog).to_have_count(0)
    await person.click(cells(page).first)
    await expect(page.locator(".gallery-details-title")).to_have_text("a red bicycle leaning on a wall, morning light")
    await person.press("r")
    await page.wait_for_url("**/order*")
    await person.click(person.button("Another model…"))
    await person.type("sketch")
    await expect(page.locator(".model-row").first).to_contain_text("Sketch", timeout=LONG)
    await person.press("Enter")
    await expect(page.get_by_role("button", name=re.compile(r"^Model: "))).to_contain_text("Sketch", timeout=LONG)
    await person.order(1)
    await expect(page.locator(".caption-words")).to_contain_text("a red bicycle", timeout=LONG)
    order = library.api("GET", "/orders?limit=1")["items"][0]
    assert order["model"] == SKETCH
    wanted = {"negative_prompt": "blurry, lowres", "seed": 965400086, "aspect_ratio": "2:3"}
    assert {name: order["parameters"][name] for name in wanted} == wanted
    assert len(found(library, "origin:imported")) == 3
    person.done("a file taken in, its words, ordered on Sketch")


async def test_11_cut_and_turned(library: RunningServer, visit: Visit) -> None:
    person = Counted(await visit("/", at=library))
    page = person.page
    await person.go("Gallery")
    await person.seek("whale", 4)
    source = await cells(page).first.get_attribute("data-id")
    await person.double_click(cells(page).first)
    await expect(page.locator(".viewer-image.there")).to_be_visible()
    await expect(person.button("Crop, turn, scale")).to_be_visible()
    await person.press("e")
    person.presses += 2
    await page.get_by_label("Ratio of the crop").select_option("1:1")
    await person.press("]")
    await expect(page.get_by_label(re.compile("Part to keep: 256 by 256 pixels"))).to_be_visible()
    await person.press("Control+Enter")
    await person.click(person.button("Show it"))
    await expect(page.get_by_text("256 × 256")).to_be_visible()
    await person.click(page.get_by_role("group", name="Made from").get_by_role("button"))
    await expect(page.get_by_text("384 × 256")).to_be_visible()
    await page.wait_for_url(f"**view={source}*")
    (made,) = library.api("GET", f"/products/{source}/lineage")["edited_into"]
    assert (made["width"], made["height"]) == (256, 256)
    person.done("a picture cut square and turned, its source")


async def test_12_exported_and_summed_up(library: RunningServer, visit: Visit) -> None:
    posters(library)
    person = Counted(await visit("/", at=library))
    page = person.page
    await person.go("Collections")
    await person.click(person.button("More for Posters"))
    await person.click(page.get_by_role("menuitem", name="Export…"))
    await person.click(person.dialog.get_by_role("radio", name="Nothing"))
    await person.click(person.dialog.get_by_role("switch", name="Add a list"))
    async with page.expect_download() as download:
        await person.click(person.dialog.get_by_role("button", name="Export"))
    await exported_bare(await download.value)
    await person.go("Projects")
    orders = [one for one in library.api("GET", "/orders?limit=100")["items"] if one["name"] in {"Animals", "Kites"}]
    held = len(found(library, 'project:"Fox book"'))
    card = page.locator(".project-card", has=page.get_by_role("link", name="Fox book", exact=True))
    await expect(card).to_contain_text(f"{held} products")
    await expect(card).to_contain_text(dollars(sum(one["cost"] for one in orders)))
    person.done("a collection exported with a list alone, its sums")


def posters(server: RunningServer) -> None:
    """See to it that there is the collection that the fourth task makes."""
    if not server.api("GET", "/collections")["items"]:
        made = server.api("POST", "/collections", {"name": "Posters"})["id"]
        ids = liked_lighthouses(server)
        server.api("POST", "/products/bulk", {"action": "collect", "ids": ids, "collection_id": made})


async def exported_bare(download: Download) -> None:
    """See that an archive holds three pictures that tell nothing, and the list that tells of them."""
    with zipfile.ZipFile(await download.path()) as archive:
        pictures = [name for name in archive.namelist() if name.endswith(".png")]
        assert len(pictures) == 3
        for name in pictures:
            with archive.open(name) as stored, Image.open(stored) as picture:
                picture.load()
                assert picture.info.keys() <= {"dpi", "gamma", "srgb"}
        rows = list(csv.DictReader(io.StringIO(archive.read("products.csv").decode("utf-8-sig"))))
        assert all(row["prompt"].startswith("a lighthouse in ") for row in rows)
        assert [row["file"] for row in rows] == pictures
