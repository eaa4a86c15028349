"""Cancelling: every way to it names the order it is about."""

from __future__ import annotations

from nicegui import ui
from nicegui.testing import User
from nicegui.testing.user_interaction import UserInteraction

from imagen.domain.lifecycle import OrderStatus
from imagen.services.all import Services
from imagen.services.order_request import OrderRequest
from imagen.ui.components.elements import Button
from imagen.ui.components.queue_pill import QueuePill
from tests.fakes.scripted_provider import MODEL
from tests.ui.pages.order.conftest import choose, press, until


def buttons(user: User, label: str) -> list[Button]:
    with user:
        return [button for button in user.find(Button).elements if button.text == label and button.visible]


def named(user: User, label: str) -> list[Button]:
    with user:
        found = user.find(Button).elements
        return [button for button in found if button.props.get("aria-label") == label and button.visible]


async def test_one_order_is_cancelled_by_its_number(user: User, pages: None, services: Services) -> None:
    services.queue.pause()
    order = services.orders.place(OrderRequest(MODEL, {"prompt": "a [red,blue] fox"}))
    await user.open("/order")
    await until(lambda: buttons(user, "Cancel order"))
    press(user, "Cancel order")
    await user.should_see(f"Cancel order {order.number}?")
    asked = [button for button in buttons(user, f"Cancel order {order.number}") if "danger" in button.classes]
    UserInteraction(user, set(asked), None).click()
    await until(lambda: services.orders.get(order.id).status is OrderStatus.CANCELLED)


async def test_of_several_orders_one_is_chosen(user: User, pages: None, services: Services) -> None:
    services.queue.pause()
    first = services.orders.place(OrderRequest(MODEL, {"prompt": "a fox"}))
    second = services.orders.place(OrderRequest(MODEL, {"prompt": "an owl"}))
    await user.open("/order")
    await until(lambda: buttons(user, "Cancel…"))
    next(part for part in buttons(user, "Cancel…")[0] if isinstance(part, ui.menu)).open()
    await user.should_see("an owl · 1 left")
    choose(user, f"Order {first.number} · a fox · 1 left")
    await until(lambda: services.orders.get(first.id).status is OrderStatus.CANCELLED)
    assert services.orders.get(second.id).status is not OrderStatus.CANCELLED


async def test_an_order_behind_a_long_one_can_be_cancelled_too(user: User, pages: None, services: Services) -> None:
    services.queue.pause()
    services.orders.place(OrderRequest(MODEL, {"prompt": "a fox [1..40]"}))
    services.orders.place(OrderRequest(MODEL, {"prompt": "an owl"}))
    await user.open("/order")
    await until(lambda: buttons(user, "Cancel…"))


async def test_what_was_cancelled_is_said_with_what_is_made(user: User, pages: None, services: Services) -> None:
    services.queue.pause()
    order = services.orders.place(OrderRequest(MODEL, {"prompt": "a fox"}))
    await user.open("/order")
    await until(lambda: buttons(user, "Cancel order"))
    press(user, "Cancel order")
    await user.should_see(f"Order {order.number} is cancelled: 0 of 1 are made.")


async def test_an_order_can_be_made_next(user: User, pages: None, services: Services) -> None:
    services.queue.pause()
    services.orders.place(OrderRequest(MODEL, {"prompt": "a fox [1..40]"}))
    small = services.orders.place(OrderRequest(MODEL, {"prompt": "an owl"}))
    await user.open("/order")
    user.find(QueuePill).click()
    await until(lambda: named(user, f"Make order {small.number} next"))
    UserInteraction(user, set(named(user, f"Make order {small.number} next")), None).trigger("click.stop")
    await until(lambda: services.queue.state().orders[0].id == small.id)
