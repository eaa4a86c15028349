"""The Projects page on real services."""

from __future__ import annotations

import pytest
from nicegui.testing import User

from imagen.services.all import Services
from imagen.services.order_request import OrderRequest
from imagen.ui.context import PageContext
from imagen.ui.pages import projects
from imagen.ui.pages.projects.card import CardFace
from imagen.ui.pages.projects.shelf import loose_work


@pytest.fixture
def pages(context: PageContext) -> None:
    projects.register(context)


async def test_nothing_yet_teaches(user: User, pages: None) -> None:
    await user.open("/projects")
    await user.should_see("Start a project")
    await user.should_see("Work without a project")


async def test_cards_say_what_is_there_and_what_goes_on(user: User, pages: None, services: Services) -> None:
    project = services.projects.create("Autumn", "Posters")
    services.orders.place(OrderRequest("sketch:sketch", {"prompt": "a [red,blue] fox"}, project_id=project.id))
    await user.open("/projects")
    await user.should_see("Autumn")
    await user.should_see("Posters")
    await user.should_see("2 waiting")
    await user.should_see("1 order · 0 products")
    await user.should_not_see("Start a project")


async def test_what_happens_elsewhere_shows(user: User, pages: None, services: Services) -> None:
    await user.open("/projects")
    await user.should_see("Start a project")
    project = services.projects.create("From elsewhere")
    await user.should_see("From elsewhere", retries=50)
    await user.should_not_see("Start a project")
    services.projects.update(project.id, name="Renamed")
    await user.should_see("Renamed", retries=50)
    services.projects.archive(project.id)
    await user.should_not_see("Renamed", retries=50)


async def test_a_new_project_needs_a_name(user: User, pages: None, services: Services) -> None:
    await user.open("/projects")
    user.find("Create project").click()
    await user.should_see("A project needs a name.")
    assert services.projects.list() == []


def test_the_work_without_a_project(services: Services) -> None:
    assert loose_work(services).counts == "Nothing made yet"
    services.orders.place(OrderRequest("sketch:sketch", {"prompt": "a [red,blue] fox"}))
    face = loose_work(services)
    assert (face.orders, face.waiting, face.activity) == (1, 2, "2 waiting")
    assert face.counts == "1 order · 0 products"


def test_numbers_in_words() -> None:
    assert CardFace("a", "/", orders=1, products=1904).counts == "1 order · 1,904 products"
    assert CardFace("a", "/", running=6, waiting=75).activity == "6 running · 75 waiting"
    assert CardFace("a", "/").counts == "Nothing made yet"
