"""The Production page on real services; what is ordered here waits, since nothing is started."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from nicegui import ui
from nicegui.testing import User
from nicegui.testing.user_interaction import UserInteraction

from imagen.domain.attention import WaitingFor
from imagen.domain.lifecycle import GenerationStatus
from imagen.domain.ordering import Priority
from imagen.services.all import Services
from imagen.services.order_request import OrderRequest
from imagen.services.views import OrderView
from imagen.ui.components.elements import Button
from imagen.ui.context import PageContext
from imagen.ui.pages import order as order_pages
from imagen.ui.pages import production as production_pages
from imagen.ui.pages.production import desk
from imagen.ui.pages.production.generation_list import GenerationList
from imagen.ui.pages.production.order_list import OrderList


@pytest.fixture
def pages(context: PageContext) -> None:
    production_pages.register(context)
    order_pages.register(context)


def place(services: Services, prompt: str, **more: Any) -> OrderView:
    return services.orders.place(OrderRequest("sketch:sketch", {"prompt": prompt}, **more))


def orders(user: User) -> OrderList:
    return next(iter(user.find(OrderList).elements))


def generations(user: User) -> GenerationList:
    return next(iter(user.find(GenerationList).elements))


async def until(true: Callable[[], bool]) -> None:
    for _ in range(300):
        with suppress(AssertionError):  # what is not shown yet is not found
            if true():
                return
        await asyncio.sleep(0.02)
    raise AssertionError("It never came about.")


def titles(user: User) -> list[str]:
    return [row["title"] for row in orders(user).rows]


def choose(user: User, entry: str) -> None:
    """Choose an entry of the open order's menu."""
    entries = user.find(ui.menu_item).elements
    found = next(one for one in entries if any(getattr(part, "text", "") == entry for part in one.descendants()))
    UserInteraction(user, {found}, entry).click()


def fail(services: Services, order: OrderView, *positions: int) -> None:
    """Have some of an order's generations failed, as a provider would."""
    with services.orders._units() as unit:
        for row in unit.generations.of_order(order.id, 100):
            if row.position in positions:
                row.status, row.error_message = GenerationStatus.FAILED, "The provider ran out of paint."
                row.error_kind = "provider-content-blocked"
                unit.session.add(row)
        unit.commit()


async def test_an_empty_page_teaches(user: User, pages: None) -> None:
    await user.open("/production")
    await user.should_see("Nothing was ordered yet")
    await user.should_see("Order something")


async def test_orders_are_listed_searched_and_shown_by_state(user: User, pages: None, services: Services) -> None:
    place(services, "a red fox")
    failing = place(services, "a heron at [dawn,dusk]")
    fail(services, failing, 1)
    await user.open("/production")
    await until(lambda: titles(user) == ["a heron at [dawn,dusk]", "a red fox"])
    await user.should_see("Retry failed")
    user.find("Failed").click()
    await until(lambda: titles(user) == ["a heron at [dawn,dusk]"])
    row = orders(user).rows[0]
    assert [word["text"] for word in row["words"]] == ["0 of 2 done", "1 failed", "1 waiting"]
    assert row["shares"]["failed"] == 0.5
    user.find("Done").click()
    await user.should_see("Nothing is done yet")


async def test_words_and_filters_come_from_the_address(user: User, pages: None, services: Services) -> None:
    project = services.projects.create("Foxes")
    place(services, "a red fox", project_id=project.id)
    place(services, "a blue fox")
    await user.open(f"/production?q=fox&project={project.id}")
    await until(lambda: titles(user) == ["a red fox"])
    assert "Foxes" in orders(user).rows[0]["meta"]
    await user.open("/production?q=whale&show=nonsense&order=x")
    await user.should_see("Nothing like that")
    user.find("Show all orders").click()
    await until(lambda: len(titles(user)) == 2)


async def test_an_open_order_shows_in_what_its_generations_differ(user: User, pages: None, services: Services) -> None:
    order = place(services, "a [red,blue] fox", name="Two foxes")
    await user.open(f"/production?order={order.number}")
    await user.should_see("Two foxes")
    await until(lambda: len(generations(user).rows) == 2)
    rows = list(generations(user).rows.values())
    assert [row["values"] for row in rows] == [["red"], ["blue"]]
    assert [row["word"] for row in rows] == ["waiting", "waiting"]
    await user.should_see("Edit and order")


async def test_one_generation_is_shown_with_its_four_sets(user: User, pages: None, services: Services) -> None:
    order = place(services, "a [red,blue] fox")
    fail(services, order, 1)
    await user.open(f"/production?order={order.number}&generation=2")
    await user.should_see("Order 1, generation 2")
    for column in ("Ordered", "Expanded", "Sent", "Returned"):
        await user.should_see(column)
    await user.should_see("a blue fox")
    await user.should_see("The provider ran out of paint. The provider does not make this. Edit the words")
    await user.should_see("Edit and retry")


async def test_what_happens_changes_rows_in_place(user: User, pages: None, services: Services) -> None:
    order = place(services, "a [red,blue] fox")
    await user.open(f"/production?order={order.number}")
    await until(lambda: len(generations(user).rows) == 2)
    second = list(generations(user).rows)[1]
    services.generations.cancel(services.production.generations(order.id).rows[1].generation.id)
    await until(lambda: generations(user).rows[second]["word"] == "cancelled")
    await until(lambda: "1 cancelled" in [word["text"] for word in orders(user).rows[0]["words"]])
    services.queue.pause()
    await user.should_see("The queue is paused")
    await until(lambda: orders(user).rows[0]["waits"] == "Waits: the queue is paused.")
    await user.should_see("Resume queue")


async def test_new_orders_wait_above_the_list(
    user: User, pages: None, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    place(services, "first")
    await user.open("/production")
    await until(lambda: titles(user) == ["first"])
    told: list[str] = []
    monkeypatch.setattr(orders(user), "tell", told.append)
    place(services, "second")
    await until(lambda: told == ["1 new order"])
    assert titles(user) == ["first"]
    with user:
        await next(iter(desks(user))).refresh()
    assert titles(user) == ["second", "first"]


def desks(user: User) -> list[desk.ProductionDesk]:
    """Find the desk by what listens to the list."""
    handlers = [listener.handler for listener in orders(user)._event_listeners.values() if listener.type == "show"]
    return [handler.__self__ for handler in handlers if handler is not None]  # type: ignore[attr-defined]


async def test_a_long_list_comes_in_pages(
    user: User, pages: None, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "PAGE", 2)
    for number in range(5):
        place(services, f"number {number}")
    await user.open("/production")
    await until(lambda: len(titles(user)) == 2)
    made = desks(user)[0]
    for _ in range(3):
        with user:
            await made._more()
    assert titles(user) == [f"number {number}" for number in (4, 3, 2, 1, 0)]


async def test_orders_are_cancelled_retried_and_ordered_again(user: User, pages: None, services: Services) -> None:
    order = place(services, "a [red,blue] fox")
    fail(services, order, 0)
    await user.open(f"/production?order={order.number}")
    await user.should_see("Retry 1 failed")
    with user:
        (retry,) = user.find("Retry 1 failed").elements
    assert retry.parent_slot is not None
    acts = [one.text for one in retry.parent_slot.children if isinstance(one, Button)]
    assert acts[-1] == "Retry 1 failed"
    assert acts.index("Order again") < acts.index("Cancel")
    user.find("Retry 1 failed").click()
    await user.should_see("1 of order 1 is tried again")
    user.find("Order again").click()
    await user.should_see("Ordered again as order 2.")
    await until(lambda: services.orders.list().total == 2)
    choose(user, "Pause this order")
    await user.should_see("Order 1 is paused")
    await until(lambda: services.orders.get(order.id).held_reason == "This order is paused.")
    await user.should_see(kind=Button, content="Resume")
    user.find(kind=Button, content="Resume").click()
    await until(lambda: services.orders.get(order.id).held_reason is None)
    choose(user, "Make it in the background")
    await until(lambda: services.orders.get(order.id).priority is Priority.BACKGROUND)


async def test_an_active_order_is_moved_before_another_and_into_its_class(
    user: User, pages: None, services: Services
) -> None:
    first, second = place(services, "first"), place(services, "second")
    last = place(services, "last", priority=Priority.BACKGROUND)
    await user.open("/production?show=active")
    await until(lambda: titles(user) == ["first", "second", "last"])
    made = desks(user)[0]
    with user:
        await made._moved(str(last.id), str(second.id), str(first.id))
    state = services.queue.state()
    assert [order.number for order in state.orders] == [first.number, last.number, second.number]
    assert services.orders.get(last.id).priority is Priority.INTERACTIVE


async def test_the_order_page_takes_an_order_or_the_values_of_one_generation(
    user: User, pages: None, services: Services
) -> None:
    order = place(services, "a [red,blue] fox")
    await user.open(f"/order?again=order:{order.id}")
    await user.should_see("Change what you want, then order it.")
    await until(lambda: services.drafts.get(None).state.get("parameters", {}).get("prompt") == "a [red,blue] fox")
    generation = services.production.generations(order.id).rows[1].generation
    await user.open(f"/order?again=values:{generation.id}")
    await until(lambda: services.drafts.get(None).state.get("parameters", {}).get("prompt") == "a blue fox")
    await user.open("/order?again=order:nonsense")
    await user.should_see("is not there any more")


async def test_what_needs_a_person_is_decided_for_all_orders_at_once(
    user: User, pages: None, services: Services
) -> None:
    for number in range(2):
        order = place(services, f"unclear {number}")
        with services.orders._units() as unit:
            row = unit.generations.of_order(order.id, 1)[0]
            row.status, row.waiting_for = GenerationStatus.GENERATING, WaitingFor.UNCLEAR
            unit.session.add(row)
            unit.commit()
    await user.open("/production?show=attention")
    await until(lambda: len(titles(user)) == 2)
    assert orders(user).rows[0]["act"]["label"] == "Decide…"
    with user:
        await desks(user)[0]._deeds.act("decide", order.id)
    await user.should_see("2 in all orders")
    user.find("Give all up").click()
    await user.should_see("2 given up.")
    await until(lambda: services.queue.state().attention == 0)
