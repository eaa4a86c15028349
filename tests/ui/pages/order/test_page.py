"""The Order page on real services: typing, planning, ordering, selecting, keeping."""

from __future__ import annotations

import asyncio
import time
from typing import Any
from uuid import uuid4

import pytest
from nicegui.testing import User

from imagen.services.all import Services
from imagen.services.order_request import OrderRequest
from imagen.services.plans import PlanService
from imagen.services.views import OrderView
from imagen.ui.components.display import Display
from imagen.ui.components.keys import Keys
from imagen.ui.components.plan_table import PlanTable
from imagen.ui.components.strip import Strip
from imagen.ui.context import PageContext
from imagen.ui.pages import view
from imagen.ui.paths import order_path, reuse_path, template_path, view_path
from tests.fakes.scripted_provider import MODEL, Ledger, ScriptedProvider
from tests.ui.pages.order.conftest import choose, editor, press, type_into, until


def placed(services: Services) -> list[OrderView]:
    return services.orders.list(limit=100).items


async def done(services: Services, count: int) -> None:
    await until(lambda: len(services.products.list(None)[0]) >= count)


def select(user: User, item_id: Any, by: str = "click") -> None:
    with user:
        user.find(Strip).trigger("select", {"id": str(item_id), "by": by})


async def test_the_first_start_has_eight_pictures_ready(user: User, pages: None, services: Services) -> None:
    await user.open("/order")
    await user.should_see("Eight generations, one key press")
    await user.should_see("8")
    press(user, "Order")
    await until(lambda: placed(services))
    assert placed(services)[0].progress.planned == 8
    await user.should_not_see("Eight generations, one key press")
    assert editor(user).value == "A [red,blue] [dog,fox,owl,whale] at [dawn|dusk]"


async def test_a_double_click_is_one_order(user: User, pages: None, services: Services) -> None:
    await user.open("/order")
    type_into(user, "a [red,blue] fox")
    press(user, "Order")
    press(user, "Order")
    await until(lambda: placed(services))
    await asyncio.sleep(0.2)
    assert len(placed(services)) == 1


async def test_orders_in_quick_succession_are_all_placed(user: User, pages: None, services: Services) -> None:
    await user.open("/order")
    for color in ("red", "green", "blue"):
        type_into(user, f"a {color} fox")
        press(user, "Order")
        await asyncio.sleep(0.15)
    await until(lambda: len(placed(services)) == 3)
    prompts = {order.base_parameters["prompt"] for order in placed(services)}
    assert prompts == {"a red fox", "a green fox", "a blue fox"}


async def test_what_was_there_when_it_was_pressed_is_ordered(
    user: User, pages: None, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = PlanService.plan

    def slow(self: PlanService, *given: Any) -> Any:
        time.sleep(0.4)
        return real(self, *given)

    await user.open("/order")
    monkeypatch.setattr(PlanService, "plan", slow)
    for color in ("red", "green", "blue"):
        type_into(user, f"a {color} fox")
        press(user, "Order")
        await asyncio.sleep(0.05)
    await until(lambda: len(placed(services)) == 3)
    prompts = [order.base_parameters["prompt"] for order in placed(services)]
    assert sorted(prompts) == ["a blue fox", "a green fox", "a red fox"]


async def test_an_order_lets_go_of_an_older_picture_and_comes_to_the_stage(
    user: User, pages: None, services: Services, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    displayed: list[Any] = []
    monkeypatch.setattr(Display, "show", lambda self, item: displayed.append(dict(item or {})))
    for prompt in ("a first fox", "a second fox"):
        services.orders.place(OrderRequest(MODEL, {"prompt": prompt}))
    await done(services, 2)
    oldest = next(one for one in services.generations.list(limit=9).items if one.prompt_preview == "a first fox")
    await user.open("/order")
    await until(lambda: displayed)
    select(user, oldest.products[0].id, by="key")
    await until(lambda: displayed[-1].get("title") == "a first fox")
    type_into(user, "a slow fox")
    press(user, "Order")
    await until(lambda: (displayed[-1].get("title"), displayed[-1].get("kind")) == ("a slow fox", "running"))
    ledger.gate.set()
    await until(lambda: (displayed[-1].get("title"), displayed[-1].get("kind")) == ("a slow fox", "product"))


async def test_the_stage_shows_what_somebody_came_from(
    user: User, pages: None, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    displayed: list[Any] = []
    monkeypatch.setattr(Display, "show", lambda self, item: displayed.append(dict(item or {})))
    first = services.orders.place(OrderRequest(MODEL, {"prompt": "a first fox"}))
    await done(services, 1)
    services.orders.place(OrderRequest(MODEL, {"prompt": "a second fox"}))
    await done(services, 2)
    product = services.generations.list(order_id=first.id).items[0].products[0].id
    of_order = services.templates.of_order(first.id, "Foxes").id
    of_form = services.templates.of_request(OrderRequest(MODEL, {"prompt": "an owl"}), "Owls").id
    for address in (
        order_path(None, reuse=product),
        order_path(None, use=product),
        reuse_path(None, "order", first.id),
        template_path(None, of_order),
    ):
        displayed.clear()
        await user.open(address)
        await until(lambda: displayed and displayed[-1].get("title") == "a first fox")
        assert {one.get("title") for one in displayed} == {"a first fox"}
    displayed.clear()
    await user.open(template_path(None, of_form))
    await until(lambda: displayed)
    assert displayed == [{}]


async def test_the_viewer_walks_an_order_as_it_was_made(
    user: User, pages: None, context: PageContext, services: Services
) -> None:
    view.register(context)
    order = services.orders.place(OrderRequest(MODEL, {"prompt": "a [red,blue,green] fox"}))
    await done(services, 3)
    made = services.generations.list(order_id=order.id, ascending=True).items
    for place, one in enumerate(made, 1):
        await user.open(view_path(one.products[0].id, order=order.number))
        await user.should_see(f"{place} of 3")


async def test_an_order_that_waits_behind_another_one_takes_no_stage(
    user: User, pages: None, services: Services, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    displayed: list[Any] = []
    monkeypatch.setattr(Display, "show", lambda self, item: displayed.append(dict(item or {})))
    services.orders.place(OrderRequest(MODEL, {"prompt": f"a slow fox [1..{ScriptedProvider.places}]"}))
    await user.open("/order")
    await until(lambda: displayed and displayed[-1].get("kind") == "running")
    type_into(user, "an owl behind it")
    press(user, "Order")
    await until(lambda: len(placed(services)) == 2)
    await asyncio.sleep(0.2)
    assert displayed[-1]["kind"] == "running"
    ledger.gate.set()
    await until(lambda: (displayed[-1].get("title"), displayed[-1].get("kind")) == ("an owl behind it", "product"))


async def test_the_plan_says_count_cost_and_what_differs(user: User, pages: None) -> None:
    await user.open("/order")
    type_into(user, "a [red,blue] [fox,owl,cat]")
    type_into(user, "8,10", "Steps")
    await user.should_see("2 × 3 × 2 of steps")
    await user.should_see("12")
    with user:
        table = next(iter(user.find(PlanTable).elements))
    assert [column["label"] for column in table.props["columns"]] == ["red/blue", "fox/owl/cat", "steps"]
    assert table.props["rows"][0]["cells"] == ["red", "fox", "8"]


async def test_problems_stand_at_their_field_and_stop_the_order(user: User, pages: None, services: Services) -> None:
    await user.open("/order")
    type_into(user, "a [wether] fox")
    type_into(user, "800", "Steps")
    await user.should_see("2 things are to be mended in Prompt and Steps.")
    press(user, "Order")
    await user.should_see("Not ordered yet.")
    assert placed(services) == []
    assert editor(user).value == "a [wether] fox"
    type_into(user, "a fox")
    type_into(user, "8", "Steps")
    await user.should_see("One generation, with exactly these values.")


async def test_unticked_generations_are_not_made(user: User, pages: None, services: Services) -> None:
    await user.open("/order")
    type_into(user, "a [red,blue,teal] fox")
    await user.should_see("3 options")
    with user:
        user.find(PlanTable).trigger("untick", {"index": 1, "checked": False})
    await user.should_see("1 unticked")
    press(user, "Order")
    await done(services, 2)
    assert placed(services)[0].progress.planned == 2
    type_into(user, "a [red,blue] owl")
    await user.should_see("those you had unticked are ticked again")


async def test_the_form_is_kept_and_comes_back(user: User, pages: None, services: Services) -> None:
    await user.open("/order")
    type_into(user, "kept [a,b]")
    type_into(user, "4..6", "Steps")
    await until(lambda: services.drafts.get(None).state.get("parameters", {}).get("steps") == "4..6")
    await user.open("/order")
    assert editor(user).value == "kept [a,b]"
    assert editor(user, "Steps").value == "4..6"


async def test_projects_have_forms_of_their_own(user: User, pages: None, services: Services) -> None:
    project = services.projects.create("Autumn")
    services.drafts.save(project.id, {"model_key": MODEL, "parameters": {"prompt": "theirs"}}, "test", 0)
    services.drafts.save(None, {"model_key": MODEL, "parameters": {"prompt": "loose"}}, "test", 0)
    await user.open(f"/order/{project.id}")
    assert editor(user).value == "theirs"
    press(user, "Order")
    await until(lambda: placed(services))
    assert placed(services)[0].project_id == project.id
    await user.open("/order")
    assert editor(user).value == "loose"


async def test_another_window_s_change_comes_in(user: User, pages: None, services: Services) -> None:
    services.drafts.save(None, {"model_key": MODEL, "parameters": {"prompt": "one"}}, "test", 0)
    await user.open("/order")
    type_into(user, "9", "Steps")
    await until(lambda: services.drafts.get(None).state.get("parameters", {}).get("steps") == "9")
    draft = services.drafts.get(None)
    changed = {**draft.state, "repeats": 3}
    services.drafts.save(None, changed, "another window", draft.revision)
    await user.should_see("3 repeats")
    assert services.drafts.get(None).state["parameters"]["steps"] == "9"


async def test_a_click_fills_a_form_in_which_nothing_is_lost(user: User, pages: None, services: Services) -> None:
    services.orders.place(OrderRequest(MODEL, {"prompt": "a [red,blue] fox"}))
    await done(services, 2)
    await user.open("/order")
    product = services.products.list(None)[0][0]
    await user.should_see("seed 7")
    select(user, product.id, by="key")
    await asyncio.sleep(0.3)
    assert editor(user).value == ""
    select(user, product.id)
    await until(lambda: editor(user).value == "a [red,blue] fox")


async def test_only_reuse_replaces_what_was_typed(user: User, pages: None, services: Services) -> None:
    services.orders.place(OrderRequest(MODEL, {"prompt": "a [red,blue] fox"}))
    await done(services, 2)
    await user.open("/order")
    type_into(user, "typed and not ordered")
    product = services.products.list(None)[0][0]
    await user.should_see("seed 7")
    select(user, product.id)
    await asyncio.sleep(0.3)
    assert editor(user).value == "typed and not ordered"
    choose(user, "The order as it was typed")
    await until(lambda: editor(user).value == "a [red,blue] fox")
    await user.should_see("What you had typed is in the history.")
    press(user, "Undo")
    await until(lambda: editor(user).value == "typed and not ordered")
    await until(lambda: services.drafts.get(None).state.get("unsent"))


async def test_new_products_come_by_themselves_and_are_followed(
    user: User, pages: None, services: Services, ledger: Ledger
) -> None:
    await user.open("/order")
    await user.should_see("Prompt")
    order = services.orders.place(OrderRequest(MODEL, {"prompt": "a fox"}))
    await user.should_see("a fox")
    await done(services, 1)
    await user.should_see(f"order {order.number}, 1 of 1")
    with user:
        assert len(user.find(Display).elements) == 1


async def test_a_failure_says_why_and_can_be_tried_again(user: User, pages: None, services: Services) -> None:
    order = services.orders.place(OrderRequest(MODEL, {"prompt": "this fails"}))
    await until(lambda: services.orders.get(order.id).progress.failed == 1)
    await user.open("/order")
    failed = services.generations.list(order_id=order.id).items[0]
    await user.should_see("this fails")
    select(user, failed.id)
    await user.should_see("Try again")
    press(user, "Try again")
    await until(lambda: len(services.generations.get(failed.id).submissions) == 2)


async def test_deleting_can_be_undone(user: User, pages: None, services: Services) -> None:
    services.orders.place(OrderRequest(MODEL, {"prompt": "a fox"}))
    await done(services, 1)
    product = services.products.list(None)[0][0]
    await user.open("/order")
    await user.should_see("seed 7")
    press(user, "Delete")
    await user.should_see("Deleted.")
    assert not services.products.list(None)[0]
    press(user, "Undo")
    await until(lambda: services.products.list(None)[0])
    assert services.products.list(None)[0][0].id == product.id


async def test_a_key_takes_a_deletion_back_long_after_it(user: User, pages: None, services: Services) -> None:
    services.orders.place(OrderRequest(MODEL, {"prompt": "a fox"}))
    await done(services, 1)
    await user.open("/order")
    await user.should_see("seed 7")
    press(user, "Delete")
    await user.should_see("Deleted.")
    assert not services.products.list(None)[0]
    with user:
        keys = next(iter(user.find(Keys).elements))
        undo = next(entry["id"] for entry in keys.props["bindings"] if entry["key"] == "Ctrl+z")
        user.find(Keys).trigger("key", {"id": undo})
    await until(lambda: len(services.products.list(None)[0]) == 1)


async def test_values_that_another_model_does_not_know_are_kept(user: User, pages: None, services: Services) -> None:
    state = {"model_key": MODEL, "parameters": {"prompt": "a fox", "negative_prompt": "rain"}}
    services.drafts.save(None, state, "test", 0)
    await user.open("/order")
    type_into(user, "an owl")
    await until(lambda: services.drafts.get(None).state["parameters"]["prompt"] == "an owl")
    assert services.drafts.get(None).state["parameters"]["negative_prompt"] == "rain"


async def test_a_paused_queue_is_said_and_can_go_on(user: User, pages: None, services: Services) -> None:
    await user.open("/order")
    services.queue.pause()
    await user.should_see("Orders wait until it goes on.")
    press(user, "Resume")
    await until(lambda: not services.queue.state(with_orders=False).paused)


async def test_an_address_that_leads_nowhere_says_so(user: User, pages: None) -> None:
    for address in (f"/order/{uuid4()}", "/order/nonsense"):
        await user.open(address)
        await user.should_see("There is no such project")
