"""Choosing a model: known ones, what a pasted text names, what a provider's search finds, and what keeps one from orders."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from nicegui import ui
from nicegui.testing import User

from imagen.datafolder import DataFolder
from imagen.providers.base import Estimate, ModelType
from imagen.providers.price import Price, Unit
from imagen.services.all import Services
from imagen.services.order_request import OrderRequest
from imagen.settings import load_settings
from imagen.ui.components.elements import Text
from imagen.ui.components.live_words import LiveWords
from imagen.ui.components.model_picker import ModelPicker
from tests.fakes import keyed_provider
from tests.fakes.keyed_provider import RIGHT_KEY, KeyedFactory, KeyedProvider, OtherProvider, Service
from tests.fakes.scripted_provider import MODEL, PATHS, Ledger
from tests.ui.pages.order.conftest import SKETCH, choose, editor, press, type_into, until
from tests.warm import build

NO_KEY = "No key of Keyed is set. Set one in Settings."


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Service:
    made = Service()
    monkeypatch.setattr(KeyedProvider, "service", made)
    monkeypatch.setattr(OtherProvider, "service", Service())
    return made


@pytest.fixture
def services(tmp_path: Path, ledger: Ledger, service: Service) -> Iterator[Services]:
    paths = {**PATHS, **SKETCH, **keyed_provider.PATHS}
    with DataFolder(tmp_path / "data").acquire() as folder:
        made = build(folder, load_settings({"poll_seconds": "0.02", "workers": "2"}, {}), paths)
        made.start()
        yield made.services
        made.stop()


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """All that the picker in the browser was told: the name of its method and what it was given."""
    heard: list[tuple[Any, ...]] = []
    monkeypatch.setattr(ModelPicker, "run_method", lambda self, name, *args, **_: heard.append((name, *args)))
    return heard


def last(told: list[tuple[Any, ...]], name: str) -> tuple[Any, ...] | None:
    return next((call[1:] for call in reversed(told) if call[0] == name), None)


def do(user: User, event: str, **args: Any) -> None:
    with user:
        user.find(ModelPicker).trigger(event, args)


def chosen(user: User) -> str:
    with user:
        return str(next(iter(user.find(ModelPicker).elements)).props["initial"]["key"])


def said(user: User) -> list[str]:
    with user:
        return [one.text for one in user.find(Text).elements if one.visible]


async def test_all_models_are_offered_without_a_form_of_any_being_made(
    user: User, pages: None, services: Services, service: Service, told: list[tuple[Any, ...]]
) -> None:
    services.orders.place(OrderRequest(MODEL, {"prompt": "a fox"}))
    await user.open("/order")
    do(user, "opened")
    await until(lambda: last(told, "setModels"))
    models, providers, recent = last(told, "setModels") or ()
    assert {"sketch:sketch", MODEL, "keyed:house/bundled"} <= {row["key"] for row in models}
    assert recent == [MODEL]
    problems = {row["name"]: row["problem"] for row in providers}
    assert problems["sketch"] == ""
    assert "No key of Keyed is set." in problems["keyed"]
    assert {row["key"]: row["price"] for row in models}["sketch:sketch"] == "free"
    assert service.forms_made == []


async def test_the_picker_tells_costs_and_learns_more_of_them(
    user: User, pages: None, services: Services, monkeypatch: pytest.MonkeyPatch, told: list[tuple[Any, ...]]
) -> None:
    by_the_second = Price(50_000, Unit.SECOND, "made up")
    learned: list[str] = []

    def learn(self: KeyedProvider) -> bool:
        learned.append(self.name)
        monkeypatch.setattr(KeyedProvider, "price", lambda self, key: by_the_second if learned else None)
        return True

    def costs() -> list[str]:
        filled = [call[1] for call in told if call[0] == "setModels"]
        return [f"{row['cost']} {row['price']}" for rows in filled for row in rows if row["provider"] == "keyed"]

    services.keys.set("keyed", RIGHT_KEY)
    monkeypatch.setattr(KeyedProvider, "price", lambda self, key: None)
    monkeypatch.setattr(KeyedProvider, "tells_price", lambda self, model: True)
    monkeypatch.setattr(KeyedProvider, "learn_prices", learn)
    await user.open("/order")
    do(user, "opened")
    await until(lambda: costs() == ["asked ", "listed $0.05 a second"])
    assert learned == ["keyed"]  # the other one has no key
    monkeypatch.setattr(KeyedFactory, "estimate", lambda self, parameters: Estimate(None, None))
    do(user, "opened")
    await until(lambda: costs()[-1] == "unknown $0.05 a second")


async def test_a_model_without_key_is_chosen_and_says_what_to_do(
    user: User, pages: None, services: Services, service: Service
) -> None:
    await user.open("/order")
    type_into(user, "a kept fox")
    do(user, "opened")
    do(user, "choose", key="keyed:house/bundled")
    await until(lambda: NO_KEY in said(user))
    await user.should_see("Open Settings")
    assert editor(user).value == "a kept fox"
    press(user, "Order")
    await user.should_see("Not ordered yet. No key of Keyed is set.")
    assert services.orders.list().total == 0
    services.keys.set("keyed", RIGHT_KEY)
    await until(lambda: NO_KEY not in said(user))
    type_into(user, "a bought fox")
    press(user, "Order")
    await until(lambda: services.orders.list().total == 1)


async def test_what_is_pasted_is_known_at_once(
    user: User, pages: None, services: Services, told: list[tuple[Any, ...]]
) -> None:
    await user.open("/order")
    do(user, "typed", text="https://keyed.example/house/new")
    await until(lambda: last(told, "setCandidates"))
    assert last(told, "setCandidates") == (
        "https://keyed.example/house/new",
        [
            {
                "key": "keyed:house/new",
                "provider": "keyed",
                "provider_label": "Keyed",
                "id": "house/new",
                "called": "house/new",
                "known": [],
            }
        ],
    )
    do(user, "typed", text="a fox")
    await until(lambda: last(told, "setCandidates") == ("a fox", []))


async def test_a_search_tells_of_each_provider_by_itself(
    user: User, pages: None, services: Services, service: Service, told: list[tuple[Any, ...]]
) -> None:
    services.keys.set("keyed", RIGHT_KEY)
    service.publish("house/anime", "mood")
    OtherProvider.service.down = True
    await user.open("/order")
    do(user, "find", text="anime", providers=["keyed", "other"])
    await until(lambda: sum(1 for call in told if call[0] == "setFound") == 2)
    found = {call[2]: call[3] for call in told if call[0] == "setFound"}
    assert [hit["id"] for hit in found["keyed"]["hits"]] == ["house/anime"]
    assert found["other"]["state"] == "failed"
    assert "Other cannot be reached" in found["other"]["message"]


async def test_adding_makes_the_form_and_uses_the_model(
    user: User, pages: None, services: Services, service: Service, told: list[tuple[Any, ...]]
) -> None:
    services.keys.set("keyed", RIGHT_KEY)
    service.publish("house/new", "mood")
    await user.open("/order")
    type_into(user, "a kept fox")
    do(user, "add", id="keyed:house/new", provider="keyed", reference="https://keyed.example/house/new")
    await user.should_see("New is added: 2 fields.")
    await until(lambda: chosen(user) == "keyed:house/new")
    await user.should_see("Mood")
    assert editor(user).value == "a kept fox"
    assert [call[3] for call in told if call[0] == "setAdding"] == [
        "Asking Keyed about it…",
        "Making a form of what New takes…",
    ]


async def test_what_cannot_be_added_says_why_and_changes_nothing(
    user: User, pages: None, services: Services, told: list[tuple[Any, ...]]
) -> None:
    await user.open("/order")
    before = chosen(user)
    do(user, "add", id="keyed:house/none", provider="keyed", reference="house/none")
    await until(lambda: (last(told, "setAdding") or ("", ""))[1] == "failed")
    assert last(told, "setAdding") == ("keyed:house/none", "failed", "Keyed has no model house/none.")
    assert chosen(user) == before


async def test_an_order_of_a_changed_model_says_so_when_it_is_reused(
    user: User, pages: None, services: Services, service: Service
) -> None:
    services.keys.set("keyed", RIGHT_KEY)
    service.publish("house/new", "mood")
    services.catalogue.add("house/new", "keyed")
    services.orders.place(OrderRequest("keyed:house/new", {"prompt": "a fox", "mood": "calm"}))
    await until(lambda: services.products.list(None)[0])
    await user.open("/order")
    do(user, "opened")
    do(user, "choose", key="sketch:sketch")
    await until(lambda: chosen(user) == "sketch:sketch")
    service.publish("house/new", "size")
    services.catalogue.refresh_now("keyed:house/new")
    await user.should_see("order 1, 1 of 1")
    choose(user, "Exactly these values")
    await user.should_see("New was changed by Keyed on")
    await user.should_see("Not carried over: Mood.")


async def test_a_form_that_changes_while_it_is_open_is_built_anew(
    user: User, pages: None, services: Services, service: Service
) -> None:
    services.keys.set("keyed", RIGHT_KEY)
    service.publish("house/new", "mood")
    services.catalogue.add("house/new", "keyed")
    services.drafts.save(None, {"model_key": "keyed:house/new", "parameters": {"prompt": "a fox"}}, "test", 0)
    await user.open("/order")
    await user.should_see("Mood")
    service.publish("house/new", "weather")
    services.catalogue.refresh_now("keyed:house/new")
    await user.should_see("Weather")
    await user.should_see("The form of New is another now.")
    assert editor(user).value == "a fox"


async def test_a_model_that_has_vanished_is_told_and_not_ordered(
    user: User, pages: None, services: Services, service: Service
) -> None:
    services.keys.set("keyed", RIGHT_KEY)
    service.publish("house/new")
    services.catalogue.add("house/new", "keyed")
    services.drafts.save(None, {"model_key": "keyed:house/new", "parameters": {"prompt": "a fox"}}, "test", 0)
    await user.open("/order")
    del service.models["house/new"]
    services.catalogue.refresh_now("keyed:house/new")
    await user.should_see("Keyed does not offer New any more")
    await user.should_see("Another model")
    press(user, "Order")
    await user.should_see("Not ordered yet. Keyed does not offer New any more")
    assert services.orders.list().total == 0


async def test_a_form_whose_model_was_removed_keeps_its_words(user: User, pages: None, services: Services) -> None:
    services.drafts.save(None, {"model_key": "keyed:house/new", "parameters": {"prompt": "a fox"}}, "test", 0)
    await user.open("/order")
    await user.should_see("house/new, which stood here, is not there any more.")
    assert editor(user).value == "a fox"
    do(user, "opened")
    do(user, "choose", key=MODEL)
    await user.should_not_see("which stood here")


async def make_of_the_picture(user: User, services: Services, label: str) -> None:
    """Have a picture on the stage, and choose what is to be made of it."""
    services.orders.place(OrderRequest("sketch:sketch", {"prompt": "a fox", "size": "256"}))
    await until(lambda: services.products.list(None)[0])
    await user.open("/order")
    await until(lambda: "256×256" in " ".join(said_live(user)))
    if label == "Use as input":
        press(user, label)
    else:
        choose(user, label)


def said_live(user: User) -> list[str]:
    with user:
        return [str(one.props.get("text", "")) for one in user.find(LiveWords).elements]


def entries(user: User) -> set[str]:
    """Name what can be made of the picture."""
    with user:
        parts = [p for item in user.find(ui.menu_item).elements if item.visible for p in item]
        return {p.text for p in parts if isinstance(p, ui.item_section) and p.text.endswith("it…")}


@pytest.fixture
def two_that_change(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two models can be ordered that change pictures."""
    changing = replace(keyed_provider.BUNDLED, type=ModelType.IMAGE_TO_IMAGE)
    monkeypatch.setattr(keyed_provider, "BUNDLED", changing)
    services.keys.set("keyed", RIGHT_KEY)


@pytest.mark.usefixtures("two_that_change")
async def test_what_is_to_be_made_of_a_picture_narrows_the_models(
    user: User, pages: None, services: Services, told: list[tuple[Any, ...]]
) -> None:
    await make_of_the_picture(user, services, "Change it…")
    await until(lambda: last(told, "openWith"))
    text, kind, purpose = last(told, "openWith") or ()
    assert (text, kind) == ("", "image-to-image")
    assert entries(user) == {"Change it…"}  # nothing here enlarges pictures or makes videos of them
    do(user, "opened", purpose=purpose)
    do(user, "choose", key="sketch:restyle")
    await user.should_see("Now an input of Sketch Restyle.")
    assert chosen(user) == "sketch:restyle"


@pytest.mark.usefixtures("two_that_change")
async def test_the_key_asks_first_where_several_models_would_take_the_picture(
    user: User, pages: None, services: Services, told: list[tuple[Any, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[ui.menu] = []

    def note(self: ui.menu) -> None:
        opened.append(self)

    monkeypatch.setattr(ui.menu, "open", note)
    await make_of_the_picture(user, services, "Use as input")
    await until(lambda: opened)
    assert chosen(user) != "sketch:restyle"


@pytest.mark.usefixtures("two_that_change")
async def test_a_model_chosen_later_for_itself_takes_no_picture(
    user: User, pages: None, services: Services, told: list[tuple[Any, ...]]
) -> None:
    await make_of_the_picture(user, services, "Change it…")
    await until(lambda: last(told, "openWith"))
    do(user, "opened", purpose=(last(told, "openWith") or ())[2])
    do(user, "opened", purpose="")  # closed without a choice, and opened to choose a model
    do(user, "choose", key="sketch:restyle")
    await until(lambda: chosen(user) == "sketch:restyle")
    await user.should_not_see("Now an input of")
