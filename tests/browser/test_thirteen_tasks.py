"""Thirteen tasks at real providers' simulators, by the shortest way of somebody who knows Imagen, with every press counted.

Here a typed text counts as one press, too. Run with `-s` to see the table; a task that comes to need more, or fewer, fails
until `PRESSES` says so.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from playwright.async_api import Locator, expect

from imagen.domain.money import MILLION, dollars
from tests.browser.conftest import Visit
from tests.browser.person import LONG, Person
from tests.browser.server import RunningServer, running_server
from tests.provider_simulators import Account, Fault, Simulators, Speed, simulators
from tests.provider_simulators.core.ledger import Entry

pytestmark = pytest.mark.asyncio(loop_scope="session")

PRESSES = {
    "set Replicate's key, see that it works": 3,
    "fal's key wrong, then right": 5,
    "civitai's key": 3,
    "find a model by name, order 4 pictures": 5,
    "add models by three pasted links and ids": 9,
    "one video, its cost known before": 6,
    "a piece of music": 5,
    "enlarge a picture, its cost known before": 5,
    "twelve seeds with a civitai model": 7,
    "the key revoked amidst an order of 40": 9,
    "a lost answer at fal, resolved": 6,
    "a limit of $2 a day, and what was spent": 3,
    "a price of one's own, shown by the next order": 8,
}
ACCOUNT = "simulated-user"


class Counted(Person):
    """A person whose presses and texts together are held against the table."""

    def done(self, task: str) -> None:
        """Hold what it took against what the table says."""
        self.hold(task, PRESSES)

    async def choose(self, typed: str, name: str) -> None:
        """Choose the first model that is found by what is typed, and wait until the form is its own."""
        await self.find(typed)
        await self.take(name)

    async def find(self, typed: str) -> None:
        """Open the models and type, without choosing yet."""
        await self.click(self.page.get_by_role("button", name=re.compile(r"^Model: ")))
        await self.type(typed)

    async def take(self, name: str, known_then: str = "") -> None:
        """Take the first one, once it is what was looked for, and wait until the form is its own.

        What is pasted has its name only when it was added: `known_then`.
        """
        await expect(self.page.locator(".model-row").first).to_contain_text(name, timeout=LONG)
        await self.press("Enter")
        await expect(self.page.get_by_role("dialog")).to_have_count(0, timeout=LONG)
        button = self.page.get_by_role("button", name=re.compile(r"^Model: "))
        await expect(button).to_contain_text(known_then or name, timeout=LONG)

    async def write(self, prompt: str) -> None:
        """Write a prompt where none is yet: after a model was chosen the cursor is in it."""
        await expect(self.prompt).to_have_value("")
        await expect(self.prompt).to_be_focused()
        await self.type(prompt)


@pytest.fixture(scope="module")
def services() -> Iterator[Simulators]:
    with simulators(speed=Speed(0.01, 0.03, few_pictures=True)) as running:
        yield running


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory, services: Simulators) -> Iterator[RunningServer]:
    """An Imagen in front of the simulated services, without keys yet."""
    addresses = [f"{name.removeprefix('IMAGEN_').lower()}={url}" for name, url in services.environment.items()]
    with running_server(tmp_path_factory.mktemp("tasks") / "data", *addresses, "poll_seconds=0.1") as running:
        yield running


@pytest.fixture(scope="module")
def stocked(shop: RunningServer, services: Simulators) -> RunningServer:
    """The same with all keys, as the first three tasks leave it, and used already: the forms of new projects are blank."""
    for name in ("replicate", "fal", "civitai"):
        shop.api("PUT", f"/settings/keys/{name}", {"key": getattr(services, name).key})
    shop.api("POST", "/orders", {"model": "sketch:sketch", "parameters": {"prompt": "A kite"}})  # examples go with it
    return shop


@pytest.fixture
def bought(services: Simulators) -> Callable[[], Sequence[Entry]]:
    """Give what the services accepted since the test began."""
    before = services.ledger.count()
    return lambda: services.ledger.entries()[before:]


async def arrive(visit: Visit, server: RunningServer, name: str) -> Counted:
    """Open the Order page of a new project."""
    project: Any = server.api("POST", "/projects", {"name": name})
    return Counted(await visit(f"/order/{project['id']}", at=server))


async def fulfilled(server: RunningServer, cost: int) -> None:
    """Wait until all of the newest order is made, and see what it cost in Imagen, in micro-dollars."""
    for _ in range(300):
        order: Any = server.api("GET", "/orders?limit=1")["items"][0]
        if order["status"] == "fulfilled":
            break
        await asyncio.sleep(0.1)
    assert (order["status"], order["cost"]) == ("fulfilled", cost)


def charged(entries: Sequence[Entry]) -> int:
    """Give what was charged in micro-dollars; a dollar is a thousand Buzz."""
    return sum(round(one.cost * (MILLION if one.currency == "USD" else MILLION / 1000)) for one in entries)


def card_of(person: Counted, provider: str) -> Locator:
    """The part of the Settings page that is a provider's."""
    return person.page.locator(f"#{provider}")


async def works(card: Locator, key: str) -> None:
    """See that a key was tried and works."""
    await expect(card.get_by_text("Files can be uploaded")).to_be_visible(timeout=LONG)
    await expect(card.get_by_text("Ready", exact=True)).to_be_visible()
    await expect(card.get_by_text(f"Key ending in {key[-4:]}")).to_be_visible()


async def go_to_key(person: Counted, provider: str, label: str) -> Locator:
    """Go from the start page to the field of a key."""
    await person.click(person.page.get_by_role("link", name=f"Add a key of {label}"))
    await expect(person.page.get_by_label(f"Key of {label}", exact=True)).to_be_focused(timeout=LONG)
    return card_of(person, provider)


async def test_1_set_the_key_of_replicate(shop: RunningServer, services: Simulators, visit: Visit) -> None:
    person = Counted(await visit("/", at=shop))
    card = await go_to_key(person, "replicate", "Replicate")
    await person.type(services.replicate.key)
    await person.press("Enter")
    await expect(card.get_by_text("The key belongs to")).to_be_visible(timeout=LONG)
    await works(card, services.replicate.key)
    person.done("set Replicate's key, see that it works")


async def test_2_a_wrong_key_then_the_right_one(shop: RunningServer, services: Simulators, visit: Visit) -> None:
    person = Counted(await visit("/", at=shop))
    card = await go_to_key(person, "fal", "fal.ai")
    await person.type("0000-wrong:0123456789abcdef")
    await person.press("Enter")
    await expect(card.get_by_text("fal.ai does not accept the key").first).to_be_visible(timeout=LONG)
    await expect(card.get_by_label("Key of fal.ai", exact=True)).to_be_focused()
    await person.type(services.fal.key)
    await person.press("Enter")
    await works(card, services.fal.key)
    await expect(card.get_by_text("does not accept the key")).to_have_count(0)
    person.done("fal's key wrong, then right")


async def test_3_set_the_key_of_civitai(shop: RunningServer, services: Simulators, visit: Visit) -> None:
    person = Counted(await visit("/", at=shop))
    card = await go_to_key(person, "civitai", "civitai")
    await person.type(services.civitai.key)
    await person.press("Enter")
    await works(card, services.civitai.key)
    assert services.ledger.count() == 0  # all these tests cost nothing
    person.done("civitai's key")


async def test_4_find_a_model_by_name(
    stocked: RunningServer, visit: Visit, bought: Callable[[], Sequence[Entry]]
) -> None:
    person = await arrive(visit, stocked, "By name")
    await person.choose("FLUX Schnell", "FLUX Schnell")
    await person.write("A kite over a [harbour,meadow,city,glacier]")
    await person.order(4, "$0.012")
    await person.sees(4)
    assert {(entry.service, entry.model) for entry in bought()} == {("replicate", "black-forest-labs/flux-schnell")}
    prompts = {f"A kite over a {place}" for place in ("harbour", "meadow", "city", "glacier")}
    assert sorted(entry.input["prompt"] for entry in bought()) == sorted(prompts)
    await fulfilled(stocked, 12_000)
    person.done("find a model by name, order 4 pictures")


async def test_5_add_models_by_pasting(stocked: RunningServer, services: Simulators, visit: Visit) -> None:
    spent = services.ledger.count()
    person = await arrive(visit, stocked, "Pasted")
    await person.choose("black-forest-labs/flux-dev", "FLUX Dev")
    await person.find("https://fal.ai/models/fal-ai/flux-2/klein/9b")
    await person.take("klein")
    await person.find("https://civitai.com/models/900003")
    await person.take("900003", "Simulated Grown-ups")
    for key in ("fal:fal-ai/flux-2/klein/9b", "civitai:urn:air:sdxl:checkpoint:civitai:900003@900004"):
        model: Any = stocked.api("GET", f"/models/{key}")
        assert (model["added"], model["problem"]) == (True, None)
    assert services.ledger.count() == spent  # to add costs nothing
    person.done("add models by three pasted links and ids")


async def test_6_a_video_of_known_cost(
    stocked: RunningServer, visit: Visit, bought: Callable[[], Sequence[Entry]]
) -> None:
    person = await arrive(visit, stocked, "Video")
    await person.find("video")
    await person.click(person.button("Known before ordering"))
    await person.take("Video 01")
    await person.write("A kite over a harbour")
    await person.order(1, "$0.50")
    await expect(person.page.locator(".stage-display video")).to_have_count(1, timeout=LONG)
    (entry,) = bought()
    assert (entry.service, entry.model) == ("replicate", "minimax/video-01")
    await fulfilled(stocked, 500_000)
    person.done("one video, its cost known before")


async def test_7_a_piece_of_music(stocked: RunningServer, visit: Visit, bought: Callable[[], Sequence[Entry]]) -> None:
    person = await arrive(visit, stocked, "Music")
    await person.choose("stable audio", "Stable Audio")
    await person.write("A slow waltz")
    await person.order(1, "$")
    await expect(person.page.locator(".stage-display audio")).to_have_count(1, timeout=LONG)
    (entry,) = bought()
    assert (entry.service, entry.input["prompt"]) == ("fal", "A slow waltz")
    await fulfilled(stocked, charged(bought()))
    person.done("a piece of music")


async def test_8_enlarge_a_picture(stocked: RunningServer, visit: Visit, bought: Callable[[], Sequence[Entry]]) -> None:
    person = await arrive(visit, stocked, "Enlarge")
    project_id = person.page.url.rpartition("/")[2]
    body = {"model": "sketch:sketch", "parameters": {"prompt": "A [red,blue] kite"}, "project_id": project_id}
    stocked.api("POST", "/orders", body)
    await person.sees(2)
    await expect(person.page.locator(".display-image.there")).to_be_visible(timeout=LONG)
    person = Counted(person.page)
    await person.choose("esrgan", "ESRGAN")
    await person.press("u")
    await expect(person.page.locator(".imf-chip")).to_have_count(1, timeout=LONG)
    await person.order(1, "$0.025")
    await person.sees(3)
    (entry,) = bought()
    assert (entry.service, entry.model, entry.cost) == ("fal", "fal-ai/esrgan", 0.025)
    await fulfilled(stocked, 25_000)
    person.done("enlarge a picture, its cost known before")


async def test_9_twelve_seeds(stocked: RunningServer, visit: Visit, bought: Callable[[], Sequence[Entry]]) -> None:
    person = await arrive(visit, stocked, "Seeds")
    await person.choose("illustrious", "Illustrious XL")
    await person.write("A kite over a harbour")
    await person.click(person.page.get_by_role("textbox", name="Seed"))
    await person.type("1..12")
    await person.order(12)
    await person.sees(12)
    assert {entry.service for entry in bought()} == {"civitai"}
    assert sorted(entry.input["steps"][0]["input"]["seed"] for entry in bought()) == list(range(1, 13))
    await fulfilled(stocked, charged(bought()))
    person.done("twelve seeds with a civitai model")


async def test_10_the_key_revoked_amidst_an_order(
    stocked: RunningServer, services: Simulators, visit: Visit, bought: Callable[[], Sequence[Entry]]
) -> None:
    replicate, old = services.replicate, services.replicate.key
    new = "r8_" + "N3wKey" * 6 + "xyz9"

    def revoke(entry: Entry) -> None:
        if len(bought()) == 12:
            replicate.accounts.revoke(old)
            replicate.accounts.add(Account(new, ACCOUNT))
            replicate.key = new

    services.ledger.listeners.append(revoke)
    person = await arrive(visit, stocked, "Revoked")
    await person.choose("flux schnell", "FLUX Schnell")
    await person.write("A kite number [1..40]")
    await person.order(40, "$0.12")
    paused = person.page.locator(".form-notices .notice", has_text="Replicate is paused")
    await expect(paused).to_be_visible(timeout=LONG)
    assert 12 <= len(bought()) < 40
    await person.click(paused.get_by_role("link", name="Settings"))
    card = card_of(person, "replicate")
    await person.click(card.get_by_role("button", name="Replace the key of Replicate"))
    await person.type(new)
    await person.press("Enter")
    await works(card, new)
    await expect(person.page.locator(".queue-pill")).to_contain_text("Nothing running", timeout=LONG)
    services.ledger.listeners.remove(revoke)
    assert sorted(entry.input["prompt"] for entry in bought()) == sorted(f"A kite number {n}" for n in range(1, 41))
    assert {entry.key_ending for entry in bought()} == {old[-4:], new[-4:]}
    await fulfilled(stocked, 120_000)
    person.done("the key revoked amidst an order of 40")


async def test_11_a_lost_answer(
    stocked: RunningServer, services: Simulators, visit: Visit, bought: Callable[[], Sequence[Entry]]
) -> None:
    services.fal.faults.add("queue.submit", Fault.drop_after_accept())
    hidden = services.fal.faults.add("requests.list", Fault.refuse(500), None)
    person = await arrive(visit, stocked, "Lost answer")
    await person.choose("fal-ai/flux/schnell", "FLUX.1 [schnell]")
    await person.write("A kite over a lost harbour")
    await person.order(1)
    check = person.button("Check again", exact=True)
    await expect(check).to_be_visible(timeout=LONG)
    await expect(person.page.locator(".queue-pill")).to_contain_text("1 needs you")
    hidden.remove()
    await person.click(check)
    await person.sees(1)
    (entry,) = bought()  # found, not bought again
    assert entry.service == "fal"
    await fulfilled(stocked, charged(bought()))
    person.done("a lost answer at fal, resolved")


async def test_12_a_limit_of_a_day(stocked: RunningServer, services: Simulators, visit: Visit) -> None:
    person = await arrive(visit, stocked, "Limit")
    await person.click(person.page.get_by_role("link", name="Settings"))
    await person.click(person.page.get_by_label("A day stops at"))
    await person.type("2")
    await expect(person.page.get_by_text("left of $2.00")).to_be_visible(timeout=LONG)
    orders: Any = stocked.api("GET", "/orders?limit=100")["items"]
    spent = sum(order["cost"] for order in orders)
    await expect(person.page.get_by_text(f"{dollars(spent)} today")).to_be_visible(timeout=LONG)
    await expect(person.page.get_by_text(f"{dollars(2 * MILLION - spent)} left of $2.00")).to_be_visible()
    billed = [order for order in orders if order["model"].partition(":")[0] in {"fal", "civitai"}]
    told = [entry for entry in services.ledger.entries() if entry.service in {"fal", "civitai"}]
    assert sum(order["cost"] for order in billed) == charged(told)
    person.done("a limit of $2 a day, and what was spent")


async def test_13_a_price_of_ones_own(
    stocked: RunningServer, visit: Visit, bought: Callable[[], Sequence[Entry]]
) -> None:
    person = await arrive(visit, stocked, "Own price")
    await person.choose("flux dev lora", "FLUX Dev LoRA")
    await person.write("A [red,blue] kite")
    await person.click(person.button("Set its price"))
    await expect(person.page.get_by_role("dialog")).to_contain_text("What FLUX Dev LoRA costs")
    await person.type("0.03")
    await person.press("Enter")
    await person.order(2, "$0.06")
    await person.sees(2)
    assert [entry.model for entry in bought()] == ["black-forest-labs/flux-dev-lora"] * 2
    await fulfilled(stocked, 60_000)
    person.done("a price of one's own, shown by the next order")
