"""The start page: teaches once, then leads back to the work."""

from __future__ import annotations

import pytest
from nicegui import ui
from nicegui.testing import User

from imagen.services.all import Services
from imagen.services.order_request import OrderRequest
from imagen.ui.components.expansion_editor import ExpansionEditor
from imagen.ui.context import PageContext
from imagen.ui.last_place import LastPlace, last_place, remember_project
from imagen.ui.pages import start


@pytest.fixture
def pages(context: PageContext) -> None:
    start.register(context)

    @ui.page("/order")
    def order() -> None:
        ui.label("The order page")


async def test_one_press_orders_the_example(user: User, pages: None, services: Services) -> None:
    await user.open("/")
    await user.should_see("Drawn by Sketch")
    await user.should_see("Make 8 pictures")
    user.find("Make 8 pictures").click()
    await user.should_see("The order page")
    placed = services.orders.list().items
    assert [(o.progress.planned, o.base_parameters) for o in placed] == [(8, {"prompt": start.EXAMPLE})]
    assert services.drafts.get(None).state["parameters"] == {"prompt": start.EXAMPLE}


async def test_a_wrong_prompt_is_told_and_stays(
    user: User, pages: None, services: Services, caplog: pytest.LogCaptureFixture
) -> None:
    await user.open("/")
    user.find(ExpansionEditor).trigger("change", {"text": "A [red,blue"})
    await user.should_see("Make the pictures")
    user.find("Make the pictures").click()
    await user.should_see("never closed")
    assert services.orders.list().total == 0
    await user.should_not_see("The order page")
    caplog.clear()


async def test_a_form_begun_elsewhere_is_not_overwritten(user: User, pages: None, services: Services) -> None:
    await user.open("/")
    services.drafts.save(None, {"parameters": {"prompt": "theirs"}}, "elsewhere")
    await user.should_see("Make 8 pictures")
    user.find("Make 8 pictures").click()
    await user.should_see("The order page")
    assert services.drafts.get(None).state["parameters"] == {"prompt": "theirs"}
    assert services.orders.list().total == 1


def test_where_the_work_goes_on(services: Services) -> None:
    assert start.place_to_go(services, None) is None
    project = services.projects.create("Autumn")
    assert start.place_to_go(services, None) == "/projects"
    assert start.place_to_go(services, LastPlace(project.id)) == f"/order/{project.id}"
    assert start.place_to_go(services, LastPlace(None)) == "/order"
    services.projects.delete(project.id)
    assert start.place_to_go(services, LastPlace(project.id)) is None
    services.projects.restore(project.id)
    services.orders.place(OrderRequest("sketch:sketch", {"prompt": "a fox"}, project_id=project.id))
    assert start.place_to_go(services, None) == f"/order/{project.id}"
    services.projects.archive(project.id)
    assert start.place_to_go(services, LastPlace(project.id)) == "/projects"


async def test_a_browser_remembers_its_last_project(user: User, services: Services) -> None:
    project = services.projects.create("Autumn")
    seen: list[LastPlace | None] = []

    @ui.page("/try")
    def page() -> None:
        seen.append(last_place())
        remember_project(project.id)
        seen.append(last_place())
        remember_project(None)
        seen.append(last_place())

    await user.open("/try")
    assert seen == [None, LastPlace(project.id), LastPlace(None)]
