"""The form: what it says while it is filled in, what it gives back, and what it keeps."""

from __future__ import annotations

import pytest
from nicegui.testing import User

from imagen.services.all import Services
from imagen.services.order_request import OrderRequest
from imagen.ui.pages.order import typing_pause
from tests.fakes.scripted_provider import MODEL
from tests.ui.pages.order.conftest import press, type_into

INVITATION = "Write a prompt to see what it makes."


async def test_a_fresh_form_invites_and_finds_no_fault(user: User, pages: None, services: Services) -> None:
    services.orders.place(OrderRequest(MODEL, {"prompt": "a fox"}))
    await user.open("/order")
    await user.should_see(INVITATION, retries=50)
    await user.should_not_see("is required")
    await user.should_not_see("Not yet")
    press(user, "Order")
    await user.should_see("Prompt is required.", retries=50)
    type_into(user, "an owl")
    await user.should_see("One generation, with exactly these values.", retries=50)
    type_into(user, "")
    await user.should_see(INVITATION, retries=50)


async def test_nothing_is_called_wrong_while_it_is_typed(
    user: User, pages: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typing_pause, "PAUSE", 600.0)
    await user.open("/order")
    type_into(user, "a [red,")
    type_into(user, "800", "Steps")
    await user.should_not_see("to be mended", retries=20)
    with user:
        user.find(marker="parameters").trigger("focusout")
    await user.should_see("2 things are to be mended in Prompt and Steps.", retries=50)


async def test_a_pause_in_typing_tells_what_is_wrong(user: User, pages: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typing_pause, "PAUSE", 0.05)
    await user.open("/order")
    type_into(user, "800", "Steps")
    await user.should_see("Not yet", retries=50)
