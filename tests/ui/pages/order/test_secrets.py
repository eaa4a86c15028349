"""Secrets that a model asks for: they go one way, through the form into the order."""

from __future__ import annotations

import json
from typing import Any

import pytest
from nicegui import ui
from nicegui.testing import User

from imagen.domain.parameters import ParameterSetSpec, ParameterSpec, ParameterType
from imagen.domain.secret_values import KEPT
from imagen.services.all import Services
from imagen.ui.components.model_picker import ModelPicker
from tests.fakes import scripted_provider
from tests.fakes.scripted_provider import MODEL
from tests.ui.pages.order.conftest import press, until

MARKED = "sk-marked-secret"


@pytest.fixture(autouse=True)
def asks_for_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    key = ParameterSpec("api_key", ParameterType.TEXT, secret=True)
    spec = ParameterSetSpec((*scripted_provider.SPEC.parameters, key))
    monkeypatch.setattr(scripted_provider, "SPEC", spec)


def keyfield(user: User) -> ui.input:
    with user:
        return next(e for e in user.find(ui.input).elements if e.props.get("type") == "password")


async def test_a_secret_is_ordered_kept_apart_and_never_shown_again(
    user: User, pages: None, services: Services
) -> None:
    state: dict[str, Any] = {"model_key": MODEL, "parameters": {"prompt": "a fox"}}
    services.drafts.save(None, state, "test", 0)
    await user.open("/order")
    with user:
        keyfield(user).set_value(MARKED)
    await user.should_see("One generation, with exactly these values.")
    await until(lambda: not services.drafts.get(None).state["parameters"].get("api_key"))
    assert MARKED not in json.dumps(services.drafts.get(None).state)
    press(user, "Order")
    await until(lambda: services.drafts.get(None).state["parameters"].get("api_key") == KEPT)
    assert keyfield(user).value == ""
    assert "kept" in keyfield(user).props["placeholder"]
    orders = services.orders.history(None)
    assert orders[0].base_parameters["api_key"] == KEPT
    await user.open("/order")
    assert "kept" in keyfield(user).props["placeholder"]
    press(user, "forget")
    await until(lambda: services.drafts.get(None).state["parameters"].get("api_key") in ("", None))


async def test_another_model_gets_no_secret(user: User, pages: None, services: Services) -> None:
    parameters = {"prompt": "a fox", "api_key": KEPT}
    services.drafts.save(None, {"model_key": MODEL, "parameters": parameters}, "test", 0)
    await user.open("/order")
    with user:
        keyfield(user).set_value(MARKED)
        user.find(ModelPicker).trigger("opened")
        user.find(ModelPicker).trigger("choose", {"key": "sketch:sketch"})
    await until(lambda: services.drafts.get(None).state["model_key"] != MODEL)
    state = services.drafts.get(None).state
    assert state["parameters"].get("api_key") is None
    assert MARKED not in json.dumps(state)
