"""What went another way than it should: unclear submissions, failures, withheld pictures, paused providers."""

from __future__ import annotations

from typing import Any

import pytest
from nicegui.elements.mixins.text_element import TextElement
from nicegui.testing import User
from nicegui.testing.user_interaction import UserInteraction

from imagen.domain.lifecycle import GenerationStatus
from imagen.domain.product import ProductState
from imagen.services.all import Services
from imagen.services.order_request import OrderRequest
from imagen.services.views import GenerationView
from imagen.ui.components.display import Display
from imagen.ui.components.elements import Button
from imagen.ui.components.queue_pill import QueuePill
from imagen.ui.components.strip import Strip
from tests.fakes.scripted_provider import MODEL, Ledger, ScriptedProvider
from tests.ui.pages.order.conftest import choose, press, until


@pytest.fixture
def lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """The provider has no list in which a lost submission could be found."""
    monkeypatch.setattr(ScriptedProvider, "lists", False)


AGAIN = "Submit again · may cost another $0.0025"


@pytest.fixture
def displayed(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """All that the display was told to show, the newest last."""
    shown: list[dict[str, Any]] = []
    monkeypatch.setattr(Display, "show", lambda self, item: shown.append(dict(item or {})))
    return shown


def order(services: Services, prompt: str) -> None:
    services.orders.place(OrderRequest(MODEL, {"prompt": prompt}))


def generations(services: Services) -> list[GenerationView]:
    return services.generations.list(limit=50).items


def visible(user: User, label: str) -> list[Button]:
    with user:
        return [b for b in user.find(Button).elements if b.text == label and b.visible]


async def unclear(services: Services, count: int) -> None:
    await until(lambda: sum(1 for one in generations(services) if one.attention == "unclear") == count)


async def test_an_unclear_one_says_so_and_is_given_up(
    user: User, pages: None, services: Services, lost: None, displayed: list[dict[str, Any]]
) -> None:
    order(services, "an unclear fox")
    await unclear(services, 1)
    await user.open("/order")
    await until(lambda: visible(user, "Check again"))
    assert displayed[-1]["kind"] == "attention"
    assert displayed[-1]["error"] == "Scripted's answer was lost."
    assert not visible(user, "Cancel this one")
    press(user, "Give up")
    await until(lambda: generations(services)[0].status is GenerationStatus.FAILED)
    await until(lambda: visible(user, "Try again"))
    assert not visible(user, "Give up")


async def test_buying_again_asks_first(user: User, pages: None, services: Services, lost: None, ledger: Ledger) -> None:
    order(services, "an unclear fox")
    await unclear(services, 1)
    await user.open("/order")
    await until(lambda: visible(user, AGAIN))
    press(user, AGAIN)
    await user.should_see("may be paid twice: it may cost another $0.0025.")
    press(user, "Not now")
    await user.should_not_see("Submit it again?")
    assert len(ledger.attempts) == 1
    press(user, AGAIN)
    await until(lambda: visible(user, "Submit again"))
    asked = [b for b in visible(user, "Submit again") if "danger" in b.classes]
    UserInteraction(user, set(asked), None).click()
    await until(lambda: len(ledger.attempts) == 2)


async def test_checking_again_says_what_came_of_it(
    user: User, pages: None, services: Services, lost: None, displayed: list[dict[str, Any]]
) -> None:
    order(services, "an unclear fox")
    await unclear(services, 1)
    await user.open("/order")
    await until(lambda: visible(user, "Check again"))
    press(user, "Check again")
    await user.should_see("no such request in its list.")
    await until(lambda: "Asked Scripted on " in displayed[-1]["error"])
    ScriptedProvider.lists = True
    press(user, "Check again")
    await user.should_see("Found. It goes on.")
    await until(lambda: generations(services)[0].status is GenerationStatus.COMPLETE)


def links(user: User, page: str) -> list[Any]:
    with user:
        return [
            link for link in user.find(kind=TextElement).elements if link.props.get("href") == page and link.visible
        ]


async def see_what_needs_people(user: User) -> None:
    user.find(QueuePill).click()
    await user.should_see("See what needs you")
    choose(user, "See what needs you")


async def test_it_leads_to_the_list_of_the_provider(
    user: User, pages: None, services: Services, lost: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = "https://scripted.example/requests"
    monkeypatch.setattr(ScriptedProvider, "requests_page", page)
    order(services, "an unclear fox")
    await unclear(services, 1)
    await user.open("/order")
    await until(lambda: links(user, page))
    assert links(user, page)[0].text == "Your requests at Scripted"
    assert links(user, page)[0].props["target"] == "_blank"
    await see_what_needs_people(user)
    await until(lambda: len(links(user, page)) == 2)


async def test_all_of_an_order_are_decided_at_once(user: User, pages: None, services: Services, lost: None) -> None:
    order(services, "an unclear [red,blue,teal] fox")
    await unclear(services, 3)
    await user.open("/order")
    await user.should_see("3 need you")
    await see_what_needs_people(user)
    await user.should_see("Nobody knows whether it was bought")
    await user.should_see("3 need you · pictures")
    assert visible(user, "Submit all again · may cost another $0.0075")
    press(user, "Give all up")
    await user.should_see("3 given up.")
    await until(lambda: {one.status for one in generations(services)} == {GenerationStatus.FAILED})
    await user.should_not_see("Nobody knows whether it was bought")


async def test_a_withheld_picture_is_no_picture(
    user: User, pages: None, services: Services, displayed: list[dict[str, Any]]
) -> None:
    order(services, "a withheld fox")
    await until(lambda: services.products.list(None)[0])
    product = services.products.list(None)[0][0]
    assert product.state is ProductState.BLOCKED
    assert product.thumbnail_url is None
    await user.open("/order")
    await until(lambda: displayed and displayed[-1].get("kind") == "blocked")
    assert "src" not in displayed[-1]
    await until(lambda: named(user, "Delete"))
    for label in ("Use as input", "Download", "Like"):
        assert not named(user, label)
    press(user, "Details")
    await user.should_see("withheld the picture. It told: too much of it.")
    await user.should_see("25 Buzz")


def named(user: User, label: str) -> list[Button]:
    with user:
        return [b for b in user.find(Button).elements if b.props.get("aria-label") == label and b.visible]


async def test_details_tell_how_it_was_bought(user: User, pages: None, services: Services, ledger: Ledger) -> None:
    order(services, "a fox")
    await until(lambda: services.products.list(None)[0])
    await user.open("/order")
    await until(lambda: named(user, "Details"))
    press(user, "Details")
    await user.should_see("How it was bought · 1 attempt")
    await user.should_see(next(iter(ledger.accepted)))
    await user.should_see("Made · 0.1 s · $0.0025")


async def test_the_place_in_the_queue_is_shown(
    user: User, pages: None, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[Any, ...]] = []
    monkeypatch.setattr(Strip, "set_items", lambda self, items, **_: told.extend(items))
    order(services, "a queued fox")
    await until(lambda: generations(services)[0].progress_note == "2 before it")
    await user.open("/order")
    await until(lambda: told)
    assert [tile["note"] for tile in told] == ["2 before it"]  # type: ignore[call-overload]


async def test_a_paused_provider_is_told_once_with_ways_out(
    user: User, pages: None, services: Services, displayed: list[dict[str, Any]]
) -> None:
    services.queue.pause_provider("scripted", "The key is wrong.")
    order(services, "a fox")
    await user.open("/order")
    await user.should_see("Scripted is paused: The key is wrong.")
    await until(lambda: displayed and "Scripted is paused: The key is wrong." in displayed[-1].get("hint", ""))
    press(user, "Resume")
    await until(lambda: services.products.list(None)[0])
    await user.should_not_see("The key is wrong.")


async def test_a_failed_one_is_tried_again(user: User, pages: None, services: Services) -> None:
    order(services, "this fails")
    await until(lambda: generations(services)[0].status is GenerationStatus.FAILED)
    assert generations(services)[0].error_message == "Scripted ran out of paint."
    await user.open("/order")
    await until(lambda: visible(user, "Try again"))
    press(user, "Try again")
    await until(lambda: len(services.generations.get(generations(services)[0].id).submissions) == 2)
