"""Orders in Production that another library held, that become templates, and that are tagged."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from nicegui import ui
from nicegui.testing import User
from nicegui.testing.user_interaction import UserInteraction

from imagen.services.all import Services
from imagen.services.library_merging import HELD
from imagen.services.order_request import OrderRequest
from imagen.services.views import OrderView
from imagen.ui.components.elements import Button, Labelled
from imagen.ui.context import PageContext
from imagen.ui.pages import production as production_pages
from tests.ui.pages.production.test_page import choose, until


@pytest.fixture
def pages(context: PageContext) -> None:
    production_pages.register(context)


def press(user: User, wanted: Callable[[Button], bool]) -> None:
    with user:
        found = {one for one in user.find(Button).elements if one.visible and wanted(one)}
    assert len(found) == 1
    UserInteraction(user, found, None).click()


def taken_in(services: Services) -> OrderView:
    """Place an order and hold it as one that came unfinished with another library."""
    order = services.orders.place(OrderRequest("sketch:sketch", {"prompt": "a [red,blue] fox"}))
    with services.library._units() as unit:
        row = unit.orders.get(order.id)
        row.held_reason = HELD
        unit.session.add(row)
        unit.commit()
    return order


async def test_what_another_library_held_goes_on_once_a_person_says_so(
    user: User, pages: None, services: Services
) -> None:
    order = taken_in(services)
    await user.open(f"/production?order={order.number}")
    await user.should_see(HELD)
    press(user, lambda one: one.text == "Let it go on…")
    await user.should_see("that are left are made, and paid, twice")
    press(user, lambda one: one.text == "Not now")
    assert services.orders.get(order.id).held_reason == HELD
    press(user, lambda one: one.text == "Let it go on…")
    await user.should_see("Let order 1 go on here?")
    press(user, lambda one: one.text == "Let it go on")
    await user.should_see("Order 1 goes on.")
    assert services.orders.get(order.id).held_reason is None
    await until(lambda: not any(b.visible and b.text == "Let it go on…" for b in user.find(Button).elements))


async def test_an_order_becomes_a_template(user: User, pages: None, services: Services) -> None:
    project = services.projects.create("Foxes")
    order = services.orders.place(OrderRequest("sketch:sketch", {"prompt": "a fox"}, project_id=project.id))
    await user.open(f"/production?order={order.number}")
    await user.should_see("#1")
    choose(user, "Save as a template…")
    await user.should_see("Only Foxes")
    with user:
        places = {one for one in user.find("All projects").elements if one.props.get("role") == "radio"}
    UserInteraction(user, places, None).click()
    with user:
        next(iter(user.find(ui.switch).elements)).set_value(True)
    press(user, lambda one: one.text == "Save template")
    await user.should_see("Saved the template a fox.")
    made = services.templates.list()[0]
    assert (made.name, made.project_id, made.has_seed, made.order_number) == ("a fox", None, True, order.number)


async def test_an_order_is_tagged(user: User, pages: None, services: Services) -> None:
    order = services.orders.place(OrderRequest("sketch:sketch", {"prompt": "a fox"}))
    services.tags.create("client")
    await user.open(f"/production?order={order.number}")
    await user.should_see("#1")
    choose(user, "Tags…")
    await user.should_see("Tags of order 1")
    await user.should_see(kind=Labelled, content="client")
    user.find(kind=Labelled, content="client").click()
    await until(lambda: [tag.name for tag in services.tags.of(order.id)] == ["client"])
    await user.should_see("Take the tag client off")
    press(user, lambda one: one.props.get("aria-label") == "Take the tag client off")
    await until(lambda: not services.tags.of(order.id))
