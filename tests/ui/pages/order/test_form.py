"""The form: what it says while it is filled in, what it gives back, and what it keeps."""

from __future__ import annotations

from typing import Any

import pytest
from nicegui import ui
from nicegui.testing import User

from imagen.domain.ordering import SeedPolicy
from imagen.services.all import Services
from imagen.services.order_request import OrderRequest
from imagen.ui.components.elements import Button, Text
from imagen.ui.components.model_picker import ModelPicker
from imagen.ui.components.strip import Strip
from imagen.ui.pages.order import page as order_page
from imagen.ui.pages.order import typing_pause
from imagen.ui.pages.order.state import FormState
from tests.fakes.scripted_provider import MODEL
from tests.ui.pages.order.conftest import choose, editor, press, type_into, until

INVITATION = "Write a prompt to see what it makes."


async def test_a_fresh_form_invites_and_finds_no_fault(user: User, pages: None, services: Services) -> None:
    services.orders.place(OrderRequest(MODEL, {"prompt": "a fox"}))
    await user.open("/order")
    await user.should_see(INVITATION)
    await user.should_not_see("is required")
    await user.should_not_see("Not yet")
    press(user, "Order")
    await user.should_see("Prompt is required.")
    type_into(user, "an owl")
    await user.should_see("One generation, with exactly these values.")
    type_into(user, "")
    await user.should_see(INVITATION)


async def test_nothing_is_called_wrong_while_it_is_typed(
    user: User, pages: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typing_pause, "PAUSE", 600.0)
    await user.open("/order")
    type_into(user, "a [red,")
    type_into(user, "800", "Steps")
    with user:
        bar = next(iter(user.find(marker="order-sum").elements))
    await until(lambda: "waits" in bar.classes)
    await user.should_not_see("to be mended")
    with user:
        user.find(marker="parameters").trigger("focusout")
    await user.should_see("2 things are to be mended in Prompt and Steps.")


async def test_a_pause_in_typing_tells_what_is_wrong(user: User, pages: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typing_pause, "PAUSE", 0.05)
    await user.open("/order")
    type_into(user, "800", "Steps")
    await user.should_see("Not yet")


async def test_what_is_kept_while_a_page_is_being_made_comes_into_it(
    user: User, pages: None, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.drafts.save(None, {"model_key": MODEL, "parameters": {"prompt": "a fox"}}, "before", 0)
    read = order_page._read

    def read_just_before_another_is_kept(*given: Any) -> Any:
        known = read(*given)
        services.drafts.save(None, {**known[0].draft.state, "repeats": 2}, "before", 1)
        return known

    monkeypatch.setattr(order_page, "_read", read_just_before_another_is_kept)
    await user.open("/order")
    with user:
        (total,) = user.find(marker="order-sum").elements
    await until(lambda: any(isinstance(e, Text) and e.text == "generations" for e in total.descendants()), 20)


def shown(user: User, label: str) -> list[Button]:
    with user:
        return [b for b in user.find(Button).elements if b.props.get("aria-label") == label and b.visible]


async def test_a_changed_field_has_a_way_back_and_is_counted(user: User, pages: None, services: Services) -> None:
    services.drafts.save(None, {"model_key": "sketch:sketch", "parameters": {"prompt": "a fox"}}, "test", 0)
    await user.open("/order")
    await user.should_see("· 3")
    assert not shown(user, "Steps: back to 24")
    type_into(user, "24", "Steps")
    assert not shown(user, "Steps: back to 24")
    type_into(user, "10,30", "Steps")
    await user.should_see("· 3 · 1 changed")
    press(user, "Steps: back to 24")
    await user.should_see("· 3")
    await user.should_not_see("1 changed")
    await user.should_see("One generation, with exactly these values.")
    assert not services.drafts.get(None).state["parameters"].get("steps")
    assert not shown(user, "Prompt: back to blank")


async def test_what_is_folded_away_is_said(user: User, pages: None, services: Services) -> None:
    state = {"model_key": MODEL, "parameters": {"prompt": "a fox"}, "repeats": 3, "one_of_each_first": True}
    services.drafts.save(
        None, {**state, "priority": "background", "seed_policy": str(SeedPolicy.PER_REPEAT)}, "test", 0
    )
    await user.open("/order")
    await user.should_see("· a seed for each repeat · one of each first · in the background")


def pick(user: User, key: str) -> None:
    """Choose another model in the picker."""
    with user:
        user.find(ModelPicker).trigger("choose", {"key": key})


def is_shown(user: User, words: str) -> bool:
    with user:
        return any(t.visible and words in t.text and t.parent_slot.parent.visible for t in user.find(Text).elements)


async def test_what_does_not_go_along_to_another_model_is_said_once(
    user: User, pages: None, services: Services
) -> None:
    parameters = {"prompt": "a fox", "negative_prompt": "rain", "style": "ink"}
    services.drafts.save(None, {"model_key": "sketch:sketch", "parameters": parameters}, "test", 0)
    await user.open("/order")
    assert not is_shown(user, "Not carried over")
    pick(user, MODEL)
    await until(lambda: is_shown(user, "Not carried over: Negative prompt, Style. They come back with a model"))
    with user:
        note = next(iter(user.find(kind=Text, content="Not carried over").elements)).parent_slot
        assert note is not None
        beside = note.parent.parent_slot
        assert beside is not None
        places = [child.id for child in beside.children]
        form = next(iter(user.find(marker="parameters").elements))
    assert 0 < places.index(form.id) - places.index(note.parent.id) <= 2
    pick(user, "sketch:sketch")
    await until(lambda: not is_shown(user, "Not carried over"))


async def test_numbers_from_another_model_are_said_and_set_back_with_one_press(
    user: User, pages: None, services: Services
) -> None:
    state = {"model_key": "sketch:sketch", "parameters": {"prompt": "a fox", "seed": "1..12"}, "repeats": 40}
    services.drafts.save(None, state, "test", 0)
    await user.open("/order")
    await user.should_see("generations")
    assert not is_shown(user, "Kept from before")
    pick(user, MODEL)
    await until(lambda: is_shown(user, "Kept from before: Seed 1..12, Repeats 40"))
    press(user, "Set back")
    await user.should_see("One generation, with exactly these values.")
    assert not is_shown(user, "Kept from before")
    await until(lambda: services.drafts.get(None).state["repeats"] == 1)
    assert not services.drafts.get(None).state["parameters"].get("seed")


async def test_an_input_moves_to_another_model_without_the_old_prompt(
    user: User, pages: None, services: Services
) -> None:
    request = OrderRequest("sketch:sketch", {"prompt": "a [red,blue] fox", "size": "256"})
    services.drafts.save(None, FormState.of_request(request).write(), "test", 0)
    services.orders.place(request)
    await until(lambda: len(services.products.list(None)[0]) == 2)
    await user.open("/order")
    await user.should_see("256×256")
    press(user, "Use as input")
    await user.should_see("Now an input of Sketch Restyle.")
    await user.should_see("The prompt was emptied; it is in the history.")
    assert editor(user).value == ""
    await until(lambda: services.drafts.get(None).state.get("unsent"))
    press(user, "Undo")
    await until(lambda: editor(user).value == "a [red,blue] fox")


async def test_a_form_as_it_was_filled_in_is_nothing_that_a_click_could_lose(
    user: User, pages: None, services: Services
) -> None:
    services.orders.place(OrderRequest(MODEL, {"prompt": "a [red,blue] fox"}))
    await until(lambda: len(services.products.list(None)[0]) == 2)
    await user.open("/order")
    await user.should_see("seed 7")
    choose(user, "Exactly these values")
    await until(lambda: editor(user).value in {"a red fox", "a blue fox"})
    product = services.products.list(None)[0][0]
    with user:
        user.find(Strip).trigger("select", {"id": str(product.id), "by": "click"})
    await until(lambda: editor(user).value == "a [red,blue] fox")


async def test_the_history_names_models_as_people_know_them(user: User, pages: None, services: Services) -> None:
    kept = FormState("sketch:restyle", {"image": ["product:0"]}).write()
    services.drafts.save(None, {"model_key": MODEL, "unsent": [{"state": kept}]}, "test", 0)
    services.orders.place(OrderRequest("sketch:sketch", {"prompt": "a fox"}))
    await user.open("/order")
    with user:
        menu = next(m for b in user.find(Button).elements if b.text == "History" for m in b if isinstance(m, ui.menu))
    menu.open()
    await user.should_see("Restyle")
    await user.should_see("1 generation · Sketch · just now")
    await user.should_not_see("sketch:restyle")


async def test_the_history_calls_nothing_unordered_that_was_ordered(
    user: User, pages: None, services: Services
) -> None:
    draft = {"model_key": MODEL, "parameters": {"prompt": "an owl"}}
    kept = [
        {"state": {**draft, "parameters": {"prompt": prompt}}, "at": "2026-01-01T00:00:00+00:00"}
        for prompt in ("a fox", "a cat")
    ]
    services.drafts.save(None, {**draft, "unsent": kept}, "another window", 0)
    services.queue.pause()
    order = services.orders.place(OrderRequest(MODEL, {"prompt": "a fox"}))
    services.orders.cancel(order.id)
    await user.open("/order")
    with user:
        menu = next(m for b in user.find(Button).elements if b.text == "History" for m in b if isinstance(m, ui.menu))
    menu.open()
    await user.should_see("cancelled, 0 of 1 made")
    with user:
        told = [e.text for e in user.find(Text).elements if "typed, not ordered" in e.text]
    assert len(told) == 1
