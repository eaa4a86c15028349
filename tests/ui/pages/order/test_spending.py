"""Money on the Order page: the questions before an order, and what is said while a limit holds one."""

from __future__ import annotations

from typing import Any

import pytest
from nicegui import ui
from nicegui.testing import User
from nicegui.testing.user_interaction import UserInteraction

from imagen.domain.spending import Budget, LimitKind
from imagen.providers.base import Estimate, Result, Submission
from imagen.services.all import Services
from imagen.services.consent import Consent
from imagen.services.order_request import OrderRequest
from imagen.services.views import OrderView, PlanView
from imagen.ui.components.elements import Button
from imagen.ui.pages.order.spending_question import order_words
from imagen.ui.pages.order.state import FormState
from tests.fakes.scripted_provider import MODEL, Ledger, ScriptedFactory
from tests.ui.pages.order.conftest import editor, press, type_into, until

EACH = 2_500


def number(user: User, label: str) -> ui.number:
    """Find a number by the name that screen readers say."""
    with user:
        found = [e for e in user.find(ui.number).elements if e.props.get("aria-label") == label]
    assert len(found) == 1, f"{len(found)} fields are named {label}."
    return found[0]


def write(user: User, label: str, value: float | None) -> None:
    with user:
        number(user, label).set_value(value)


def orders(services: Services) -> list[OrderView]:
    return services.orders.list().items


@pytest.fixture
async def opened(user: User, pages: None, services: Services) -> User:
    """The page with the scripted model chosen."""
    services.drafts.save(None, FormState(MODEL, {"prompt": "a fox"}).write(), "another", 0)
    await user.open("/order")
    await until(lambda: editor(user).value == "a fox")
    return user


def unpriced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody know what the scripted model costs, before or after."""
    collect = ScriptedFactory.collect

    def told(self: ScriptedFactory, submission: Submission) -> Result:
        made = collect(self, submission)
        return Result(made.outputs, made.return_parameters, 5)

    monkeypatch.setattr(ScriptedFactory, "estimate", lambda self, parameters: Estimate(None, None))
    monkeypatch.setattr(ScriptedFactory, "collect", told)


async def test_a_cheap_order_is_not_asked_about(opened: User, services: Services) -> None:
    type_into(opened, "a [1..3] fox")
    await opened.should_see("$0.0075")
    press(opened, "Order")
    await until(lambda: len(orders(services)) == 1)
    assert orders(services)[0].spending_limit is None


async def test_a_costly_order_is_asked_about_and_stops_where_the_person_says(
    opened: User, services: Services, ledger: Ledger
) -> None:
    services.spending.change({"ask_above": 2 * EACH})
    type_into(opened, "a [1..8] fox")
    await opened.should_see("$0.02")
    press(opened, "Order")
    await opened.should_see("Spend $0.02?")
    assert number(opened, "Stop at").value == 0.03
    await opened.should_see("The $0.02 plus a tenth to spare, in whole cents.")
    press(opened, "Order")  # a second press asks nothing more
    await opened.should_see("Order for $0.02")
    write(opened, "Stop at", 0.01)
    press(opened, "Order, up to $0.01")
    await until(lambda: orders(services) and orders(services)[0].held_for == LimitKind.ORDER)
    await until(lambda: orders(services)[0].progress.complete == 4)
    assert len(orders(services)) == 1
    await opened.should_see("Its limit is reached")
    press(opened, "Raise it…")
    await opened.should_see("Let order 1 go on")
    write(opened, "This order may spend in all", 0.05)
    press(opened, "Go on")
    await until(lambda: orders(services)[0].progress.complete == 8)
    await opened.should_not_see("Its limit is reached")


async def test_the_button_says_what_the_day_still_lets_be_spent(opened: User, services: Services) -> None:
    services.spending.change({"ask_above": 0, "day_limit": 3 * EACH})
    type_into(opened, "a [1..8] fox")
    await opened.should_see("$0.02")
    await opened.should_see("Today's limit leaves $0.0075: about 3 of 8 are made")
    press(opened, "Order")
    await opened.should_see("Spend $0.02?")
    await opened.should_not_see("Order for $0.02")
    press(opened, "Order, up to $0.0075 today")
    await until(lambda: orders(services) and orders(services)[0].held_for == LimitKind.DAY)
    await until(lambda: orders(services)[0].progress.complete == 3)


@pytest.mark.parametrize(
    ("short_of", "limit", "words"),
    [
        ((), 1_540_000, "Order for $1.40"),
        ((), None, "Order for $1.40"),
        ((), 500_000, "Order, up to $0.50"),
        ((Budget(LimitKind.DAY, 2_000_000, 1_100_000),), 1_540_000, "Order, up to $0.90 today"),
        ((Budget(LimitKind.DAY, 2_000_000, 1_100_000),), 500_000, "Order, up to $0.50"),
        ((Budget(LimitKind.PROJECT, 2_000_000, 1_100_000),), None, "Order, up to $0.90"),
        ((Budget(LimitKind.DAY, 1), Budget(LimitKind.PROJECT, 2_000_000, 2_000_000)), None, "Order, to wait"),
        ((Budget(LimitKind.DAY, 2_000_000, 3_000_000),), None, "Order for tomorrow"),
    ],
)
def test_the_button_of_the_question_tells_the_truth(
    short_of: tuple[Budget, ...], limit: int | None, words: str
) -> None:
    view = PlanView(4, 4, 0, (), 1_400_000, None, (), (), (), short_of=short_of)
    assert order_words(view, limit) == words


async def test_an_unknown_price_is_set_on_the_spot(
    opened: User, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def by_its_price(self: ScriptedFactory, parameters: Any) -> Estimate:
        price = services.models.get(MODEL).price
        return Estimate(price.amount if price else None, None)

    monkeypatch.setattr(ScriptedFactory, "estimate", by_its_price)
    type_into(opened, "a [1..3] fox")
    await opened.should_see("price unknown")
    press(opened, "Set its price")
    await opened.should_see("What Pictures costs")
    write(opened, "Dollars", 0.04)
    press(opened, "Set price")
    await opened.should_see("$0.12")
    await opened.should_not_see("Set its price")
    assert orders(services) == []


async def test_not_now_orders_nothing_and_keeps_the_form(opened: User, services: Services) -> None:
    services.spending.change({"ask_above": 0})
    type_into(opened, "a [1..8] fox")
    await opened.should_see("$0.02")
    press(opened, "Order")
    await opened.should_see("Spend $0.02?")
    press(opened, "Not now")
    press(opened, "Order")
    await opened.should_see("Spend $0.02?")
    assert orders(services) == []


async def test_a_blank_limit_is_said_at_its_field(opened: User, services: Services) -> None:
    services.spending.change({"ask_above": 0})
    type_into(opened, "a wolf")
    await opened.should_see("$0.0025")
    press(opened, "Order")
    await opened.should_see("Spend $0.0025?")
    write(opened, "Stop at", None)
    press(opened, "Order for $0.0025")
    await opened.should_see("Say at which amount it stops.")
    assert orders(services) == []


@pytest.mark.parametrize("for_all", [False, True])
async def test_a_price_that_nobody_knows_is_asked_for_once(
    for_all: bool, opened: User, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    unpriced(monkeypatch)
    type_into(opened, "a [1..2] fox")
    await opened.should_see("price unknown")
    press(opened, "Order")
    await opened.should_see("What may Pictures cost?")
    press(opened, "Order 2")
    await opened.should_see("Give an amount")
    write(opened, "One generation, at most", 0.05)
    await opened.should_see("2 generations: $0.10 at most.")
    if for_all:
        with opened:
            box = next(b for b in opened.find(ui.checkbox).elements if b.text == "For every model of unknown price")
            box.set_value(True)
    press(opened, "Order 2")
    await until(lambda: orders(services) and orders(services)[0].progress.complete == 2)
    view = services.spending.view()
    assert (view.settings.ceiling, dict(view.ceilings)) == ((50_000, {}) if for_all else (None, {MODEL: 50_000}))
    assert (orders(services)[0].ceiling, view.today.spent) == (50_000, 100_000)
    type_into(opened, "a [1..3] fox")
    await opened.should_see("$0.15 at most")
    press(opened, "Order")
    await until(lambda: len(orders(services)) == 2)


async def test_a_price_that_only_the_provider_knows_is_asked_for(
    opened: User, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    known: list[int] = []

    def quote(self: ScriptedFactory, prepared: Any) -> Estimate:
        known.append(40_000)
        return Estimate(40_000, None)

    monkeypatch.setattr(ScriptedFactory, "asks_for_price", True)
    monkeypatch.setattr(
        ScriptedFactory, "estimate", lambda self, parameters: Estimate(known[0] if known else None, 1.0)
    )
    monkeypatch.setattr(ScriptedFactory, "quote", quote)
    type_into(opened, "a [1..3] fox")
    await opened.should_see("$0.12")
    assert len(known) == 1


@pytest.mark.parametrize("kind", [LimitKind.DAY, LimitKind.PROJECT, LimitKind.PRICE])
async def test_every_limit_can_be_raised_where_it_holds(
    kind: LimitKind, user: User, pages: None, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = services.projects.create("Kites")
    request = OrderRequest(MODEL, {"prompt": "a [1..3] kite"}, project.id)
    if kind is LimitKind.DAY:
        services.spending.change({"day_limit": EACH})
    elif kind is LimitKind.PROJECT:
        services.spending.limit_project(project.id, EACH)
    else:
        unpriced(monkeypatch)
        services.spending.change({"ceiling": EACH})
        services.queue.pause()
    placed = services.orders.place(request, consent=Consent())
    if kind is LimitKind.PRICE:
        services.spending.change({"ceiling": None})
        services.queue.resume()
    await until(lambda: services.orders.get(placed.id).held_for == kind)
    await user.open(f"/order/{project.id}")
    await user.should_see("Order 1 waits.")
    press(user, "Set it…" if kind is LimitKind.PRICE else "Raise it…")
    label = {
        LimitKind.DAY: "A day may cost in all",
        LimitKind.PROJECT: "This project may spend in all",
        LimitKind.PRICE: "One generation may cost at most",
    }[kind]
    await user.should_see(label)
    write(user, label, 0.05)
    press(user, "Go on")
    await until(lambda: services.orders.get(placed.id).progress.complete == 3)


async def test_a_limit_of_the_environment_is_not_raised_here(
    user: User, pages: None, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services.spending, "_day_limit", EACH)
    monkeypatch.setattr(services.spending, "_day_limit_from", "IMAGEN_DAILY_LIMIT")
    services.spending.change({"day_limit": EACH})
    placed = services.orders.place(OrderRequest(MODEL, {"prompt": "a [1..2] kite"}))
    await until(lambda: services.orders.get(placed.id).held_for == LimitKind.DAY)
    with pytest.MonkeyPatch.context() as only:
        only.setattr(services.spending, "_day_limit", EACH - 1)
        await user.open("/order")
        await user.should_see("Order 1 waits.")
        press(user, "Raise it…")
        await user.should_see("IMAGEN_DAILY_LIMIT")


async def test_the_rest_of_a_held_order_can_be_cancelled(opened: User, services: Services) -> None:
    placed = services.orders.place(
        OrderRequest(MODEL, {"prompt": "a [1..3] kite"}), consent=Consent(spending_limit=EACH)
    )
    await opened.should_see("Order 1 waits.")
    press(opened, "Cancel the rest")
    await opened.should_see("Cancel order 1?")
    with opened:
        danger = next(b for b in opened.find(Button).elements if b.text == "Cancel order 1" and "danger" in b.classes)
    UserInteraction(opened, {danger}, None).click()
    await until(lambda: services.orders.get(placed.id).status == "cancelled")
    await opened.should_not_see("Order 1 waits.")
