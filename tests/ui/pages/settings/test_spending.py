"""The part of Settings that is about money."""

from __future__ import annotations

import pytest
from nicegui.testing import User

from imagen.services.all import Services
from imagen.services.consent import Consent
from imagen.services.order_request import OrderRequest
from imagen.services.spending import SpendingSettings
from tests.fakes.keyed_provider import RIGHT_KEY
from tests.fakes.scripted_provider import wait_until
from tests.ui.pages.order.conftest import until
from tests.ui.pages.settings.conftest import entry, press, sees, write

DOLLAR = 1_000_000


async def opened(user: User) -> None:
    await user.open("/settings")
    await sees(user, "Buzz for a dollar")


async def test_limits_are_kept_as_they_are_typed(user: User, pages: None, services: Services) -> None:
    await opened(user)
    assert entry(user, "Ask before an order above").value == 1
    write(user, "Ask before an order above", 0.25)
    write(user, "A day stops at", 7.5)
    write(user, "An order stops at", 2)
    write(user, "An unknown price counts as", 0.004)
    write(user, "Buzz for a dollar", 800)
    wanted = SpendingSettings(250_000, 2_000_000, 7_500_000, 4_000, 800)
    await until(lambda: services.spending.settings == wanted)
    write(user, "A day stops at", None)
    await until(lambda: services.spending.settings.day_limit is None)


@pytest.mark.parametrize(
    ("label", "value"), [("A day stops at", -1), ("Buzz for a dollar", 0), ("Buzz for a dollar", 1.5)]
)
async def test_what_is_no_amount_is_said_at_its_field(
    label: str, value: float, user: User, pages: None, services: Services
) -> None:
    before = services.spending.settings
    await opened(user)
    write(user, label, value)
    await user.should_see("An amount lies between" if label == "A day stops at" else "whole" if value else "1 to")
    assert services.spending.settings == before


async def test_what_another_window_sets_is_shown(user: User, pages: None, services: Services) -> None:
    await opened(user)
    services.spending.change({"day_limit": 3 * DOLLAR})
    await until(lambda: entry(user, "A day stops at").value == 3)
    await user.should_see("$3.00 left of $3.00")


async def test_a_ceiling_is_forgotten_and_taken_back(user: User, pages: None, services: Services) -> None:
    services.spending.set_ceiling("replicate:a/b", 50_000)
    await opened(user)
    await user.should_see("replicate:a/b")
    press(user, "Forget the ceiling of replicate:a/b")
    await until(lambda: not services.spending.view().ceilings)
    await sees(user, "Undo")
    press(user, "Undo")
    await until(lambda: services.spending.view().ceilings == {"replicate:a/b": 50_000})


async def test_a_ceiling_is_named_as_its_model_is(user: User, pages: None, services: Services) -> None:
    await opened(user)
    services.spending.set_ceiling("keyed:house/bundled", 50_000)
    await sees(user, "Forget the ceiling of Bundled")


async def test_what_was_spent_is_shown(user: User, pages: None, services: Services) -> None:
    await opened(user)
    await user.should_see("$0.00 today")
    services.keys.set("keyed", RIGHT_KEY)
    placed = services.orders.place(
        OrderRequest(services.models.list("keyed")[0].model.key, {"prompt": "a fox"}), consent=Consent()
    )
    wait_until(lambda: services.orders.get(placed.id).progress.complete == 1)
    await user.should_see("$0.003 today")
    await user.should_see("Keyed $0.003 in the last 30 days")
