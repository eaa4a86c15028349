"""The Bin on real services."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from nicegui.testing import User
from PIL import Image

from imagen.services.all import Services
from imagen.services.saved_searches import SearchWording
from imagen.ui import design as d
from imagen.ui.components.keys import Keys
from imagen.ui.context import PageContext
from imagen.ui.pages import bin as bin_pages
from imagen.ui.pages.bin import desk
from imagen.ui.pages.bin.card import BinCard
from imagen.ui.pages.bin.wording import when


@pytest.fixture
def pages(context: PageContext) -> None:
    bin_pages.register(context)


def deleted(services: Services, count: int, project_id: UUID | None = None) -> Sequence[UUID]:
    """Import so many pictures and put them into the Bin, one after another."""
    ids = []
    for number in range(count):
        stored = io.BytesIO()
        Image.new("RGB", (8, 8), (number * 9, 60, 90)).save(stored, "PNG")
        stored.seek(0)
        product = services.imports.take_file(f"{number}.png", stored, project_id).product
        assert product is not None
        services.keeping.delete([product.id])
        ids.append(product.id)
    return ids


def cards(user: User) -> list[BinCard]:
    return sorted(user.find(BinCard).elements, key=lambda card: card.item.deleted_at, reverse=True)


def picked(user: User) -> list[str]:
    return [card.item.title for card in cards(user) if card._pick.props["aria-checked"] == "true"]


def pick(user: User, title: str, *, shift: bool = False) -> None:
    card = next(card for card in cards(user) if card.item.title == title)
    with user:
        card._acts.pick(card.item, shift)


async def test_an_empty_bin_says_what_it_is_for(user: User, pages: None) -> None:
    await user.open("/bin")
    await user.should_see("The Bin is empty")
    await user.should_see("until you take it back")
    await user.should_not_see("Restore")


async def test_what_was_deleted_is_shown_with_what_it_was_part_of(user: User, pages: None, services: Services) -> None:
    project = services.projects.create("Foxes")
    deleted(services, 2, project.id)
    services.projects.delete(project.id)
    await user.open("/bin")
    await user.should_see("3 things")
    await user.should_see("Imported · Foxes (deleted)")
    await user.should_see("Deleted just now")
    assert [card.item.title for card in cards(user)] == ["Foxes", "1.png", "0.png"]


async def test_some_are_selected_and_restored(user: User, pages: None, services: Services) -> None:
    ids = deleted(services, 5)
    await user.open("/bin")
    await user.should_see("5 products")
    pick(user, "3.png")
    pick(user, "1.png", shift=True)
    assert picked(user) == ["3.png", "2.png", "1.png"]
    pick(user, "2.png")
    await user.should_see("2 of 5 selected")
    user.find("Restore 2").click()
    await user.should_see("Restored 2 products.")
    await user.should_see("3 products")
    assert {product.id for product in services.products.list()[0]} == {ids[1], ids[3]}
    user.find("Undo").click()
    await user.should_see("5 products")


async def test_all_of_all_pages_is_selected_at_once(
    user: User, pages: None, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "PAGE", 2)
    deleted(services, 5)
    await user.open("/bin")
    await user.should_see("1–2 of 5")
    user.find("Older").click()
    await user.should_see("3–4 of 5")
    assert [card.item.title for card in cards(user)] == ["2.png", "1.png"]
    user.find("Select all").click()
    await user.should_see("All 5 selected")
    pick(user, "2.png")
    user.find("Restore 4").click()
    await user.should_see("Restored 4 products.")
    await user.should_see("1 product")
    assert [card.item.title for card in cards(user)] == ["2.png"]


async def test_it_keeps_in_step_with_other_windows(user: User, pages: None, services: Services) -> None:
    await user.open("/bin")
    ids = deleted(services, 2)
    await user.should_see("2 products")
    user.find("Select all").click()
    await user.should_see("All 2 selected")
    services.bin.restore(ids[:1])
    await user.should_see("All 1 selected")
    services.bin.restore(ids[1:])
    await user.should_see("The Bin is empty")


async def test_one_is_restored_with_its_own_button(user: User, pages: None, services: Services) -> None:
    project = services.projects.create("Foxes")
    deleted(services, 2, project.id)
    services.projects.delete(project.id)
    await user.open("/bin")
    await user.should_see("3 things")
    user.find(kind=d.Button, content="Restore 0.png").click()
    await user.should_see("Restored 1 product and the project Foxes.")
    assert [found.name for found in services.projects.list()] == ["Foxes"]


def fill_with_every_kind(services: Services) -> None:
    """Delete one thing of every kind that needs no production."""
    deleted(services, 2)
    services.projects.delete(services.projects.create("Foxes").id)
    services.collections.delete(services.collections.create("Best of").id)
    services.tags.delete(services.tags.create("urgent").id)
    services.lookups.delete(services.lookups.create("animal", "fox\nowl").id)
    services.saved_searches.delete(services.saved_searches.create(SearchWording("Good ones", "rating:>=good")).id)


async def test_every_kind_lies_in_one_list_and_can_be_looked_at_alone(
    user: User, pages: None, services: Services
) -> None:
    fill_with_every_kind(services)
    await user.open("/bin")
    await user.should_see("7 things")
    titles = ["Good ones", "animal", "urgent", "Best of", "Foxes", "1.png", "0.png"]
    assert [card.item.title for card in cards(user)] == titles
    for told in (
        "Saved search · rating:>=good",
        "Lookup · 2 values",
        "Tag · On nothing",
        "Collection · Empty",
        "Project",
    ):
        await user.should_see(told)
    user.find(kind=d.Labelled, content="Products").click()
    await user.should_see("2 products")
    assert [card.item.title for card in cards(user)] == ["1.png", "0.png"]
    user.find("Select all").click()
    await user.should_see("All 2 selected")
    user.find("Restore 2").click()
    await user.should_see("5 things")
    assert [card.item.title for card in cards(user)] == titles[:5]


async def test_what_is_done_is_taken_back_by_keys(user: User, pages: None, services: Services) -> None:
    services.tags.delete(services.tags.create("urgent").id)
    await user.open("/bin")
    await user.should_see("1 tag")
    press(user, "Ctrl+z")
    await user.should_see("Taken back: Deleted the tag urgent.")
    await user.should_see("The Bin is empty")
    press(user, "Ctrl+Shift+z")
    await user.should_see("Done again: Deleted the tag urgent.")
    await user.should_see("1 tag")


async def test_a_name_that_was_given_away_keeps_its_thing_in_the_bin(
    user: User, pages: None, services: Services
) -> None:
    services.tags.delete(services.tags.create("urgent").id)
    services.tags.create("Urgent")
    deleted(services, 1)
    await user.open("/bin")
    await user.should_see("2 things")
    user.find("Select all").click()
    await user.should_see("All 2 selected")
    user.find("Restore 2").click()
    await user.should_see("There is a tag named urgent already. It stays in the Bin.")
    await user.should_see("Restored 1 product.")
    await user.should_see("1 tag")


async def test_the_bin_is_emptied_once_somebody_has_agreed(user: User, pages: None, services: Services) -> None:
    fill_with_every_kind(services)
    await user.open("/bin")
    await user.should_see("7 things")
    user.find("Empty…").click()
    await user.should_see("This cannot be taken back")
    user.find("Keep").click()
    await user.should_see("7 things")
    pick(user, "urgent")
    user.find("Remove 1…").click()
    await user.should_see("Remove 1 thing?")
    user.find("Remove for good").click()
    await user.should_see("6 things")
    user.find("Empty…").click()
    await user.should_see("Remove all 6 things?")
    user.find("Remove for good").click()
    await user.should_see("The Bin is empty")
    assert services.bin.counts() == {}


def press(user: User, key: str) -> None:
    (keys,) = user.find(Keys).elements
    wanted = next(binding["id"] for binding in keys._bindings if binding["key"] == key)
    user.find(Keys).trigger("key", {"id": wanted})


@pytest.mark.parametrize(
    ("passed", "said"),
    [
        (timedelta(seconds=5), "just now"),
        (timedelta(minutes=59), "59 min ago"),
        (timedelta(hours=3), "today, 12:00"),
        (timedelta(hours=16), "yesterday, 23:00"),
        (timedelta(days=3), "3 Mar"),
        (timedelta(days=366), "5 Mar 2025"),
        (timedelta(seconds=-3), "just now"),
    ],
)
def test_when_something_was_deleted(passed: timedelta, said: str) -> None:
    now = datetime(2026, 3, 6, 15, 0, tzinfo=UTC)
    assert when(now - passed, now) == said
