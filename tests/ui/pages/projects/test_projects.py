"""The Projects page on real services."""

from __future__ import annotations

import asyncio

import pytest
from nicegui import ui
from nicegui.testing import User
from nicegui.testing.user_interaction import UserInteraction

from imagen.domain.errors import DatabaseUnavailable
from imagen.services.all import Services
from imagen.services.order_request import OrderRequest
from imagen.ui.context import PageContext
from imagen.ui.pages import projects
from imagen.ui.pages.projects.card import ProjectCard

MODEL = "sketch:sketch"


@pytest.fixture
def pages(context: PageContext) -> None:
    projects.register(context)


def shown(user: User) -> list[str]:
    """Give the names on the cards, in order."""
    assert user.client is not None
    cards = [one for one in user.client.elements.values() if isinstance(one, ProjectCard)]
    assert all(card.parent_slot is cards[0].parent_slot for card in cards)
    siblings = cards[0].parent_slot.children if cards and cards[0].parent_slot else []
    return [one.project.name for one in siblings if isinstance(one, ProjectCard)]


def choose(user: User, label: str) -> None:
    """Choose the entry of a menu with this label."""
    with user:
        entries = user.find(ui.menu_item).elements
        found = [e for e in entries if any(isinstance(part, ui.item_section) and part.text == label for part in e)]
    assert len(found) == 1, f"{len(found)} entries are named {label}."
    UserInteraction(user, set(found), None).click()


async def test_nothing_yet_teaches(user: User, pages: None) -> None:
    await user.open("/projects")
    await user.should_see("Start a project")
    await user.should_see("Work without a project")


async def test_cards_say_what_is_there_and_what_goes_on(user: User, pages: None, services: Services) -> None:
    project = services.projects.create("Autumn", "Posters")
    services.spending.limit_project(project.id, 5_000_000)
    services.orders.place(OrderRequest(MODEL, {"prompt": "a [red,blue] fox"}, project_id=project.id))
    await user.open("/projects")
    await user.should_see("Autumn")
    await user.should_see("Posters")
    await user.should_see("2 waiting")
    await user.should_see("1 order · 0 products")
    await user.should_see("$0.00 of $5.00")
    await user.should_see("Used just now")
    await user.should_not_see("Start a project")


async def test_the_work_without_a_project_is_a_card(user: User, pages: None, services: Services) -> None:
    services.orders.place(OrderRequest(MODEL, {"prompt": "a [red,blue] fox"}))
    await user.open("/projects")
    await user.should_see("For tries and one-offs.")
    await user.should_see("2 waiting")
    await user.should_see("Start a project")


async def test_what_happens_elsewhere_shows(user: User, pages: None, services: Services) -> None:
    await user.open("/projects")
    await user.should_see("Start a project")
    project = services.projects.create("From elsewhere")
    await user.should_see("From elsewhere")
    await user.should_not_see("Start a project")
    services.projects.update(project.id, name="Renamed")
    await user.should_see("Renamed")
    services.orders.place(OrderRequest(MODEL, {"prompt": "[1..7]"}, project_id=project.id))
    await user.should_see("7 waiting")
    services.projects.archive(project.id)
    await user.should_not_see("Renamed")


async def test_a_new_project_needs_a_name(user: User, pages: None, services: Services) -> None:
    await user.open("/projects")
    user.find("Create project").click()
    await user.should_see("A project needs a name.")
    assert services.projects.list() == []


async def test_searching_and_sorting(user: User, pages: None, services: Services) -> None:
    for name in ("Beta", "alpha", "Gamma ray"):
        services.projects.create(name)
    await user.open("/projects?sort=name")
    await user.should_see("Gamma ray")
    assert shown(user) == ["alpha", "Beta", "Gamma ray", "Without a project"]
    await user.open("/projects?q=gamma")
    await user.should_see("Gamma ray")
    assert shown(user) == ["Gamma ray"]
    await user.open("/projects?q=nothing+like+it")
    await user.should_see("Nothing found for “nothing like it”")
    user.find("Clear the search").click()
    await user.should_see("Gamma ray")
    assert len(shown(user)) == 4


async def test_an_address_that_asks_for_nonsense_shows_all(user: User, pages: None, services: Services) -> None:
    services.projects.create("Autumn")
    await user.open("/projects?sort=%27&status=%00")
    await user.should_see("Autumn")


async def test_many_projects_come_bit_by_bit(user: User, pages: None, services: Services) -> None:
    for number in range(70):
        services.projects.create(f"Project {number:02}")
    await user.open("/projects?sort=name")
    await user.should_see("Project 23")
    await user.should_see("Show 36 more of 47")
    await user.should_not_see("Project 24")
    user.find("Show 36 more of 47").click()
    await user.should_see("Project 59")
    await user.should_see("Show 11 more of 11")


async def test_a_project_that_holds_something_is_deleted_after_a_word(
    user: User, pages: None, services: Services
) -> None:
    project = services.projects.create("Autumn")
    services.orders.place(OrderRequest(MODEL, {"prompt": "a [red,blue] fox"}, project_id=project.id))
    await user.open("/projects")
    await user.should_see("More for Autumn")
    user.find("More for Autumn").click()
    choose(user, "Delete")
    await user.should_see("Its 1 order stays where it is")
    await user.should_see("2 generations still to be made will go on")
    user.find("Delete project").click()
    await user.should_see("Deleted Autumn. What was made in it is kept.")
    assert services.projects.list() == []
    await user.should_not_see("1 order · 0 products")
    user.find("Undo").click()
    await user.should_see("1 order · 0 products")
    assert [one.id for one in services.projects.list()] == [project.id]


async def test_describing_changes_only_what_was_changed_here(user: User, pages: None, services: Services) -> None:
    project = services.projects.create("Autumn", "old words")
    await user.open("/projects")
    await user.should_see("More for Autumn")
    user.find("More for Autumn").click()
    choose(user, "Rename, describe, limit…")
    await user.should_see(kind=ui.textarea, content="old words")
    services.projects.update(project.id, name="Named elsewhere")
    with user:
        (words,) = (one for one in user.find(ui.textarea).elements if one.value == "old words")
        words.set_value("new words")
    user.find("Save").click()
    for _ in range(200):
        found = services.projects.get(project.id)
        if found.description == "new words":
            break
        await asyncio.sleep(0.02)
    assert (found.name, found.description) == ("Named elsewhere", "new words")


async def test_what_cannot_be_read_is_said_and_tried_again(
    user: User, pages: None, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.projects.create("Autumn")
    read = services.project_overview.all

    def fails() -> None:
        raise DatabaseUnavailable("The disk is full.")

    monkeypatch.setattr(services.project_overview, "all", fails)
    await user.open("/projects")
    await user.should_see("The disk is full.")
    monkeypatch.setattr(services.project_overview, "all", read)
    user.find("Try again").click()
    await user.should_see("Autumn")
    await user.should_not_see("The disk is full.")
